//! What a template leaves to be filled in: `$NAME`, `${name}`, `<project>`, `{{ … }}`, `[VERSION]`, `CVE-YEAR-ABCDEF`, `TODO`.
//!
//! Knows the shapes of leftovers in the source texts, their ancestors and common template languages.

/// Longest stretch that is looked at, and quoted, behind an opening sign.
const LONGEST: usize = 60;

/// Variables that a mitigation may well name, since every shell has them.
const SHELL: [&str; 6] = ["HOME", "PATH", "PWD", "USER", "SHELL", "TMPDIR"];

/// Words by which a template asks for a value.
const ASKED: [&str; 15] = [
    "project",
    "version",
    "oldversion",
    "newversion",
    "product",
    "repo",
    "repository",
    "org",
    "organisation",
    "organization",
    "cve",
    "cvss",
    "cvesummary",
    "insert",
    "placeholder",
];

/// More of them, in angle brackets; HTML has no element of these names.
const ASKED_IN_ANGLES: [&str; 6] = ["name", "date", "year", "url", "your", "email"];

/// What is left to be filled in, as it stands in the text.
pub(super) fn leftovers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        if text.contains(open) || text.contains(close) {
            found.push(format!("{open} … {close}"));
        }
    }
    found.extend(variables(text));
    found.extend(angled(text));
    found.extend(bracketed(text));
    found.extend(numbers(text));
    found.extend(marks(text));
    found
}

/// `$VERSION`, `${version}`.
fn variables(text: &str) -> impl Iterator<Item = String> {
    behind(text, "$").filter_map(|(_, rest)| {
        if let Some((name, _)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            let open = !name.is_empty() && name.len() <= LONGEST && !SHELL.contains(&name) && !name.contains('\n');
            return open.then(|| format!("${{{name}}}"));
        }
        let name = leading(rest, |c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let named = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase());
        // `$Version` is an ordinary word behind a sign, `$VERSION` is asked for.
        let whole = !rest.get(name.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        (named && whole && !SHELL.contains(&name)).then(|| format!("${name}"))
    })
}

/// `<project>`, `<fixed version>`, and the text's own `<project/ $VERSION`. An element that is closed again is markup.
fn angled(text: &str) -> impl Iterator<Item = String> {
    behind(text, "<").filter_map(move |(_, rest)| {
        let name = leading(rest, |c| c.is_ascii_alphabetic());
        let closed = rest.split_once('>').map(|(inside, _)| inside).filter(|inside| is_a_name(inside));
        match closed {
            Some(inside) if inside.starts_with('/') || text.contains(&format!("</{inside}>")) => None,
            Some(inside) if asks(inside, &ASKED) || asks(inside, &ASKED_IN_ANGLES) => Some(format!("<{inside}>")),
            Some(_) => None,
            None => ASKED.contains(&name.to_ascii_lowercase().as_str()).then(|| format!("<{name}")),
        }
    })
}

/// `[VERSION]`, `{VERSION}`, `%VERSION%`, `@VERSION@`, `[insert link]`; small letters are too often a table or a field.
/// And the address that a copy of a page lost (ambiguity A13).
fn bracketed(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in [("[", "]"), ("{", "}"), ("%", "%"), ("@", "@")] {
        for (at, rest) in behind(text, open) {
            // `${NAME}` and `{{ name }}` are named already.
            let named = text.get(..at - open.len()).is_some_and(|before| before.ends_with(['$', '{']));
            let Some((inside, _)) = rest.split_once(close).filter(|(inside, _)| is_a_name(inside)) else { continue };
            let shouted = inside.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-'));
            if !named && ((shouted && asks(inside, &ASKED)) || inside.to_ascii_lowercase().starts_with("insert ")) {
                found.push(format!("{open}{inside}{close}"));
            }
        }
    }
    let lost = text.replace('\u{a0}', " ").to_ascii_lowercase().contains("[email protected]");
    found.extend(lost.then(|| "[email protected]".to_owned()));
    found
}

/// `CVE-YEAR-ABCDEF`, `CVE-2022-NNNN`, `GHSA-xxxx-xxxx-xxxx`.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_ascii_lowercase();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '?' | '#' | '_');
    let quoted = |name: &str, at: usize, rest: &str| format!("{name}-{}", original(text, at, leading(rest, part)));
    let cves: Vec<String> = behind(&lower, "cve-")
        .filter(|(_, rest)| is_unnumbered(leading(rest, part)))
        .map(|(at, rest)| quoted("CVE", at, rest))
        .collect();
    let ghsas: Vec<String> = behind(&lower, "ghsa-")
        .filter(|(_, rest)| rest.starts_with("xxxx-xxxx"))
        .map(|(at, rest)| quoted("GHSA", at, rest))
        .collect();
    cves.into_iter().chain(ghsas)
}

/// What stands behind `cve-`, in lower case.
fn is_unnumbered(rest: &str) -> bool {
    let (year, number) = rest.split_once('-').unwrap_or((rest, ""));
    let letter = |c: char| number.len() > 2 && number.chars().all(|one| one == c);
    if year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()) {
        return number.starts_with("abcd") || ['x', 'n', '?', '#', 'y', '0', '_'].into_iter().any(letter);
    }
    matches!(year, "year" | "yyyy" | "xxxx" | "nnnn" | "????" | "####")
}

/// `TODO`, `TBD`, `???`.
fn marks(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let marks = words.filter(|word| matches!(*word, "TODO" | "TBD" | "TBA" | "FIXME" | "XXX"));
    let asked = text.contains("???").then(|| "???".to_owned());
    let latin = text.to_ascii_lowercase().contains("lorem ipsum").then(|| "lorem ipsum".to_owned());
    marks.map(str::to_owned).chain(asked).chain(latin)
}

/// Each place behind a sign: where it begins, and the text from there on.
fn behind<'a>(text: &'a str, sign: &str) -> impl Iterator<Item = (usize, &'a str)> {
    text.match_indices(sign).filter_map(move |(at, sign)| Some((at + sign.len(), text.get(at + sign.len()..)?)))
}

fn leading(text: &str, holds: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c: char| !holds(c)).unwrap_or(text.len());
    text.get(..end.min(LONGEST)).unwrap_or_default()
}

/// The same stretch of the text as it was written.
fn original(text: &str, at: usize, stretch: &str) -> String {
    text.get(at..at + stretch.len()).unwrap_or(stretch).to_owned()
}

/// Short, on one line, words only: nothing with an attribute, a path or a sentence in it.
fn is_a_name(inside: &str) -> bool {
    !inside.is_empty()
        && inside.len() <= LONGEST
        && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '\''))
}

fn asks(inside: &str, words: &[&str]) -> bool {
    let inside = inside.to_ascii_lowercase();
    inside.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
}
