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
    html.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())).map(tag).collect()
}

fn tag(rest: &str) -> Tag {
    let inside = end_of(rest);
    let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let mut attributes = Vec::new();
    let mut left = inside[name.len()..].trim_start();
    while !left.is_empty() && left != "/" {
        let key: String = left.chars().take_while(|c| !c.is_whitespace() && *c != '=').collect();
        left = &left[key.len()..];
        let mut value = String::new();
        if let Some(quoted) = left.strip_prefix("=\"") {
            let end = quoted.find('"').expect("an attribute that ends");
            value = quoted[..end].to_owned();
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
    let mut faults = Vec::new();
    let mut wrong = |what: String| faults.push(what);
    let all = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    if known.len() != ids.len() {
        let twice = ids.iter().find(|id| ids.iter().filter(|other| other == id).count() > 1);
        wrong(format!("an id that is there twice: {twice:?}"));
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby"] {
        for (tag, value) in tags.iter().filter_map(|tag| Some((tag, tag.get(attribute)?))) {
            for id in value.split_whitespace().filter(|id| !known.contains(id)) {
                wrong(format!("{attribute} of {} names {id}, which is not there", tag.name));
            }
        }
    }
    let labelled: BTreeSet<&str> = all("label").filter_map(|tag| tag.get("for")).collect();
    for tag in tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select" | "textarea")) {
        let hidden = tag.get("type") == Some("hidden");
        if !hidden && !tag.get("id").is_some_and(|id| labelled.contains(id)) {
            wrong(format!("a control without a label: {tag:?}"));
        }
    }
    if all("html").any(|tag| tag.get("lang") != Some("en")) {
        wrong("no language".to_owned());
    }
    for (name, count) in [("main", 1), ("h1", 1), ("title", 1)] {
        let there = html.matches(&format!("<{name}")).count()
            - if name == "title" { html.matches("<title id").count() } else { 0 };
        if there != count {
            wrong(format!("{there} × {name}"));
        }
    }
    let levels: Vec<u32> =
        tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok()).filter(|level| *level <= 6).collect();
    for pair in levels.windows(2).filter(|pair| pair[1] > pair[0] + 1) {
        wrong(format!("a heading h{} right after h{}", pair[1], pair[0]));
    }
    for tag in all("table") {
        let _ = tag;
        if html.matches("<table").count() != html.matches("<caption").count() {
            wrong("a table without a caption".to_owned());
        }
    }
    for tag in &tags {
        if tag.name == "script" || tag.attributes.iter().any(|(name, _)| name.starts_with("on") || name == "style") {
            wrong(format!("a script or an inline style: {tag:?}"));
        }
        let outside =
            |value: &str| value.starts_with("http") || value.starts_with("//") || value.starts_with("javascript:");
        for name in ["src", "action", "srcset", "formaction", "data"] {
            if tag.get(name).is_some_and(outside) {
                wrong(format!("an address outside: {tag:?}"));
            }
        }
        if tag.name == "link" && tag.get("href").is_some_and(outside) {
            wrong(format!("an address outside: {tag:?}"));
        }
        if tag.name == "form" && tag.get("method") != Some("post") {
            wrong(format!("a form that does not post: {tag:?}"));
        }
        if tag.name == "img" && tag.get("alt").is_none() {
            wrong(format!("a picture without words: {tag:?}"));
        }
    }
    if !html.contains("class=\"skip\"") && !html.contains("<title>Not found") && !html.contains("security desk</small>")
    {
        wrong("no way past the frame".to_owned());
    }
    faults
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
