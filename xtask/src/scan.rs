//! Reads Rust source as a stream of words: enough to see modules and paths, without comments, literals and tests.
//!
//! Knows the language's spelling, not its meaning. It must not know floors or any other rule, nor touch the disk.

use std::collections::BTreeMap;

/// A word or a mark of the source, and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// A file as the rules see it.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// What is left when comments, literals and everything under `#[cfg(test)]` are gone.
    pub(crate) tokens: Vec<Token>,
    /// How many lines the code under `#[cfg(test)]` takes.
    pub(crate) test_lines: usize,
    /// Modules declared as `#[cfg(test)] mod name;`, whose files are tests.
    pub(crate) test_modules: Vec<String>,
}

/// A path that the source names, `crate`, `self` and `super` already resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Segments from the crate's root when `ours`, as written otherwise.
    pub(crate) path: Vec<String>,
    /// Whether the path leads into the same crate.
    pub(crate) ours: bool,
    pub(crate) line: usize,
}

/// Reads a file.
pub(crate) fn read(source: &str) -> Source {
    without_tests(&tokens(source))
}

/// Every word and mark of a file, tests and all.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = piece(rest, first);
        let (text, tail) = rest.split_at(length);
        if keep {
            found.push(Token { text: text.to_owned(), line });
        }
        line += text.matches('\n').count();
        rest = tail;
    }
    found
}

/// The length of the next piece of source, and whether it is a word or mark worth keeping.
fn piece(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        (rest.find('\n').unwrap_or(rest.len()), false)
    } else if rest.starts_with("/*") {
        (block_comment(rest), false)
    } else if let Some(length) = string(rest) {
        (length, false)
    } else if first == '\'' {
        (character_or_lifetime(rest), false)
    } else if first.is_alphabetic() || first == '_' {
        (word(rest), true)
    } else if first.is_ascii_digit() {
        (word(rest), false)
    } else if rest.starts_with("::") {
        (2, true)
    } else {
        (first.len_utf8(), !first.is_whitespace())
    }
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of the string literal that starts here, if one does.
fn string(rest: &str) -> Option<usize> {
    ["", "b", "c", "r", "br", "cr"].iter().find_map(|prefix| {
        let after = rest.strip_prefix(prefix)?;
        let hashes = if prefix.ends_with('r') { after.len() - after.trim_start_matches('#').len() } else { 0 };
        let inside = after.get(hashes..)?.strip_prefix('"')?;
        let length = if prefix.ends_with('r') {
            let end = format!("\"{}", "#".repeat(hashes));
            inside.find(&end).map_or(inside.len(), |at| at + end.len())
        } else {
            quoted(inside, '"')
        };
        Some(prefix.len() + hashes + 1 + length)
    })
}

/// How far the closing quote is, itself included, minding escapes.
fn quoted(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    inside.len()
}

fn character_or_lifetime(rest: &str) -> usize {
    let inside = rest.get(1..).unwrap_or_default();
    let mut chars = inside.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => 1 + quoted(inside, '\''),
        (Some(first), Some('\'')) => 2 + first.len_utf8(),
        _ => 1 + word(inside),
    }
}

fn without_tests(tokens: &[Token]) -> Source {
    let mut source = Source::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some(item) = test_attribute(tokens, at) else {
            source.tokens.push(token.clone());
            at += 1;
            continue;
        };
        let end = item_end(tokens, item);
        let item: Vec<&str> = words(tokens, item, end).filter(|word| *word != "pub").collect();
        if let ["mod", name, ";", ..] = item.as_slice() {
            source.test_modules.push((*name).to_owned());
        }
        let last = tokens.get(end.saturating_sub(1)).map_or(token.line, |token| token.line);
        source.test_lines += last - token.line + 1;
        at = end;
    }
    source
}

fn words(tokens: &[Token], from: usize, to: usize) -> impl Iterator<Item = &str> {
    tokens.get(from..to).unwrap_or_default().iter().map(|token| token.text.as_str())
}

