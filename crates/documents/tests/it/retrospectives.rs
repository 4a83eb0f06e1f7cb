//! Retrospectives drafted from a log (PR-82 to PR-85), and whom they speak of (PR-83).

use documents::blame::blame;
use documents::letter::check;
use documents::retrospective::draft;
use domain::policy::BodyKind;
use expect_test::expect;

use crate::story::{at, log, names, policy, view, view_of};

#[test]
fn the_draft_tells_the_case_by_roles_with_its_spans_promises_and_exceptions_pr82_pr84() {
    expect![[r#"
        # Retrospective: CVE-2022-36056, verify-blob accepts a crafted bundle

        cosign, as recorded by the desk. All times are UTC.

        ## Who was involved

        * The reporter
        * 2 members of the committee
        * One member of the fix team

        ## How long it took

        * From the report to the first answer: 6 h.
        * From the report to the decision on it: 1 day.
        * From the report to the first engineer at work: 1 day 3 h.
        * From the report to a fix that was ready: 6 days 3 h.
        * From the report to the advisory: 14 days 7 h.
        * The fix was readable in public for 7 h 17 min before a release carried it.
        * The fix was readable in public for 7 h 22 min before users were told.
        * Users were exposed to public knowledge without a release for 7 h 17 min.

        ## What was promised

        * First answer: kept, 18 h before it was due (2022-09-01 09:00 UTC).
        * Fix team at work: missed by 3 h (due 2022-09-01 09:00 UTC).
        * Fix ready: kept, 21 h before it was due (2022-09-07 09:00 UTC).
        * Release and advisory: kept, 6 days 17 h before it was due (2022-09-21 09:00 UTC).
        * Advisory after the merge: kept, 16 h 37 min before it was due (2022-09-15 08:37 UTC).
        * Retrospective: missed by 2 h 30 min (due 2022-09-17 16:00 UTC).

        ## Rules set aside

        * A rule was set aside (the project's checks passed on the fix, PR-55): The forge runs no checks in a private fork.

        ## Timeline

        * 2022-08-31 09:00 – The case was opened under version 1 of the policy of cosign.
        * 2022-08-31 09:00 – The report was received.
        * 2022-08-31 15:00 – The committee sent the first answer.
        * 2022-08-31 15:10 – The case was found to hang on another project.
        * 2022-09-01 09:00 – The committee assessed the report: it can be replicated.
        * 2022-09-01 09:00 – The committee accepted the report.
        * 2022-09-01 10:00 – The committee invited somebody, a code owner.
        * 2022-09-01 12:00 – An engineer accepted the terms and joined the fix team.
        * 2022-09-01 13:00 – Work moved to a private fork.
        * 2022-09-02 09:00 – The committee opened the advisory.
        * 2022-09-02 09:30 – The committee wrote a draft of the advisory.
        * 2022-09-02 10:00 – The committee scored the severity 5.5: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N.
        * 2022-09-05 09:00 – CVE-2022-36056 was assigned.
        * 2022-09-06 09:00 – A fix was proposed.
        * 2022-09-06 12:00 – The fix team called the fix ready.
        * 2022-09-06 13:00 – The release day is agreed: 2022-09-14 16:00 UTC.
        * 2022-09-14 08:05 – The committee approved the fix.
        * 2022-09-14 08:37 – The fix was merged; from then on anyone could read it.
        * 2022-09-14 15:56 – Release 1.12.0 was tagged at 2022-09-14 15:55 UTC.
        * 2022-09-14 16:00 – The advisory was published.
        * 2022-09-17 16:00 – Missed: retrospective was due by 2022-09-17 16:00 UTC.
        * 2022-09-17 18:30 – The retrospective was sent.
        * 2022-09-17 19:00 – The case was closed.

        ## What introduced the flaw

        Not stated.

        ## Critique of the response and of the release

        The merge came too long before the release.

        Everybody who took part is asked for their own view too: that is how the next time goes better.
    "#]].assert_eq(&draft(&view("2022-09-18T00:00:00Z"), "The merge came too long before the release."));
}

#[test]
fn nothing_that_was_not_public_is_in_the_draft_pr84() {
    let text = draft(&view("2022-09-18T00:00:00Z"), "");
    assert!(!text.contains("CANARY"), "{text}");
    for name in names().values().flat_map(|name| name.split(' ')).filter(|part| *part != "Will") {
        assert!(!text.contains(name), "{name}:\n{text}");
    }
}

#[test]
fn a_draft_without_answers_does_not_leave_and_an_answered_one_does_pr84() {
    let view = view("2022-09-18T00:00:00Z");
    assert_eq!(check(&draft(&view, " \n")), Err("the placeholder TODO is left".to_owned()));
    assert_eq!(check(&draft(&view, "Merge and release should be minutes apart.")), Ok(()));
}

#[test]
fn one_maintainer_is_not_called_a_committee() {
    let mut sole = policy();
    sole.body.kind = BodyKind::Sole;
    let now = at("2022-09-18T00:00:00Z");
    let text = draft(&view_of(log(sole, now), now), "Done alone.");
    assert!(text.contains("The maintainer sent the first answer.") && text.contains("* The maintainer\n"), "{text}");
    assert!(!text.contains("ommittee"), "{text}");
}

#[test]
fn names_and_judgements_are_pointed_out_and_facts_are_not_pr83() {
    let table = [
        ("Ana Arroyo merged early.", "Ana Arroyo"),
        ("ana arroyo merged early.", "Ana Arroyo"),
        ("Fay merged early.", "Fay"),
        ("It will be merged early; today Banana bread.", ""),
        ("This is Ben's fault.", "'s fault"),
        ("The coordinator should have known.", "should have known"),
        ("Somebody FORGOT TO tag.", "forgot to"),
        ("The checks failed twice, and the default was wrong.", ""),
        ("Lazyload broke the page.", ""),
    ];
    for (text, expected) in table {
        let found: Vec<String> = blame(text, &names()).into_iter().map(|finding| finding.word).collect();
        assert_eq!(found.join("; "), expected, "{text}");
    }
    assert_eq!(
        blame("fine\n\nWill was careless", &names()).iter().map(|finding| finding.line).collect::<Vec<_>>(),
        [3, 3]
    );
}

#[test]
fn a_draft_from_the_log_blames_nobody_pr83() {
    assert_eq!(blame(&draft(&view("2022-09-18T00:00:00Z"), ""), &names()), []);
}
