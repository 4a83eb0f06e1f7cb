//! For any text: a placeholder put anywhere is found, and nothing escapes from the page.

use documents::fitness::problems;
use documents::page;
use proptest::prelude::*;

use crate::facts::cosign;

proptest! {
    #[test]
    fn a_placeholder_anywhere_is_found(before in "[a-z .,]{0,40}", after in "[a-z .,]{0,40}", which in 0..5_usize) {
        let placeholder = ["$VERSION", "<project>", "{{ x }}", "<!-- x -->", "CVE-YEAR-ABCDEF"].get(which).copied().unwrap_or_default();
        let (with, without) = (format!("{before} {placeholder} {after}"), format!("{before} {after}"));
        prop_assert!(!problems(&with).is_empty());
        prop_assert!(problems(&without).is_empty());
    }

    #[test]
    fn no_text_of_an_advisory_opens_a_tag(text in ".{0,200}") {
        let mut advisory = cosign();
        advisory.details = format!("MARK{text}MARK");
        let html = page::fragment(&advisory);
        let shown = html.split("MARK").nth(1).unwrap_or_default();
        prop_assert!(!shown.contains('<') && !shown.contains('>'), "{}", shown);
    }
}
