//! For any text: a placeholder put anywhere is found, and nothing escapes from the page.

use documents::fitness::problems;
use documents::letter::participant_letter;
use documents::page;
use proptest::prelude::*;

use crate::facts::cosign;

proptest! {
    #[test]
    fn a_placeholder_anywhere_is_found(before in "[a-z .,]{0,40}", after in "[A-Za-z .,]{0,40}", which in 0..8_usize) {
        let placeholder = ["$VERSION", "${VERSION}", "<project>", "{{ x }}", "<!-- x -->", "CVE-YEAR-ABCDEF", "[VERSION]", "TODO"];
        let placeholder = placeholder.get(which).copied().unwrap_or_default();
        let (with, without) = (format!("{before} {placeholder} {after}"), format!("{before} {after}"));
        prop_assert!(!problems(&with).is_empty());
        // Chance may write a mark of its own.
        prop_assume!(!["TODO", "TBD", "TBA", "FIXME", "XXX"].iter().any(|mark| after.contains(mark)));
        prop_assert!(problems(&without).is_empty());
        // Brackets and signs are found inside words too.
        if which < 5 {
            let inside = format!("{before}{placeholder}.{after}");
            prop_assert!(!problems(&inside).is_empty(), "{}", inside);
        }
    }

    #[test]
    fn any_text_is_read_to_its_end_and_every_problem_fits_on_a_line(text in "\\PC{0,300}") {
        for problem in problems(&text) {
            prop_assert!(domain::words::Line::new(&problem).is_ok(), "{}", problem);
        }
    }

    #[test]
    fn a_letter_holds_its_project_and_its_link_and_nothing_else(project in "[A-Z][a-z]{1,20}", link in "https://[a-z]{1,10}/[a-z0-9]{1,30}") {
        use domain::case::effect::Letter;
        use domain::policy::ClockKind;
        let sentence = |letter| participant_letter(letter, "", "").body;
        for letter in ClockKind::ALL.into_iter().flat_map(|clock| [Letter::Reminder { clock }, Letter::Missed { clock }]).chain([Letter::ReportArrived, Letter::News, Letter::Invitation, Letter::Acknowledgement]) {
            let written = participant_letter(letter, &project, &link);
            prop_assert_eq!(written.body.replacen(&link, "", 1), sentence(letter));
            prop_assert_eq!(written.subject, format!("[{project}] A message from the security desk"));
        }
        // Which clock it is about would tell where a case stands.
        prop_assert_eq!(sentence(Letter::Reminder { clock: ClockKind::Embargo }), sentence(Letter::Reminder { clock: ClockKind::Release }));
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
