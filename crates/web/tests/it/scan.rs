//! Looks at a page the way a careful reader of its source would: tags, labels, ids, headings. A small scanner, not a browser.

use std::collections::BTreeSet;

/// A tag with its attributes.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Every opening tag, in order.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    html.split('<').skip(1).filter(|rest| rest.starts_with(char::is_alphabetic)).map(tag).collect()
}

fn tag(rest: &str) -> Tag {
    let inside = end_of(rest);
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut attributes = Vec::new();
    let mut left = inside[name.len()..].trim_start();
    while !left.is_empty() && left != "/" {
        let key: String = left.chars().take_while(|c| !c.is_whitespace() && *c != '=').collect();
        left = &left[key.len()..];
        let mut value = String::new();
        if let Some(quoted) = left.strip_prefix("=\"") {
            let end = quoted.find('"').expect("an attribute that ends");
            quoted[..end].clone_into(&mut value);
            left = &quoted[end + 1..];
        } else {
            assert!(!left.starts_with('='), "an attribute without quotes: {inside}");
        }
        attributes.push((key, value));
        left = left.trim_start();
    }
    Tag { name, attributes }
}

/// Up to the `>` that is not in quotes.
fn end_of(rest: &str) -> &str {
    let mut quoted = false;
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return &rest[..at],
            _ => {}
        }
    }
    panic!("a tag that does not end: {}", &rest[..rest.len().min(80)])
}

/// Everything that is wrong with a page for somebody who cannot see it, has no scripts, or trusts no other site.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut faults = ids(&tags);
    faults.extend(controls(&tags));
    faults.extend(headings(html, &tags));
    faults.extend(
        tags.iter()
            .filter(|tag| reaches_out(tag))
            .map(|tag| format!("a script, a style or an outside address: {tag:?}")),
    );
    faults.extend(
        tags.iter()
            .filter(|tag| tag.name == "form" && tag.get("method") != Some("post"))
            .map(|tag| format!("a form that does not post: {tag:?}")),
    );
    if html.matches("<table").count() != html.matches("<caption").count() {
        faults.push("a table without a caption".to_owned());
    }
    faults
}

/// Ids are there once, and whatever is named by one is there.
fn ids(tags: &[Tag]) -> Vec<String> {
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    let mut faults = Vec::new();
    if known.len() != ids.len() {
        let twice = ids.iter().find(|id| ids.iter().filter(|other| other == id).count() > 1);
        faults.push(format!("an id that is there twice: {twice:?}"));
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby"] {
        let naming = tags.iter().filter_map(|tag| Some((tag, tag.get(attribute)?)));
        for (tag, id) in naming.flat_map(|(tag, ids)| ids.split_whitespace().map(move |id| (tag, id))) {
            if !known.contains(id) {
                faults.push(format!("{attribute} of {} names {id}, which is not there", tag.name));
            }
        }
    }
    faults
}

/// Every control has a label.
fn controls(tags: &[Tag]) -> Vec<String> {
    let labelled: BTreeSet<&str> =
        tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
    let controls = tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select" | "textarea"));
    let shown = controls.filter(|tag| tag.get("type") != Some("hidden"));
    let bare = shown.filter(|tag| !tag.get("id").is_some_and(|id| labelled.contains(id)));
    bare.map(|tag| format!("a control without a label: {tag:?}")).collect()
}

/// One language, one title, one main part, one first heading, and no level of headings left out.
fn headings(html: &str, tags: &[Tag]) -> Vec<String> {
    let mut faults = Vec::new();
    let count =
        |name: &str| tags.iter().filter(|tag| tag.name == name && tag.get("id") != Some("picture-title")).count();
    for name in ["main", "h1", "title"] {
        if count(name) != 1 {
            faults.push(format!("{} × {name}", count(name)));
        }
    }
    if !html.starts_with("<!doctype html>\n<html lang=\"en\">") {
        faults.push("no language".to_owned());
    }
    let level = |tag: &Tag| tag.name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok());
    let levels: Vec<u32> = tags.iter().filter_map(level).collect();
    let skipped = levels.windows(2).filter(|pair| pair[1] > pair[0] + 1);
    faults.extend(skipped.map(|pair| format!("a heading h{} right after h{}", pair[1], pair[0])));
    faults
}

fn reaches_out(tag: &Tag) -> bool {
    let outside =
        |value: &str| value.starts_with("http") || value.starts_with("//") || value.starts_with("javascript:");
    let runs = |(name, value): &(String, String)| {
        name.starts_with("on")
            || name == "style"
            || (name != "href" && outside(value) && name != "value" && name != "xmlns")
    };
    let ours = tag.get("src").is_some_and(|src| src.starts_with("/assets/passkey.js?v="));
    (tag.name == "script" && !ours)
        || tag.attributes.iter().any(runs)
        || (tag.name == "link" && tag.get("href").is_some_and(outside))
        || tag.get("href").is_some_and(|href| href.starts_with("javascript:"))
}

/// What a page says, without its tags: one block a line.
pub(crate) fn said(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let body = body.split_once('>').map_or(body, |(_, rest)| rest);
    let body = body.split_once("</main>").map_or(body, |(body, _)| body);
    let mut text = String::new();
    for piece in body.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let inline = matches!(name.as_str(), "a" | "b" | "strong" | "span" | "time" | "code" | "i" | "text" | "small");
        text.push(if inline { ' ' } else { '\n' });
        text.push_str(words);
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let plain = |line: String| {
        line.replace("&#38;", "&")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
    };
    lines.filter(|line| !line.is_empty()).map(plain).collect::<Vec<_>>().join("\n")
}
