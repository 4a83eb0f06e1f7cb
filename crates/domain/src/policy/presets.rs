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
