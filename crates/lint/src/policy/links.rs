//! Links and mail addresses with their places, and which repository a link belongs to.
//!
//! Knows the shapes of addresses. Must not know whether one is good or bad to have.

use crate::page::Page;

/// The longest link that is read as one.
const LONGEST: usize = 1024;

/// A link, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// Its first byte in the document.
    pub(super) at: usize,
    /// Where it leads.
    pub(super) target: &'a str,
}

/// A mail address, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mail<'a> {
    /// Its first byte in the document.
    pub(super) at: usize,
    pub(super) local: &'a str,
    pub(super) domain: &'a str,
}

/// Everything in a document that leads somewhere.
#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    /// Web links and what stands behind `](`.
    pub(super) places: Vec<Link<'a>>,
    pub(super) mails: Vec<Mail<'a>>,
    /// Places of `mailto:` with no address, and of links without a target.
    pub(super) empty_mail: Vec<usize>,
    pub(super) empty: Vec<usize>,
}

impl<'a> Links<'a> {
    /// Finds them all.
    pub(super) fn read(page: &Page<'a>) -> Self {
        let mut links = Self::default();
        links.web(page.flat);
        links.marked(page);
        links.mailto(page);
        links.addresses(page.flat);
        links.places.sort_by_key(|link| link.at);
        links
    }

    /// How many links and addresses there are.
    pub(super) const fn count(&self) -> usize {
        self.places.len() + self.mails.len()
    }

    fn web(&mut self, flat: &'a str) {
        let mut behind = 0;
        for (at, _) in flat.match_indices("http") {
            let rest = flat.get(at..).unwrap_or_default();
            if at < behind || !(rest.starts_with("https://") || rest.starts_with("http://")) {
                continue;
            }
            let target = target(rest);
            behind = at + target.len();
            self.places.push(Link { at, target });
        }
    }

    /// `[text](target)` with a target that is no web link, and `[label]: target`.
    fn marked(&mut self, page: &Page<'a>) {
        for (at, _) in page.flat.match_indices("](") {
            let start = at + 2;
            let rest = page.flat.get(start..).unwrap_or_default();
            let end = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b')' | b' ' | b'\n'));
            let Some(target) = end.and_then(|end| rest.get(..end)) else { continue };
            let target = target.trim_matches(['<', '>']);
            if page.is_code(start) || target.starts_with("http") {
                continue;
            }
            match target {
                "" | "#" => self.empty.push(at),
                _ if target.starts_with("mailto:") => (),
                _ => self.places.push(Link { at: start, target }),
            }
        }
    }

    fn mailto(&mut self, page: &Page<'a>) {
        for (at, found) in page.flat.match_indices("mailto:") {
            let rest = page.flat.get(at + found.len()..).unwrap_or_default();
            let before = page.flat.get(..at).unwrap_or_default();
            let is_link = before.ends_with(['(', '<', '"', '\'']) && !page.is_code(at);
            if is_link && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "<[{$%_".contains(c)) {
                self.empty_mail.push(at);
            }
        }
    }

    fn addresses(&mut self, flat: &'a str) {
        let bytes = flat.as_bytes();
        for (at, _) in flat.match_indices('@') {
            let local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
            let before = bytes.get(..at).unwrap_or_default().iter().rev().take(64).take_while(local).count();
            let name = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
            let after = bytes.get(at + 1..).unwrap_or_default().iter().take(255).take_while(name).count();
            let local = flat.get(at - before..at).unwrap_or_default().trim_start_matches(['.', '-', '_']);
            let domain = flat.get(at + 1..=at + after).unwrap_or_default().trim_end_matches(['.', '-']);
            if !local.is_empty() && is_domain(domain) {
                self.mails.push(Mail { at: at - local.len(), local, domain });
            }
        }
    }
}

/// Where a link ends: at a space or the sign that closes what it stands in. A placeholder such as `<project>` is part of it.
fn target(rest: &str) -> &str {
    let mut open = false;
    let mut before = 'h';
    let end = rest.char_indices().take(LONGEST).find(|(_, c)| {
        let ends = match c {
            '<' => before != '/' && before != '-' && before != '=',
            '>' => !open,
            c if c.is_whitespace() => true,
            c => matches!(c, ')' | '"' | '\'' | '`' | ']' | '|' | '\\' | '“' | '”'),
        };
        open = *c == '<' || (open && *c != '>');
        before = *c;
        ends
    });
    let target =
        end.map_or_else(|| rest.get(..LONGEST).unwrap_or(rest), |(end, _)| rest.get(..end).unwrap_or_default());
    target.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_'])
}

