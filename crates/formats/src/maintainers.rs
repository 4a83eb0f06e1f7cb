//! MAINTAINERS and OWNERS: who looks after a project, in the shapes in which projects write it down.
//!
//! There is no standard. What is understood: `M: Name <mail>` blocks (Linux), `Name <mail>`, `- Name (@handle)`, table rows with
//! a handle or an address, and lists under `approvers:` and `reviewers:` (Kubernetes). Everything else is passed over.

use std::collections::BTreeSet;

use crate::code_owners::{Owner, mail};

/// Where such a file may stand; each that is there counts.
pub const PLACES: [&str; 4] = ["MAINTAINERS", "MAINTAINERS.md", "OWNERS", "docs/MAINTAINERS.md"];
/// The longest file that is read.
pub const BYTES_MAX: usize = 3 << 20;

/// Everybody that a file names with a handle or an address, once.
///
/// ```
/// use formats::code_owners::Owner;
/// use formats::maintainers::named;
/// let found = named("M:\tAna A <Ana@Example.org>\n- Ben B (@ben)\napprovers:\n  - carol\n");
/// assert!(found.contains(&Owner::Mail("ana@example.org".to_owned())));
/// assert!(found.contains(&Owner::Handle("ben".to_owned())));
/// assert!(found.contains(&Owner::Handle("carol".to_owned())));
/// assert_eq!(found.len(), 3);
/// ```
#[must_use]
pub fn named(text: &str) -> BTreeSet<Owner> {
    let mut found = BTreeSet::new();
    let (mut listing, mut gone) = (false, None);
    for line in text.get(..text.floor_char_boundary(BYTES_MAX)).unwrap_or_default().lines() {
        let bare = line.trim();
        if let Some(depth) = depth(bare) {
            gone = if says_gone(bare) { Some(depth) } else { gone.filter(|gone| goes_on(*gone, depth)) };
        }
        if gone.is_some() {
            continue;
        }
        // Lists, links and trees stand in the same blocks as people.
        if bare.starts_with('#') || ["L:", "W:", "T:", "S:", "F:"].iter().any(|kind| bare.starts_with(kind)) {
            continue;
        }
        let begins = matches!(bare, "approvers:" | "reviewers:" | "maintainers:");
        listing = begins || (listing && bare.starts_with("- "));
        let item = bare.strip_prefix("- ").map(|item| item.trim_matches(['"', '\'', ' ']));
        if let Some(name) = item.filter(|name| listing && is_handle(name)) {
            found.insert(Owner::Handle(name.to_owned()));
        }
        let apart =
            |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '|' | ',' | ';' | '`' | '*');
        for word in bare.split(apart) {
            let word = word.trim_end_matches(['.', ':']).trim_start_matches("mailto:");
            let handle = word
                .strip_prefix('@')
                .or_else(|| word.strip_prefix("https://github.com/"))
                .filter(|name| is_handle(name));
            found.extend(handle.map(|name| Owner::Handle(name.to_owned())));
            found.extend(mail(word).map(Owner::Mail));
        }
    }
    found
}

/// Whether a part goes on where another begins: one inside it, or a remark within a list.
const fn goes_on(part: usize, begins: usize) -> bool {
    if part == LIST { begins != LIST } else { begins > part }
}

/// How deep a list that is named is: deeper than any heading.
const LIST: usize = 7;

/// How deep a part of the file is that begins with this line: a heading by its signs, a list that is named deeper than any
/// heading. `None` when the line begins none.
fn depth(line: &str) -> Option<usize> {
    let signs = line.bytes().take_while(|byte| *byte == b'#').count();
    let names_list = line.ends_with(':') && !line.starts_with('-') && !line.contains(char::is_whitespace);
    match signs {
        0 => names_list.then_some(LIST),
        signs => Some(signs),
    }
}

/// Whether a part is about people who do not look after it any more: they answer for nothing.
fn says_gone(heading: &str) -> bool {
    let heading = heading.to_ascii_lowercase();
    ["emeritus", "emeriti", "former", "alumni", "retired", "inactive", "previous", "past "]
        .iter()
        .any(|word| heading.contains(word))
}

/// A name as forges have them.
fn is_handle(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=39).contains(&name.len()) && name.chars().all(fits) && !name.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_left_answers_for_nothing() {
        for text in [
            "## Maintainers\n- A (@ana)\n## Emeritus\n### 2021\n- Old (@old)\n#### more\n- Older (@older)\n",
            "## Emeritus maintainers\n- Old (@old)\n## Maintainers\n- A (@ana)\n",
            "approvers:\n  - ana\nemeritus_approvers:\n  - old\n  # until 2021\n  - older @old\n",
            "emeritus_reviewers:\n  - old\napprovers:\n  - ana\n",
        ] {
            assert_eq!(named(text), [Owner::Handle("ana".to_owned())].into(), "{text}");
        }
    }
}
