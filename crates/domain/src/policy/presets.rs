//! The two presets, from the two source texts: a committee and a solo maintainer.
//!
//! Knows the files in `presets/`; each rule there carries the line of the text it comes from.

use super::file::Policy;

/// A policy that ships with Sluice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A multi-vendor response committee (text 003).
    Committee,
    /// One maintainer (text 000).
    Solo,
}

impl Preset {
    /// The preset's file, for a project to copy and fill in.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Committee => include_str!("../../presets/committee.toml"),
            Self::Solo => include_str!("../../presets/solo.toml"),
        }
    }

    /// The preset, parsed.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test parses it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the files are part of the program, and a test parses both")]
    pub fn policy(self) -> Policy {
        Policy::parse(self.text()).expect("a preset parses")
    }
}

/// What a project fills into a preset.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// As people say it.
    pub name: &'a str,
    /// The organisation or owner on the forge.
    pub organisation: &'a str,
    /// Where the code lives.
    pub repository: &'a str,
    /// Where reports go by mail.
    pub contact: &'a str,
    /// Where announcements go by mail, and a committee's retrospectives.
    pub announce: &'a str,
    /// The chat room where somebody posts a link to each announcement, if there is one.
    pub chat: Option<&'a str>,
}

impl Preset {
    /// The preset's file with everything filled in that a project has to.
    ///
    /// ```
    /// use domain::policy::{Filling, Policy, Preset, contradictions};
    /// let lantern = Filling {
    ///     name: "Lantern",
    ///     organisation: "lantern",
    ///     repository: "https://git.lantern.test/lantern",
    ///     contact: "security@lantern.test",
    ///     announce: "announce@lantern.test",
    ///     chat: None,
    /// };
    /// let policy = Policy::parse(&Preset::Committee.filled(&lantern)).unwrap();
    /// assert_eq!(contradictions(&policy), []);
    /// ```
    #[must_use]
    pub fn filled(self, with: &Filling<'_>) -> String {
        let fills = [
            ("name = \"Example\"", "name", with.name),
            ("organisation = \"example\"", "organisation", with.organisation),
            ("repository = \"https://git.example/example/example\"", "repository", with.repository),
            ("address = \"announce@example.org\"", "address", with.announce),
            ("address = \"dev@example.org\"", "address", with.announce),
        ];
        let mut text = self.text().replace("[\"security@example.org\"]", &format!("[{}]", quoted(with.contact)));
        for (example, key, value) in fills {
            text = text.replacen(example, &format!("{key} = {}", quoted(value)), 1);
        }
        with_chat(&text, with.chat)
    }
}

/// The preset's chat room, at the end of the file, named or left out.
fn with_chat(text: &str, chat: Option<&str>) -> String {
    let example = "address = \"https://chat.example.org/general\"";
    match chat {
        Some(chat) => text.replacen(example, &format!("address = {}", quoted(chat)), 1),
        None if text.contains(example) => {
            let before = text.rsplit_once("[[channels]]").map_or(text, |(before, _)| before);
            format!("{}\n", before.trim_end())
        }
        None => text.to_owned(),
    }
}

/// As a string of the file: what JSON writes, TOML reads the same.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The committee's preset, parsed.
#[must_use]
pub fn committee() -> Policy {
    Preset::Committee.policy()
}

/// The solo maintainer's preset, parsed.
#[must_use]
pub fn solo() -> Policy {
    Preset::Solo.policy()
}
