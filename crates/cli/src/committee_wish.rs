//! What each command about the committee asks of the desk: its path, its body, and what is said when it is done.
//!
//! Knows the committee's routes by the domain's own names for them; whether something may be asked is the desk's answer.

use documents::words;
use domain::committee::decide::Verb;
use serde::Serialize;
use serde_json::Value;

use crate::client;
use crate::committee;
use crate::committee_command::{CommitteeCommand, StepDown, Whom};
use crate::show::Show;
use crate::trouble::Trouble;

/// Where the committee is.
pub(crate) const COMMITTEE: &str = "/api/v1/committee";

/// What a command asks.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// Something is read whole.
    Page {
        /// Where.
        path: String,
        /// How it is drawn.
        draw: fn(&Value) -> String,
    },
    /// One ballot is read.
    Ballot {
        /// Its number.
        number: u64,
    },
    /// Something is to be done.
    Ask {
        /// Where.
        path: String,
        /// With which fields.
        body: Value,
        /// What is said when it is done.
        done: &'static str,
    },
}

/// What a command asks, and how to show the answer.
///
/// # Errors
/// What has to be typed before anything is asked.
pub(crate) fn wanted(command: CommitteeCommand) -> Result<(Wanted, Show), Trouble> {
    let page = |draw| Wanted::Page { path: COMMITTEE.to_owned(), draw };
    Ok(match command {
        CommitteeCommand::Page { show } => (page(committee::show), show),
        CommitteeCommand::Roster { at: None, show } => {
            (Wanted::Page { path: "/api/v1/roster".to_owned(), draw: committee::roster }, show)
        }
        CommitteeCommand::Roster { at: Some(at), show } => {
            let path = format!("{COMMITTEE}/roster?at={}", client::segment(&at));
            (Wanted::Page { path, draw: committee::roster }, show)
        }
        CommitteeCommand::Ballots { show } => (page(committee::ballots), show),
        CommitteeCommand::Ballot { ballot, show } => (Wanted::Ballot { number: ballot }, show),
        CommitteeCommand::Log { show } => (page(committee::log), show),
        CommitteeCommand::Interest(body) => {
            (ask(Verb::ExpressInterest, &body, "Done. The members read it; nobody else does."), body.show)
        }
        CommitteeCommand::AnswerInterest(body) => (ask(Verb::CloseInterest, &body, DONE), body.show),
        CommitteeCommand::Nominate(body) => {
            named(&body.whom)?;
            (ask(Verb::Nominate, &body, BALLOT), body.show)
        }
        CommitteeCommand::Remove(body) => (ask(Verb::ProposeRemoval, &body, BALLOT), body.show),
        CommitteeCommand::Suspend(body) => (ask(Verb::Suspend, &body, DONE), body.show),
        CommitteeCommand::Resume(body) => (ask(Verb::Resume, &body, DONE), body.show),
        CommitteeCommand::StepDown(body) => (leaving(&body)?, body.show),
        CommitteeCommand::LeavingStep(body) => (ask(Verb::FinishLeaving, &body, DONE), body.show),
        CommitteeCommand::Task(body) => (ask(Verb::FinishTask, &body, DONE), body.show),
        CommitteeCommand::Vote(body) => (ask(Verb::Vote, &body, DONE), body.show),
        CommitteeCommand::StandAside(body) => (ask(Verb::StandAside, &body, DONE), body.show),
        CommitteeCommand::OtherBody(body) => (ask(Verb::NoteElectors, &body, DONE), body.show),
        CommitteeCommand::Extend(body) => (ask(Verb::Extend, &body, DONE), body.show),
        CommitteeCommand::Withdraw(body) => (ask(Verb::Withdraw, &body, DONE), body.show),
        CommitteeCommand::Leave(body) => {
            let done = "Done. Its number, what its length asks for, and your cases to hand over: sluice committee show";
            (ask(Verb::PlanLeave, &body, done), body.show)
        }
        CommitteeCommand::Cover(body) => (ask(Verb::CoverLeave, &body, DONE), body.show),
        CommitteeCommand::Deputy(body) => {
            named(&body.whom)?;
            (ask(Verb::NameDeputy, &body, DONE), body.show)
        }
        CommitteeCommand::HandOver(body) => (ask(Verb::HandOver, &body, DONE), body.show),
        CommitteeCommand::Back(body) => (ask(Verb::EndLeave, &body, DONE), body.show),
        CommitteeCommand::Duty(body) => (ask(Verb::TakeDuty, &body, DONE), body.show),
        CommitteeCommand::Here { show } => (ask(Verb::AnswerPing, &serde_json::json!({}), DONE), show),
        CommitteeCommand::Ping(body) => (ask(Verb::Ping, &body, DONE), body.show),
        CommitteeCommand::Rotation(body) => (ask(Verb::SetRotation, &body, DONE), body.show),
        CommitteeCommand::OfferShift(body) => (ask(Verb::OfferShift, &body, DONE), body.show),
        CommitteeCommand::TakeShift(body) => (ask(Verb::TakeShift, &body, DONE), body.show),
    })
}