/// If an attribute at `at` keeps its item out of everything but tests: where the item starts.
fn test_attribute(tokens: &[Token], at: usize) -> Option<usize> {
    let end = attribute_end(tokens, at)?;
    let inside: Vec<&str> = words(tokens, at, end).collect();
    let for_tests = matches!(inside.as_slice(), ["#", "[", "cfg", "(", "test", ")", "]"])
        || matches!(inside.as_slice(), ["#", "[", "cfg", "(", "all", "(", "test", ..]);
    for_tests.then(|| {
        let mut item = end;
        while let Some(next) = attribute_end(tokens, item) {
            item = next;
        }
        item
    })
}

/// Where an attribute that starts at `at` ends.
fn attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let mut opening = words(tokens, at, at + 2);
    if (opening.next(), opening.next()) != (Some("#"), Some("[")) {
        return None;
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        match token.text.as_str() {
            "[" => depth += 1,
            "]" if depth == 1 => return Some(index + 1),
            "]" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the item that starts at `at` ends: after its block, or after its semicolon.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" if depth == 1 => return index + 1,
            "}" | ")" | "]" if depth == 0 => return index,
            "}" | ")" | "]" => depth -= 1,
            ";" if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The modules a root file declares, tests left out.
pub(crate) fn modules(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (token, next) in source.tokens.iter().zip(source.tokens.iter().skip(1)) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "mod" if depth == 0 => found.push(next.text.clone()),
            _ => {}
        }
    }
    found
}

/// Names that a root file brings in (`use` and `pub use`), with the path each stands for. A glob is listed as `*`.
pub(crate) fn imports(source: &Source, module: &[String]) -> BTreeMap<String, Vec<String>> {
    walk(source, module)
        .into_iter()
        .filter_map(|found| {
            let name = found.alias?;
            Some((name, found.reference.path))
        })
        .collect()
}

/// Every path the source names, in order.
pub(crate) fn references(source: &Source, module: &[String]) -> Vec<Reference> {
    walk(source, module).into_iter().map(|found| found.reference).collect()
}

struct Found {
    reference: Reference,
    /// The name a `use` gives to the path.
    alias: Option<String>,
}

fn walk(source: &Source, module: &[String]) -> Vec<Found> {
    let tokens = &source.tokens;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    let mut here = module.to_vec();
    let mut blocks: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "mod" if text(at + 2) == "{" => {
                here.push(text(at + 1).to_owned());
                blocks.push(true);
                at += 3;
            }
            "{" => {
                blocks.push(false);
                at += 1;
            }
            "}" => {
                if blocks.pop() == Some(true) {
                    here.pop();
                }
                at += 1;
            }
            "use" => at = use_tree(tokens, at + 1, &[], &here, &mut found),
            word if is_word(word) && text(at + 1) == "::" => {
                let (path, next) = plain_path(tokens, at);
                if text(next) != "!" {
                    found.push(Found { reference: resolve(&path, &here, token.line), alias: None });
                }
                at = next;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn plain_path(tokens: &[Token], start: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut at = start;
    while let Some(token) = tokens.get(at).filter(|token| is_word(&token.text)) {
        path.push(token.text.clone());
        at += 1;
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            break;
        }
        at += 1;
    }
    (path, at)
}

/// Reads one tree of a `use`, up to its comma, brace or semicolon; returns where it stopped.
fn use_tree(tokens: &[Token], start: usize, prefix: &[String], here: &[String], found: &mut Vec<Found>) -> usize {
    let mut path = prefix.to_vec();
    let mut alias = None;
    let mut line = tokens.get(start).map_or(0, |token| token.line);
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    let next = use_tree(tokens, at, &path, here, found);
                    at = if tokens.get(next).is_some_and(|token| token.text == ",") { next + 1 } else { next };
                }
                return at + 1;
            }
            "}" | "," => break,
            ";" => {
                at += 1;
                break;
            }
            "as" => {
                at += 1;
                alias = tokens.get(at).map(|token| token.text.clone());
            }
            "self" if !path.is_empty() => {}
            text if is_word(text) || text == "*" => {
                line = token.line;
                path.push(text.to_owned());
            }
            _ => {}
        }
        at += 1;
    }
    if path.len() > prefix.len() || !prefix.is_empty() {
        let alias = alias.or_else(|| path.last().cloned());
        found.push(Found { reference: resolve(&path, here, line), alias });
    }
    at
}

