//! Whether a text may leave: no placeholder, no comment, nothing that a template left behind.
//!
//! Asked of every outgoing text, whoever wrote it.

/// Every reason why a text may not leave, quoted from it; empty when it may.
#[must_use]
pub fn problems(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains("<!--") || text.contains("-->") {
        found.push("an HTML comment is left".to_owned());
    }
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        if text.contains(open) || text.contains(close) {
            found.push(format!("the placeholder {open} … {close} is left"));
        }
    }
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':' | '"' | '`')) {
        if is_placeholder(word) {
            found.push(format!("the placeholder {word} is left"));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// `$VERSION`, `<project>`, `CVE-YEAR-ABCDEF`, `TODO`, `XXX`.
fn is_placeholder(word: &str) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, '.' | '*' | '!' | '?' | '\''));
    let capitals = |text: &str| text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let shell = word
        .split('$')
        .skip(1)
        .any(|rest| capitals(rest.split(|c: char| !(c.is_ascii_uppercase() || c == '_')).next().unwrap_or_default()));
    let angled =
        word.strip_prefix('<').and_then(|rest| rest.split_once('>')).is_some_and(|(name, _)| is_left_open(name));
    let number = word.strip_prefix("CVE-").is_some_and(|rest| {
        rest.starts_with("YEAR") || rest.starts_with("YYYY") || rest.contains("XXXX") || rest.contains("ABCDEF")
    });
    shell || angled || number || matches!(word, "TODO" | "TBD" | "FIXME" | "XXX")
}

/// A name in angle brackets that a template asks to be filled in; markup that an advisory speaks of is not one.
fn is_left_open(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["project", "version", "product", "repo", "org", "name", "date", "cve", "year", "insert", "your", "link", "url"]
        .iter()
        .any(|part| name.split(['-', '_', '/', ' ']).any(|word| word == *part))
}