const DONE: &str = "Done.";
const BALLOT: &str = "Done. The ballot about it: sluice committee ballots";

fn ask(verb: Verb, fields: &impl Serialize, done: &'static str) -> Wanted {
    let mut body = serde_json::to_value(fields).unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    Wanted::Ask { path: format!("{COMMITTEE}/{}", verb.noun()), body, done }
}

/// Stepping down, for whoever says that they are sure.
fn leaving(fields: &StepDown) -> Result<Wanted, Trouble> {
    let verb = Verb::StepDown;
    if !fields.yes {
        let (_, what_comes) = words::committee_verb(verb);
        return Err(Trouble::Refused {
            message: format!("Nothing was done yet. {what_comes}"),
            what_to_do: Some(
                "If you are sure, type the same again with --yes: sluice committee step-down --yes".into(),
            ),
        });
    }
    let mut wanted = ask(verb, fields, "Done. You are no member any more.");
    if let Wanted::Ask { body: Value::Object(body), .. } = &mut wanted {
        body.insert("sure".to_owned(), "leave".into());
    }
    Ok(wanted)
}

fn named(whom: &Whom) -> Result<(), Trouble> {
    if whom.person.is_some() || whom.name.is_some() {
        return Ok(());
    }
    Err(Trouble::bad("person", "say whom with --person ID, or --name NAME and --address ADDRESS"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use api::committee::{Spelling, parse};
    use clap::Parser;
    use serde_json::json;

    use super::*;
    use crate::verbs::{self, VERBS};

    const EVA: &str = "0s3gcq9g64sjicphlmi4f1fcqs";

    #[derive(Parser)]
    struct Program {
        #[command(subcommand)]
        committee: CommitteeCommand,
    }

    fn typed(words: &str) -> Result<CommitteeCommand, clap::Error> {
        // A word of several words is written with underscores here.
        let words = words.split(' ').map(|word| word.replace('_', " ").replace("EVA", EVA));
        Program::try_parse_from(std::iter::once("committee".to_owned()).chain(words)).map(|program| program.committee)
    }

    fn asked(words: &str) -> (String, Value) {
        let (wanted, _show) = wanted(typed(words).unwrap_or_else(|error| panic!("{error}"))).unwrap();
        let Wanted::Ask { path, body, .. } = wanted else { panic!("{words}: {wanted:?}") };
        (path, body)
    }

    fn read(words: &str) -> String {
        let (wanted, _show) = wanted(typed(words).unwrap_or_else(|error| panic!("{error}"))).unwrap();
        let Wanted::Page { path, .. } = wanted else { panic!("{words}: {wanted:?}") };
        path
    }

    fn each() -> Vec<(Verb, &'static str, Value)> {
        vec![
            (
                Verb::ExpressInterest,
                "interest --name Nora --address nora@x.example --organisation Northwind --statement I_mend",
                json!({ "name": "Nora", "address": "nora@x.example", "organisation": "Northwind", "statement": "I mend" }),
            ),
            (Verb::CloseInterest, "answer-interest 4 --note Not_now", json!({ "interest": 4, "note": "Not now" })),
            (
                Verb::Nominate,
                "nominate --name Nora --address nora@x.example --interest 4 --reason She_mends",
                json!({ "name": "Nora", "address": "nora@x.example", "interest": 4, "reason": "She mends" }),
            ),
            (Verb::Nominate, "nominate --person EVA --reason Yes", json!({ "person": EVA, "reason": "Yes" })),
            (Verb::ProposeRemoval, "remove EVA --reason Gone", json!({ "person": EVA, "reason": "Gone" })),
            (Verb::Suspend, "suspend EVA --reason Gone", json!({ "person": EVA, "reason": "Gone" })),
            (Verb::Resume, "resume EVA --note Called", json!({ "person": EVA, "note": "Called" })),
            (Verb::StepDown, "step-down --yes", json!({ "sure": "leave" })),
            (
                Verb::StepDown,
                "step-down --yes --person EVA --reason Time",
                json!({ "sure": "leave", "person": EVA, "reason": "Time" }),
            ),
            (
                Verb::FinishLeaving,
                "leaving-step EVA 2 --proof The_mail",
                json!({ "person": EVA, "step": 2, "proof": "The mail" }),
            ),
            (Verb::FinishTask, "task 1 --note Grown", json!({ "task": 1, "note": "Grown" })),
            (Verb::Vote, "vote 3 yes", json!({ "ballot": 3, "choice": "yes" })),
            (Verb::Vote, "vote 3 no --reason Too_early", json!({ "ballot": 3, "choice": "no", "reason": "Too early" })),
            (Verb::StandAside, "stand-aside 3 --reason Friends", json!({ "ballot": 3, "reason": "Friends" })),
            (
                Verb::NoteElectors,
                "other-body 3 no --evidence Minutes",
                json!({ "ballot": 3, "choice": "no", "evidence": "Minutes" }),
            ),
            (
                Verb::Extend,
                "extend 3 --by P2D --reason Holidays",
                json!({ "ballot": 3, "by": "P2D", "reason": "Holidays" }),
            ),
            (Verb::Withdraw, "withdraw 3 --reason Mistaken", json!({ "ballot": 3, "reason": "Mistaken" })),
            (Verb::PlanLeave, "leave 2026-03-03 2026-03-10", json!({ "from": "2026-03-03", "until": "2026-03-10" })),
            (Verb::CoverLeave, "cover 2 Reading_reports", json!({ "leave": 2, "duty": "Reading reports" })),
            (Verb::NameDeputy, "deputy 2 --person EVA", json!({ "leave": 2, "person": EVA })),
            (
                Verb::NameDeputy,
                "deputy 2 --name Nora --address nora@x.example",
                json!({ "leave": 2, "name": "Nora", "address": "nora@x.example" }),
            ),
            (Verb::HandOver, "hand-over 2 EVA", json!({ "leave": 2, "person": EVA })),
            (Verb::EndLeave, "back 2", json!({ "leave": 2 })),
            (Verb::TakeDuty, "duty Reading_reports", json!({ "duty": "Reading reports" })),
            (Verb::AnswerPing, "here", json!({})),
            (Verb::Ping, "ping EVA", json!({ "person": EVA })),
            (
                Verb::SetRotation,
                "rotation --from 2026-03-03 eva@x.example EVA",
                json!({ "from": "2026-03-03", "order": format!("eva@x.example, {EVA}") }),
            ),
            (Verb::OfferShift, "offer-shift 5 EVA", json!({ "shift": 5, "person": EVA })),
            (Verb::TakeShift, "take-shift 5", json!({ "shift": 5 })),
        ]
    }

    #[test]
    fn each_command_sends_the_body_that_the_api_reads() {
        for (verb, words, body) in each() {
            let (path, sent) = asked(words);
            assert_eq!(
                (path.as_str(), &sent),
                (format!("/api/v1/committee/{}", verb.noun()).as_str(), &body),
                "{words}"
            );
            let bytes = serde_json::to_vec(&sent).unwrap();
            let parsed = parse(verb, &bytes, Spelling::Json);
            assert!(parsed.is_ok(), "{words}: {parsed:?}");
        }
    }

    #[test]
    fn everything_that_can_be_asked_of_the_committee_has_a_command_that_is_registered_with_its_route() {
        let tried: BTreeSet<Verb> = each().into_iter().map(|(verb, ..)| verb).collect();
        assert_eq!(tried, Verb::ASKED.into_iter().collect());
        for (verb, words, _) in each() {
            let command = format!("committee {}", words.split(' ').next().unwrap());
            let route = format!("/api/v1/committee/{}", verb.noun());
            let is_it = |known: &&verbs::CliVerb| known.words == command && known.route == route;
            assert_eq!(VERBS.iter().find(is_it).map(|known| known.method), Some("POST"), "{command}");
        }
    }

    #[test]
    fn the_roster_of_now_is_everybody_s_and_that_of_a_moment_is_asked_elsewhere() {
        let (now, then) = (read("roster"), read("roster --at 2026-03-03T12:00:00Z"));
        assert_eq!(now, "/api/v1/roster");
        assert_eq!(then, "/api/v1/committee/roster?at=2026-03-03T12%3A00%3A00Z");
        assert_eq!(read("roster --at 1&x=2"), "/api/v1/committee/roster?at=1%26x%3D2");
        assert!(verbs::is_registered("GET", &now) && verbs::is_registered("GET", &then));
        let of_rosters = VERBS.iter().filter(|verb| verb.words == "committee roster");
        let routes: Vec<&str> = of_rosters.map(|verb| verb.route).collect();
        assert_eq!(routes, ["/api/v1/committee/roster", "/api/v1/roster"]);
    }

    #[test]
    fn what_is_read_of_the_committee_is_read_at_one_place() {
        for words in ["show", "ballots", "log"] {
            assert_eq!(read(words), COMMITTEE, "{words}");
        }
        let (wanted, show) = wanted(typed("ballot 3 --json").unwrap()).unwrap();
        assert!(show.json && matches!(wanted, Wanted::Ballot { number: 3 }), "{wanted:?}");
    }

    #[test]
    fn nobody_steps_down_by_a_slip() {
        let trouble = wanted(typed("step-down --reason Time").unwrap()).err().unwrap();
        assert_eq!(trouble.exit_code(), 1);
        assert_eq!(
            trouble.to_string(),
            "Nothing was done yet. Every access ends at once; your duties and open cases are given on.\nIf you are sure, type the same again with --yes: sluice committee step-down --yes"
        );
    }

    #[test]
    fn half_a_person_is_nobody() {
        for words in ["nominate --reason Yes", "deputy 2"] {
            let trouble = wanted(typed(words).unwrap()).err().unwrap();
            assert_eq!(trouble.exit_code(), 2, "{words}");
            assert_eq!(trouble.to_string(), "person: say whom with --person ID, or --name NAME and --address ADDRESS");
        }
        for words in [
            "nominate --name Nora --reason Yes",
            "deputy 2 --address nora@x.example",
            "step-down --yes --organisation Northwind",
            "deputy 2 --person EVA --name Nora --address nora@x.example",
            "vote 3 perhaps",
            "other-body 3 abstain --evidence Minutes",
            "rotation --from 2026-03-03",
        ] {
            assert!(typed(words).is_err(), "{words}");
        }
    }

    #[test]
    fn the_operator_s_token_is_shown_where_no_member_may() {
        assert!(typed("other-body 3 no --evidence Minutes").unwrap().is_for_operators());
        assert!(!typed("nominate --person EVA --reason Yes").unwrap().is_for_operators());
    }
}
