//! The glossary's words to avoid, in names and in prose.
//!
//! Knows how a name falls into words; must not know which words are meant.

use super::Word;

/// Where we speak: code, pages and documents. Settings and data are other people's words.
const SPOKEN: [&str; 5] = [".rs", ".md", ".html", ".txt", ".toml"];

/// Finds words to avoid in one file.
pub(super) fn check(words: &[Word], name: &str, text: &str) -> Vec<String> {
    let ours = SPOKEN.iter().any(|ending| name.ends_with(ending));
    if !ours || name == "GLOSSARY.md" || name.starts_with("xtask/") {
        return Vec::new();
    }
    let excused = |word: &Word| {
        word.except.iter().any(|place| place == name || (place.ends_with('/') && name.starts_with(place)))
    };
    let words: Vec<&Word> = words.iter().filter(|word| !excused(word)).collect();
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let spoken = format!(" {} ", split(line).join(" "));
        for word in &words {
            if let Some(avoid) = word.avoid.iter().find(|avoid| spoken.contains(&format!(" {avoid} "))) {
                findings.push(format!("{name}:{}: says \"{avoid}\"; say {}", index + 1, word.say));
            }
        }
    }
    findings
}

/// The words of a line in lower case; names fall apart at underscores and capitals.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in line.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        for (index, letter) in letters.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| letters.get(index));
            let after = letters.get(index + 1);
            let starts = letter.is_uppercase()
                && (before.is_some_and(|c| c.is_lowercase())
                    || (before.is_some() && after.is_some_and(|c| c.is_lowercase())));
            if starts && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            word.extend(letter.to_lowercase());
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        assert_eq!(
            split("fn open_TicketId(SLATimer, HTTPServer2)"),
            ["fn", "open", "ticket", "id", "sla", "timer", "http", "server2"]
        );
    }

    #[test]
    fn a_word_to_avoid_is_found_in_names_prose_and_phrases_but_not_inside_other_words() {
        let words = [Word {
            avoid: vec!["ticket".to_owned(), "responsible disclosure".to_owned()],
            say: "report".to_owned(),
            except: vec!["docs/decisions/".to_owned()],
        }];
        let found = |name: &str, text: &str| check(&words, name, text).join("\n");
        assert_eq!(found("a.rs", "x\nstruct TicketId;"), "a.rs:2: says \"ticket\"; say report");
        assert!(found("a.md", "We practise Responsible  disclosure.").contains("responsible disclosure"));
        assert_eq!(found("a.rs", "let ticketing = tickets;"), "");
        assert_eq!(found("docs/decisions/1.md", "no ticket"), "");
        assert_eq!(found("a.json", "ticket"), "");
    }
}
