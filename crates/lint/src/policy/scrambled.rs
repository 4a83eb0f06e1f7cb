//! Addresses that a page hid from robots, so that a copy of the page lost them: `[email protected]`.
//!
//! Knows the traces such hiding leaves. Must not know whether another address is good.

use super::reading::Reading;
use crate::rule::RuleId;
use crate::said::Said;

const MEND: &str =
    "Write the address out, for example `security@` with your own domain; copy it from the file, not from a page.";

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let mut last = None;
    for window in page.words.windows(3) {
        let [email, second, third] = window else { continue };
        // A hard space may stand as a character, as `&#160;` or as `&nbsp;`.
        let hidden = second.text == "protected"
            || (matches!(second.text, "160" | "nbsp") && third.text == "protected" && second.gap.contains('&'));
        let opened = email.gap.ends_with(['[', '(', '<', '>']);
        if email.text == "email" && hidden && opened && second.gap.len() <= 6 {
            last = Some(email.at);
            said.add(
                RuleId::AddressScrambled,
                email.at,
                "An address stands here as `[email protected]`.".to_owned(),
                MEND,
            );
        }
    }
    // The window of three misses a document's last two words.
    if let [.., email, protected] = page.words.as_slice()
        && email.text == "email"
        && protected.text == "protected"
        && email.gap.ends_with('[')
    {
        last = Some(email.at);
        said.add(RuleId::AddressScrambled, email.at, "An address stands here as `[email protected]`.".to_owned(), MEND);
    }
    for (at, _) in page.flat.match_indices("cdn-cgi/l/email-protection") {
        // The link usually belongs to the words before it, which are reported already.
        let told = last.is_some_and(|last| (at.saturating_sub(60)..at + 200).contains(&last))
            || page.flat.get(at.saturating_sub(60)..at).is_some_and(|before| before.contains("[email"));
        if !told {
            said.add(RuleId::AddressScrambled, at, "A link leads to a page's address protection.".to_owned(), MEND);
        }
    }
}
