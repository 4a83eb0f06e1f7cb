//! The stylesheet and the icon: part of the program, the same for everybody.
//!
//! Knows their bytes. The sheet's address carries a mark of its content, so that browsers may keep it for good.

use axum::http::header;
use axum::response::IntoResponse;

const PASSKEY: &str = include_str!("../../assets/passkey.js");
const STYLE: &str = include_str!("../../assets/style.css");
const ICON: &str = include_str!("../../assets/favicon.svg");

/// The address of the stylesheet, with the mark of its content.
pub(crate) const STYLE_HREF: &str = match std::str::from_utf8(&HREF) {
    Ok(href) => href,
    Err(_) => "/assets/style.css",
};

const HREF: [u8; 36] = href(b"/assets/style.css?v=", fnv(STYLE.as_bytes()));

/// The address of the script of passkeys, with the mark of its content.
pub(crate) const PASSKEY_HREF: &str = match std::str::from_utf8(&PASSKEY_BYTES) {
    Ok(href) => href,
    Err(_) => "/assets/passkey.js",
};

const PASSKEY_BYTES: [u8; 37] = href(b"/assets/passkey.js?v=", fnv(PASSKEY.as_bytes()));

pub(crate) async fn passkey() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", PASSKEY)
}

pub(crate) async fn style() -> impl IntoResponse {
    asset("text/css; charset=utf-8", STYLE)
}

pub(crate) async fn icon() -> impl IntoResponse {
    asset("image/svg+xml", ICON)
}

fn asset(kind: &'static str, bytes: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], bytes)
}

/// FNV-1a: a mark that changes with the content; guards nothing.
#[expect(clippy::indexing_slicing, reason = "a constant, computed by the compiler")]
const fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The address with sixteen hex digits at its end.
#[expect(clippy::indexing_slicing, reason = "a constant, computed by the compiler")]
const fn href<const STEM: usize, const ALL: usize>(stem: &[u8; STEM], mark: u64) -> [u8; ALL] {
    let mut out = [0; ALL];
    let mut at = 0;
    while at < ALL {
        out[at] = if at < STEM { stem[at] } else { b"0123456789abcdef"[(mark >> (4 * (at - STEM)) & 15) as usize] };
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_sheet_changes_with_its_content() {
        assert!(STYLE_HREF.starts_with("/assets/style.css?v="), "{STYLE_HREF}");
        assert_ne!(fnv(b"a"), fnv(b"b"));
    }

    #[test]
    fn the_sheet_asks_nothing_of_anybody_else() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains("http"), "an outside address");
    }

    /// How bright a colour of a scheme is: the first block of the sheet is light, the second dark.
    fn brightness(scheme: usize, name: &str) -> f64 {
        let block = STYLE.split(":root {").nth(scheme + 1).unwrap();
        let hex = block.split(&format!("--{name}: #")).nth(1).unwrap().split(';').next().unwrap();
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn every_pair_of_colours_that_meets_can_be_read_in_light_and_dark() {
        let words = [("ink", "sheet"), ("ink", "wash"), ("soft", "paper"), ("soft", "sheet"), ("soft", "wash")];
        let marks =
            [("accent", "paper"), ("accent", "wash"), ("accent-ink", "accent"), ("met", "sunk"), ("soft", "sunk")];
        let urgent =
            [("late", "sheet"), ("late", "late-wash"), ("soft", "late-wash"), ("soon", "sunk"), ("soon", "soon-wash")];
        for scheme in [0, 1] {
            let contrast = |(one, other): (&str, &str)| {
                let (one, other) = (brightness(scheme, one), brightness(scheme, other));
                (one.max(other) + 0.05) / (one.min(other) + 0.05)
            };
            for pair in words.into_iter().chain(marks).chain(urgent) {
                assert!(contrast(pair) >= 4.5, "scheme {scheme}, {pair:?}: {:.2}", contrast(pair));
            }
            assert!(contrast(("edge", "sheet")) >= 3.0, "scheme {scheme}: the border of a field");
        }
    }
}