fn resolve(path: &[String], here: &[String], line: usize) -> Reference {
    let mut base = match path.first().map(String::as_str) {
        Some("crate") => Vec::new(),
        Some("self" | "super") => here.to_vec(),
        _ => {
            return Reference { path: path.to_vec(), ours: false, line };
        }
    };
    for segment in path {
        match segment.as_str() {
            "crate" | "self" => {}
            "super" => {
                base.pop();
            }
            name => base.push(name.to_owned()),
        }
    }
    Reference { path: base, ours: true, line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        references(&read(source), &module)
            .into_iter()
            .map(|found| format!("{}{}", if found.ours { "/" } else { "" }, found.path.join("/")))
            .collect()
    }

    #[test]
    fn a_tree_of_imports_becomes_one_path_for_each_leaf() {
        let source = "use crate::{a::{self, B}, c::*}; use std::{fs, io::Read as _}; use super::d;";
        assert_eq!(paths(source, &["x", "y"]), ["/a", "/a/B", "/c/*", "std/fs", "std/io/Read", "/x/d"]);
    }

    #[test]
    fn paths_in_code_are_seen_and_those_in_words_are_not() {
        let source = r##"
            /* crate::no /* crate::nested */ */
            /// See [`crate::no`].
            fn f<'a>(x: &'a str) -> char { let _ = ("crate::no", r#"crate::"no"#, b"\"crate::no"); crate::yes::f::<u8>(x); '"' }
            // crate::no
            fn g() -> char { self::near::g(); '\'' }
        "##;
        assert_eq!(paths(source, &["x"]), ["/yes/f", "/x/near/g"]);
    }

    #[test]
    fn what_is_only_for_tests_is_left_out() {
        let source = "#[cfg(test)]\nuse crate::no;\n#[cfg(test)]\n#[derive(Debug)]\nmod tests { use crate::no; fn f() {} }\n#[cfg(test)] pub mod fakes;\nuse crate::yes;\n#[cfg(not(test))] use crate::also;";
        assert_eq!(paths(source, &[]), ["/yes", "/also"]);
        let read = read(source);
        assert_eq!(read.test_modules, ["fakes"]);
        assert_eq!(read.test_lines, 6);
    }

    #[test]
    fn super_in_an_inline_module_means_the_module_around_it() {
        assert_eq!(paths("mod inner { fn f() { super::g::h(); } } use super::z;", &["a", "b"]), ["/a/b/g/h", "/a/z"]);
    }

    #[test]
    fn a_macro_of_the_root_is_no_import() {
        assert_eq!(paths("fn f() { crate::shout!(1); $crate::a::b(); }", &["x"]), ["/a/b"]);
    }

    #[test]
    fn the_modules_of_a_root_are_its_declarations() {
        let source = read("mod a; pub mod b { mod inner; } #[cfg(test)] mod tests; pub(crate) mod c;");
        assert_eq!(modules(&source), ["a", "b", "c"]);
    }

    #[test]
    fn names_the_root_brings_in_are_known_by_their_paths() {
        let source = read("pub use self::case::event::Event as Happened; use crate::ids::*;");
        let found = imports(&source, &[]);
        assert_eq!(found.get("Happened").map(|path| path.join("/")).as_deref(), Some("case/event/Event"));
        assert!(found.contains_key("*"));
    }
}