/// Labels with a dot between them, the last of letters only: `@v4` and `@1.2.3` are none.
fn is_domain(name: &str) -> bool {
    let top = name.rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && name.split('.').all(|label| !label.is_empty())
        && top.len() >= 2
        && (top.bytes().all(|byte| byte.is_ascii_alphabetic()) || top.starts_with("xn--"))
}

/// A repository on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repository {
    pub(super) host: String,
    pub(super) owner: String,
    pub(super) name: String,
    /// `Owner/Name` in the letters they were given in.
    pub(super) shown: String,
}

impl Repository {
    /// Reads `github.com/owner/name`, with or without scheme and `.git`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (repository, _) = split(text.split_once("://").map_or(text, |(_, rest)| rest))?;
        Some(repository)
    }

    /// The repository this is a copied page of: such a page says `Security: owner/name` near its top.
    pub(super) fn of_copied_page(page: &Page<'_>) -> Option<Self> {
        let line = page.text.lines().take(8).find_map(|line| line.strip_prefix("Security: "))?;
        let (owner, name) = line.trim().split_once('/')?;
        Self::read(&format!("github.com/{owner}/{name}"))
    }
}

/// The repository a link leads into, and the path inside it.
pub(super) fn inside(target: &str) -> Option<(Repository, &str)> {
    let rest = target.split_once("://")?.1;
    let known = ["github.com/", "www.github.com/", "gitlab.com/", "codeberg.org/", "bitbucket.org/"];
    known.iter().any(|host| rest.starts_with(host)).then(|| split(rest))?
}

fn split(text: &str) -> Option<(Repository, &str)> {
    let (host, rest) = text.split_once('/')?;
    let (owner, rest) = rest.split_once('/')?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (name, path) = (rest.get(..end)?, rest.get(end..)?);
    let whole = !host.is_empty() && !owner.is_empty() && !name.is_empty() && !owner.contains(['<', '{', '$', '[']);
    let name = name.strip_suffix(".git").unwrap_or(name);
    let host = host.strip_prefix("www.").unwrap_or(host);
    whole.then(|| {
        let shown = format!("{owner}/{name}");
        let (host, owner, name) = (host.to_ascii_lowercase(), owner.to_ascii_lowercase(), name.to_ascii_lowercase());
        (Repository { host, owner, name, shown }, path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::flatten;

    #[test]
    fn links_and_addresses_are_found_where_they_end() {
        let text = "See <https://a.dev/x>, [b](https://b.dev/y_(z)), https://github.com/acme/<project>/security. \
                    Mail a.b+c@mail.acme.dev, not pkg@1.2.3 or git@host. [x](#top) [y](../z) [lost]() [m](mailto:)";
        let flat = flatten(text);
        let links = Links::read(&Page::read(text, &flat));
        let targets: Vec<&str> = links.places.iter().map(|link| link.target).collect();
        assert_eq!(
            targets,
            ["https://a.dev/x", "https://b.dev/y_(z", "https://github.com/acme/<project>/security", "#top", "../z"]
        );
        let mails: Vec<(&str, &str)> = links.mails.iter().map(|mail| (mail.local, mail.domain)).collect();
        assert_eq!(mails, [("a.b+c", "mail.acme.dev")]);
        assert_eq!((links.empty.len(), links.empty_mail.len()), (1, 1));
    }

    #[test]
    fn a_repository_is_read_from_what_people_give() {
        for text in
            ["github.com/Acme/lamp", "https://github.com/acme/lamp.git", "https://www.github.com/acme/lamp/issues"]
        {
            let Repository { host, owner, name, .. } = Repository::read(text).unwrap();
            assert_eq!((host.as_str(), owner.as_str(), name.as_str()), ("github.com", "acme", "lamp"), "{text}");
        }
        assert_eq!(inside("https://acme.dev/a/b"), None);
        assert_eq!(inside("https://github.com/acme/lamp/issues/1").map(|(_, path)| path), Some("/issues/1"));
    }
}
