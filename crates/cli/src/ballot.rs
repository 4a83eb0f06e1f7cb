//! One ballot of the committee as plain text: its question, why, how it stands and how that follows, and who said what.
//!
//! Knows what an answer holds and its order on the screen; what of a secret ballot is shown is the desk's.

use std::fmt::Write as _;

use documents::words;
use serde_json::Value;

use crate::answer::{indented, is, lines, list, moment, number, said, text};
use crate::screen::{self, section};
use crate::trouble::Trouble;

/// The ballot of this number among the committee's.
///
/// # Errors
/// Says so when there is none.
pub(crate) fn of(committee: &Value, wanted: u64) -> Result<&Value, Trouble> {
    let is_it = |ballot: &&Value| ballot.get("ballot").and_then(Value::as_u64) == Some(wanted);
    list(committee, "ballots").find(is_it).ok_or_else(|| Trouble::NoSuch {
        message: format!("There is no ballot {wanted}. Those there are: sluice committee ballots"),
    })
}

/// One ballot.
pub(crate) fn one(ballot: &Value) -> String {
    let (question, standing) = (screen::line(text(ballot, "question")), screen::line(text(ballot, "standing")));
    let (opened, by) = (moment(ballot, "opened_at"), screen::line(text(ballot, "by")));
    let ballot_number = number(ballot, "ballot");
    let mut out = format!("Ballot {ballot_number}: {question}\n{standing}. Opened {opened} by {by}.\n");
    section(&mut out, "Why", &indented(text(ballot, "reason"), "  "));
    section(&mut out, "What the desk knows", &lines(ballot, "evidence"));
    section(&mut out, "How the result follows", &lines(ballot, "record"));
    section(&mut out, "Who votes", &electorate(ballot));
    if is(ballot, "open") && is(ballot, "may_vote") {
        let hints = format!(
            "  sluice committee vote {ballot_number} yes|no|abstain\n  sluice committee stand-aside {ballot_number} --reason TEXT\n  sluice committee extend {ballot_number} --by P2D --reason TEXT\n"
        );
        section(&mut out, "What you can type", &hints);
    }
    out
}

fn electorate(ballot: &Value) -> String {
    let open = is(ballot, "open");
    let mut out = String::new();
    for elector in list(ballot, "electorate") {
        let name = screen::line(text(elector, "name"));
        let reason = match text(elector, "reason") {
            "" => String::new(),
            reason => format!(": {}", screen::line(reason)),
        };
        let word = match said(elector, "said", words::choice).as_str() {
            "" if is(elector, "heard") => "has said something that is not shown".to_owned(),
            "" if open => "has said nothing yet".to_owned(),
            "" => "said nothing".to_owned(),
            word => format!("{}, {}{reason}", screen::line(word), moment(elector, "at")),
        };
        let _ = match (is(elector, "aside"), is(elector, "heard")) {
            (true, true) => writeln!(out, "  {name} stands aside or has left; what they said counts no more: {word}"),
            (true, false) => writeln!(out, "  {name} stands aside or has left"),
            (false, true | false) => writeln!(out, "  {name}: {word}"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    const AT: &str = "2026-03-03T12:00:00Z";

    fn open() -> Value {
        json!({
            "ballot": 3, "question": "Shall Nora join the committee?", "reason": "She mends.\nOften.", "by": "Eva", "opened_at": AT,
            "open": true, "standing": "Open until 2026-03-10 12:00 UTC", "record": ["3 members may vote.", "One yes carries it."],
            "electorate": [
                { "name": "Eva", "said": "yes", "at": AT, "heard": true, "aside": false },
                { "name": "Ola", "said": "no", "at": AT, "reason": "Too\nearly.", "heard": true, "aside": false },
                { "name": "Ada", "heard": true, "aside": false },
                { "name": "Fin", "heard": false, "aside": false },
                { "name": "Kim", "heard": false, "aside": true },
                { "name": "Lou", "said": "abstain", "at": AT, "heard": true, "aside": true },
            ],
            "may_vote": true,
        })
    }

    #[test]
    fn an_open_ballot_says_why_how_it_stands_and_what_to_type() {
        expect![[r#"
            Ballot 3: Shall Nora join the committee?
            Open until 2026-03-10 12:00 UTC. Opened 2026-03-03 12:00 UTC by Eva.

            Why
              She mends.
              Often.

            How the result follows
              3 members may vote.
              One yes carries it.

            Who votes
              Eva: for it, 2026-03-03 12:00 UTC
              Ola: against it, 2026-03-03 12:00 UTC: Too early.
              Ada: has said something that is not shown
              Fin: has said nothing yet
              Kim stands aside or has left
              Lou stands aside or has left; what they said counts no more: abstains, 2026-03-03 12:00 UTC

            What you can type
              sluice committee vote 3 yes|no|abstain
              sluice committee stand-aside 3 --reason TEXT
              sluice committee extend 3 --by P2D --reason TEXT
        "#]]
        .assert_eq(&one(&open()));
    }

    #[test]
    fn a_removal_that_is_over_shows_what_the_desk_knows_and_offers_nothing() {
        let ballot = json!({
            "ballot": 4, "question": "Shall Ola be removed from the committee?", "by": "Eva", "opened_at": AT, "open": false,
            "standing": "Not carried, 2026-03-10 12:00 UTC", "record": ["2 members may vote."],
            "evidence": ["Last heard of 2026-01-01 09:00 UTC."],
            "electorate": [{ "name": "Eva", "heard": false, "aside": false }], "may_vote": true,
        });
        expect![[r#"
            Ballot 4: Shall Ola be removed from the committee?
            Not carried, 2026-03-10 12:00 UTC. Opened 2026-03-03 12:00 UTC by Eva.

            What the desk knows
              Last heard of 2026-01-01 09:00 UTC.

            How the result follows
              2 members may vote.

            Who votes
              Eva: said nothing
        "#]]
        .assert_eq(&one(&ballot));
    }

    #[test]
    fn whoever_has_no_say_is_offered_none() {
        let mut ballot = open();
        *ballot.pointer_mut("/may_vote").unwrap() = false.into();
        assert!(!one(&ballot).contains("sluice committee"));
    }

    #[test]
    fn a_ballot_is_found_by_its_number_or_it_is_said_that_there_is_none() {
        let committee = json!({ "ballots": [{ "ballot": 4 }, open(), { "question": "Of a newer desk?" }] });
        assert_eq!(of(&committee, 3).unwrap(), &open());
        let trouble = of(&committee, 0).unwrap_err();
        assert_eq!(trouble.exit_code(), 3);
        assert_eq!(trouble.to_string(), "There is no ballot 0. Those there are: sluice committee ballots");
    }
}
