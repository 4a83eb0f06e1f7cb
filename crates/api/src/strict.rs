//! Lines of which the desk can tell that they are not what they should be: mail addresses, links, digests.
//!
//! Knows their shape only; nobody is written to and nothing is fetched.

use domain::words::Line;
use serde::{Deserialize, Deserializer};

macro_rules! strict {
    ($(#[$doc:meta])* $name:ident, $is:expr, $message:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub Line);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let line = Line::deserialize(deserializer)?;
                let is: fn(&str) -> bool = $is;
                if is(line.reveal()) { Ok(Self(line)) } else { Err(serde::de::Error::custom($message)) }
            }
        }
    };
}

strict!(
    /// A mail address, without a name beside it.
    MailAddress,
    is_mail_address,
    "this is not a mail address like name@example.org"
);
strict!(
    /// A link that a browser opens: `https:` or `http:`.
    WebLink,
    is_web_link,
    "this is not a link like https://example.org/page"
);
strict!(
    /// A SHA-256 digest in hex.
    Sha256,
    |text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
    "a SHA-256 digest has 64 hex digits"
);

fn is_mail_address(text: &str) -> bool {
    let sound = |(user, host): (&str, &str)| !user.is_empty() && host.contains('.') && !host.contains('@');
    text.split_once('@').is_some_and(sound) && !text.contains(|c: char| c.is_whitespace() || "<>,;:\"()".contains(c))
}

fn is_web_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes<T: for<'de> Deserialize<'de>>(text: &str) -> bool {
        serde_json::from_value::<T>(serde_json::Value::from(text)).is_ok()
    }

    #[test]
    fn what_is_published_is_a_digest_and_a_link_and_nothing_that_looks_like_one() {
        assert!(takes::<Sha256>(&"aB".repeat(32)));
        for digest in ["zz", "", &"ab".repeat(31), &"zz".repeat(32)] {
            assert!(!takes::<Sha256>(digest), "{digest}");
        }
        assert!(takes::<WebLink>("https://git.example/v1") && takes::<WebLink>("http://git.example/v1"));
        for link in ["javascript:alert(1)", "ftp:/x", "https://", "https:///x", "https://a b", "git.example"] {
            assert!(!takes::<WebLink>(link), "{link}");
        }
    }

    #[test]
    fn a_letter_can_be_sent_to_a_mail_address() {
        assert!(takes::<MailAddress>("eve@desk.example"));
        for address in ["mail", "eve@desk", "@desk.example", "Eve <eve@desk.example>", "a@b@c.example"] {
            assert!(!takes::<MailAddress>(address), "{address}");
        }
    }
}
