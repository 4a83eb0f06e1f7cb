//! The committee as plain text: who is on it, what is open, who is away and on call, and what can be typed about it.
//!
//! Knows what an answer holds and its order on the screen; who may know what is the desk's, which leaves out the rest.

use std::fmt::Write as _;

use serde_json::Value;

use crate::answer::{indented, is, lines, list, moment, number, text};
use crate::screen::{self, section};

/// The committee on one page, with what can be typed.
pub(crate) fn show(answer: &Value) -> String {
    let of = answer.get("roster").unwrap_or(&Value::Null);
    let mut out = seats(of);
    section(&mut out, "What is wrong with it", &lines(answer, "warnings"));
    section(&mut out, "Duties", &duties(answer));
    section(&mut out, "Open ballots", &open_ballots(answer));
    section(&mut out, "Away", &absences(answer));
    section(&mut out, "On call", &on_call(answer));
    section(&mut out, "Shifts", &shifts(answer));
    section(&mut out, "Tasks", &tasks(answer));
    section(&mut out, "Who would like to join", &interests(answer));
    section(&mut out, "Silent", &silent(answer));
    section(&mut out, "Left, and not all is handed over", &leavers(of));
    section(&mut out, "What you can type", &hints(answer));
    out
}

/// Who is on the committee, and who was and stays named.
pub(crate) fn roster(answer: &Value) -> String {
    let mut out = seats(answer);
    let former: String = list(answer, "former").map(left).collect();
    section(&mut out, "Before", &former);
    out
}

/// Every ballot, two lines each.
pub(crate) fn ballots(answer: &Value) -> String {
    let mut out = String::new();
    for ballot in list(answer, "ballots") {
        let (by, opened) = (screen::line(text(ballot, "by")), moment(ballot, "opened_at"));
        let _ = writeln!(out, "{}     Opened {opened} by {by}.", outline(ballot));
    }
    if out.is_empty() {
        return "There was no ballot yet.\n".to_owned();
    }
    out.push_str("\nTo read one: sluice committee ballot NUMBER\n");
    out
}

/// What has happened.
pub(crate) fn log(answer: &Value) -> String {
    let mut out = String::new();
    for entry in list(answer, "log") {
        let _ = writeln!(out, "{}  {}", moment(entry, "at"), screen::line(text(entry, "what")));
    }
    if out.is_empty() { "Nothing has happened yet.\n".to_owned() } else { out }
}

/// The body's name, as of when, and a member a line.
fn seats(roster: &Value) -> String {
    let name = match text(roster, "name") {
        "" => "The committee".to_owned(),
        name => screen::line(name),
    };
    let count = match list(roster, "members").count() {
        0 => "nobody".to_owned(),
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let mut out = format!("{name}: {count}, as of {}\n", moment(roster, "at"));
    for seat in list(roster, "members") {
        let how = match text(seat, "how") {
            "" => String::new(),
            how => format!(", {}", screen::line(how)),
        };
        let _ = writeln!(out, "  {}, since {}{how}", with_organisation(seat), moment(seat, "since"));
        out.push_str(&id(seat));
    }
    out
}

/// A name, and for whom they work if for somebody.
fn with_organisation(person: &Value) -> String {
    let name = screen::line(text(person, "name"));
    match text(person, "organisation") {
        "" => name,
        organisation => format!("{name} ({})", screen::line(organisation)),
    }
}

/// Somebody's id on a line of its own, for whom it is shown.
fn id(person: &Value) -> String {
    match text(person, "person") {
        "" => String::new(),
        id => format!("      {}\n", screen::line(id)),
    }
}

fn left(former: &Value) -> String {
    let why = match text(former, "why") {
        "" => String::new(),
        why => format!(": {}", screen::line(why)),
    };
    let (name, since, until) = (screen::line(text(former, "name")), moment(former, "since"), moment(former, "until"));
    format!("  {name}, {since} to {until}{why}\n")
}

/// Those who left and have something to hand over yet, with the numbers of those steps.
fn leavers(roster: &Value) -> String {
    let mut out = String::new();
    for former in list(roster, "former").filter(|former| undone(former).next().is_some()) {
        out.push_str(&left(former));
        out.push_str(&id(former));
        for (step, what) in undone(former) {
            let _ = writeln!(out, "      [ ] step {step}: {}", screen::line(what));
        }
    }
    out
}

/// The steps of somebody's leaving that nothing shows to be done, counted from 1.
fn undone(former: &Value) -> impl Iterator<Item = (usize, &str)> {
    let steps = list(former, "steps").enumerate();
    steps.filter(|(_, step)| text(step, "proof").is_empty()).map(|(place, step)| (place + 1, text(step, "what")))
}

fn duties(answer: &Value) -> String {
    let mut out = String::new();
    for duty in list(answer, "duties") {
        let acting = match text(duty, "acting") {
            "" => String::new(),
            name => format!("; {} does it now", screen::line(name)),
        };
        let (which, holder) = (screen::line(text(duty, "duty")), screen::line(text(duty, "holder")));
        let _ = writeln!(out, "  {which}: {holder}{acting}");
    }
    out
}

/// A ballot's number, question and standing, on two lines.
fn outline(ballot: &Value) -> String {
    let (question, standing) = (screen::line(text(ballot, "question")), screen::line(text(ballot, "standing")));
    format!("{:>3}  {question}\n     {standing}.\n", number(ballot, "ballot"))
}

fn open_ballots(answer: &Value) -> String {
    list(answer, "ballots").filter(|ballot| is(ballot, "open")).map(outline).collect()
}

/// Absences that are not over.
fn ahead(answer: &Value) -> impl Iterator<Item = &Value> {
    list(answer, "leaves").filter(|leave| !is(leave, "over"))
}

fn absences(answer: &Value) -> String {
    let mut out = String::new();
    for leave in ahead(answer) {
        let (from, until) = (screen::line(text(leave, "from")), screen::line(text(leave, "until")));
        let days = if from == until { format!("on {from}") } else { format!("from {from} until {until}") };
        let _ = writeln!(out, "{:>3}  {}, {days}", number(leave, "leave"), screen::line(text(leave, "name")));
        let granted = leave.get("granted").and_then(Value::as_bool).map(|granted| {
            if granted { "The members have granted it." } else { "The members have not granted it." }.to_owned()
        });
        let deputy = match text(leave, "deputy") {
            "" => None,
            name => Some(format!("{} stands in.", screen::line(name))),
        };
        let open: Vec<String> = list(leave, "open").filter_map(Value::as_str).map(screen::line).collect();
        let gaps = (!open.is_empty()).then(|| format!("NOBODY YET DOES: {}.", open.join(", ")));
        let cases: Vec<String> = list(leave, "cases").map(case_of).collect();
        let takers: Vec<String> = list(leave, "takers").map(taker_of).collect();
        let cases = (!cases.is_empty())
            .then(|| format!("STILL YOURS:\n{}\n     Who could take them:\n{}", cases.join("\n"), takers.join("\n")));
        let asks = Some(screen::line(text(leave, "asks"))).filter(|asks| !asks.is_empty());
        for line in [asks, granted, deputy, gaps, cases].into_iter().flatten() {
            let _ = writeln!(out, "     {line}");
        }
    }
    out
}

fn case_of(case: &Value) -> String {
    format!("       {}  {}", screen::line(text(case, "case")), screen::line(text(case, "title")))
}

fn taker_of(taker: &Value) -> String {
    format!("       {}  {}", screen::line(text(taker, "person")), screen::line(text(taker, "name")))
}

fn on_call(answer: &Value) -> String {
    let Some(who) = answer.get("on_call").filter(|who| !who.is_null()) else { return String::new() };
    let accepted = if is(who, "accepted") { "" } else { "; the shift is not accepted yet" };
    format!("  {}, until {}{accepted}\n", screen::line(text(who, "name")), moment(who, "until"))
}

fn shifts(answer: &Value) -> String {
    let mut out = String::new();
    for shift in list(answer, "shifts") {
        let offered = match text(shift, "offered") {
            "" => String::new(),
            name => format!(", offered to {}", screen::line(name)),
        };
        let accepted = if is(shift, "accepted") { "accepted" } else { "not accepted yet" };
        let (from, until) = (moment(shift, "from"), moment(shift, "until"));
        let name = screen::line(text(shift, "name"));
        let _ = writeln!(out, "{:>3}  {from} to {until}  {name}, {accepted}{offered}", number(shift, "shift"));
    }
    out
}

fn open_tasks(answer: &Value) -> impl Iterator<Item = &Value> {
    list(answer, "tasks").filter(|task| !is(task, "done"))
}

fn tasks(answer: &Value) -> String {
    let mut out = String::new();
    for task in open_tasks(answer) {
        let due = if text(task, "due").is_empty() { String::new() } else { format!(" By {}.", moment(task, "due")) };
        let _ = writeln!(out, "{:>3}  {}{due}", number(task, "task"), screen::line(text(task, "what")));
    }
    out
}

/// Expressions of interest that nobody has answered.
fn waiting(answer: &Value) -> impl Iterator<Item = &Value> {
    list(answer, "interests").filter(|interest| text(interest, "answer").is_empty())
}

fn interests(answer: &Value) -> String {
    let mut out = String::new();
    for interest in waiting(answer) {
        let (who, address) = (with_organisation(interest), screen::line(text(interest, "address")));
        let _ = writeln!(out, "{:>3}  {who}, {address}", number(interest, "interest"));
        out.push_str(&indented(text(interest, "statement"), "       "));
    }
    out
}

fn silent(answer: &Value) -> String {
    let mut out = String::new();
    for one in list(answer, "silent") {
        let _ = writeln!(out, "  {}", screen::line(text(one, "name")));
        out.push_str(&id(one));
        out.push_str(&indented(&lines(one, "evidence"), "  "));
        let enough = if is(one, "suffices") { "This is enough" } else { "This is not enough" };
        let _ = writeln!(out, "    {enough} to propose a removal.");
    }
    out
}

/// What can be typed about what is open.
fn hints(answer: &Value) -> String {
    let mut out = String::new();
    let mut hint = |what: &str, words: &str| {
        let _ = writeln!(out, "  {what}:\n    sluice committee {words}");
    };
    for ballot in list(answer, "ballots").filter(|ballot| is(ballot, "open")) {
        let ballot_number = number(ballot, "ballot");
        hint(&format!("Read ballot {ballot_number}"), &format!("ballot {ballot_number}"));
        if is(ballot, "may_vote") {
            let say = format!("vote {ballot_number} yes|no|abstain");
            hint(&format!("Say what you think in ballot {ballot_number}"), &say);
        }
    }
    for leave in ahead(answer).filter(|leave| list(leave, "open").next().is_some()) {
        let what = format!("Do a duty while {} is away", screen::line(text(leave, "name")));
        hint(&what, &format!("cover {} DUTY", number(leave, "leave")));
    }
    for leave in ahead(answer).filter(|leave| list(leave, "cases").next().is_some()) {
        hint("Hand your open cases over before you go", &format!("hand-over {} ID", number(leave, "leave")));
    }
    if list(answer, "shifts").any(|shift| !is(shift, "accepted")) {
        hint("Accept a shift that is yours, or take one that is offered to you", "take-shift NUMBER");
        hint("Offer a shift of yours to another", "offer-shift NUMBER ID");
    }
    for task in open_tasks(answer) {
        let task = number(task, "task");
        hint(&format!("Note what was done about task {task}"), &format!("task {task} --note TEXT"));
    }
    for interest in waiting(answer) {
        let (name, interest) = (screen::line(text(interest, "name")), number(interest, "interest"));
        let nominate = format!("nominate --name NAME --address ADDRESS --interest {interest} --reason TEXT");
        hint(&format!("Nominate {name}"), &nominate);
        hint(&format!("Put what {name} wrote away"), &format!("answer-interest {interest} --note TEXT"));
    }
    for one in list(answer, "silent") {
        let (name, id) = (screen::line(text(one, "name")), screen::line(text(one, "person")));
        hint(&format!("Say that you are there, if you are {name}"), "here");
        if is(one, "suffices") {
            hint(&format!("Propose that {name} be removed"), &format!("remove {id} --reason TEXT"));
        }
    }
    let of = answer.get("roster").unwrap_or(&Value::Null);
    for former in list(of, "former").filter(|former| undone(former).next().is_some()) {
        let (name, id) = (screen::line(text(former, "name")), screen::line(text(former, "person")));
        hint(&format!("Note that a step of {name}'s leaving is done"), &format!("leaving-step {id} STEP --proof TEXT"));
    }
    hint("Everything else", "--help");
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    const EVA: &str = "0s3gcq9g64sjicphlmi4f1fcqs";
    const ADA: &str = "n8o5g9i0ulkpvn4d5s2fhr1gqo";
    const AT: &str = "2026-03-03T12:00:00Z";

    fn of_a_member() -> Value {
        json!({
            "roster": {
                "name": "Lantern security team", "at": AT,
                "members": [
                    { "person": EVA, "name": "Eva", "organisation": "Northwind", "since": "2026-01-01T09:00:00Z", "how": "by the operator" },
                    { "person": ADA, "name": "Ola", "since": "2026-02-01T09:00:00Z", "how": "by ballot 2" },
                ],
                "former": [
                    { "person": ADA, "name": "Ada", "since": "2025-01-01T09:00:00Z", "until": "2026-02-01T09:00:00Z", "why": "stepped down",
                      "steps": [{ "what": "The list's key", "proof": "Destroyed" }, { "what": "The mailbox", "proof": null }] },
                    { "person": EVA, "name": "Gone", "since": "2025-01-01T09:00:00Z", "until": "2026-02-01T09:00:00Z",
                      "steps": [{ "what": "All", "proof": "Done" }] },
                ],
            },
            "warnings": ["There are 2 members; the policy wishes for at least 3."],
            "tasks": [
                { "task": 1, "what": "Grow the team.", "due": AT, "done": false },
                { "task": 2, "what": "Settled already.", "due": null, "done": true },
            ],
            "duties": [{ "duty": "Reports", "holder": "Eva" }, { "duty": "Releases", "holder": "Ola", "acting": "Eva" }],
            "ballots": [
                { "ballot": 12, "question": "Shall Nora join the committee?", "by": "Eva", "opened_at": AT, "open": true, "standing": "Open until 2026-03-10 12:00 UTC", "may_vote": true },
                { "ballot": 3, "question": "Shall Ola join the committee?", "by": "Eva", "opened_at": AT, "open": false, "standing": "Carried 2026-02-01 09:00 UTC", "may_vote": false },
            ],
            "interests": [
                { "interest": 4, "name": "Nora", "address": "nora@x.example", "statement": "I mend.\nOften.", "organisation": "Southwind" },
                { "interest": 3, "name": "Told", "address": "told@x.example", "statement": "Old.", "answer": "Not now." },
            ],
            "leaves": [
                { "leave": 2, "name": "Ola", "from": "2026-03-05", "until": "2026-03-20", "asks": "Somebody else has each duty meanwhile.", "open": ["Releases", "Letters"], "deputy": "Nora", "granted": true, "cases": [{ "case": "n8o5g9i0ulkpvn4d5s2fhr1gqo", "title": "A parser that reads on" }], "takers": [{ "person": EVA, "name": "Eva" }], "over": false },
                { "leave": 5, "name": "Eva", "from": "2026-04-01", "until": "2026-04-01", "asks": "Short.", "open": [], "over": false },
                { "leave": 1, "name": "Eva", "from": "2026-01-05", "until": "2026-01-06", "asks": "Short.", "open": [], "over": true },
            ],
            "on_call": { "name": "Eva", "until": "2026-03-09T08:00:00Z", "accepted": false },
            "shifts": [
                { "shift": 9, "name": "Eva", "from": "2026-03-02T08:00:00Z", "until": "2026-03-09T08:00:00Z", "accepted": true },
                { "shift": 10, "name": "Ola", "from": "2026-03-09T08:00:00Z", "until": "2026-03-16T08:00:00Z", "accepted": false, "offered": "Eva" },
            ],
            "silent": [{ "person": ADA, "name": "Ola", "evidence": ["Last heard of long ago.", "Last did a duty before."], "suffices": true }],
            "log": [{ "seq": 1, "at": AT, "what": "Eva joined: by the operator." }, { "seq": 2, "at": AT, "what": "A\nforged line." }],
        })
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one page, whole")]
    fn the_committee_is_one_page_with_what_can_be_typed() {
        expect![[r#"
            Lantern security team: 2 members, as of 2026-03-03 12:00 UTC
              Eva (Northwind), since 2026-01-01 09:00 UTC, by the operator
                  0s3gcq9g64sjicphlmi4f1fcqs
              Ola, since 2026-02-01 09:00 UTC, by ballot 2
                  n8o5g9i0ulkpvn4d5s2fhr1gqo

            What is wrong with it
              There are 2 members; the policy wishes for at least 3.

            Duties
              Reports: Eva
              Releases: Ola; Eva does it now

            Open ballots
             12  Shall Nora join the committee?
                 Open until 2026-03-10 12:00 UTC.

            Away
              2  Ola, from 2026-03-05 until 2026-03-20
                 Somebody else has each duty meanwhile.
                 The members have granted it.
                 Nora stands in.
                 NOBODY YET DOES: Releases, Letters.
                 STILL YOURS:
                   n8o5g9i0ulkpvn4d5s2fhr1gqo  A parser that reads on
                 Who could take them:
                   0s3gcq9g64sjicphlmi4f1fcqs  Eva
              5  Eva, on 2026-04-01
                 Short.

            On call
              Eva, until 2026-03-09 08:00 UTC; the shift is not accepted yet

            Shifts
              9  2026-03-02 08:00 UTC to 2026-03-09 08:00 UTC  Eva, accepted
             10  2026-03-09 08:00 UTC to 2026-03-16 08:00 UTC  Ola, not accepted yet, offered to Eva

            Tasks
              1  Grow the team. By 2026-03-03 12:00 UTC.

            Who would like to join
              4  Nora (Southwind), nora@x.example
                   I mend.
                   Often.

            Silent
              Ola
                  n8o5g9i0ulkpvn4d5s2fhr1gqo
                Last heard of long ago.
                Last did a duty before.
                This is enough to propose a removal.

            Left, and not all is handed over
              Ada, 2025-01-01 09:00 UTC to 2026-02-01 09:00 UTC: stepped down
                  n8o5g9i0ulkpvn4d5s2fhr1gqo
                  [ ] step 2: The mailbox

            What you can type
              Read ballot 12:
                sluice committee ballot 12
              Say what you think in ballot 12:
                sluice committee vote 12 yes|no|abstain
              Do a duty while Ola is away:
                sluice committee cover 2 DUTY
              Hand your open cases over before you go:
                sluice committee hand-over 2 ID
              Accept a shift that is yours, or take one that is offered to you:
                sluice committee take-shift NUMBER
              Offer a shift of yours to another:
                sluice committee offer-shift NUMBER ID
              Note what was done about task 1:
                sluice committee task 1 --note TEXT
              Nominate Nora:
                sluice committee nominate --name NAME --address ADDRESS --interest 4 --reason TEXT
              Put what Nora wrote away:
                sluice committee answer-interest 4 --note TEXT
              Say that you are there, if you are Ola:
                sluice committee here
              Propose that Ola be removed:
                sluice committee remove n8o5g9i0ulkpvn4d5s2fhr1gqo --reason TEXT
              Note that a step of Ada's leaving is done:
                sluice committee leaving-step n8o5g9i0ulkpvn4d5s2fhr1gqo STEP --proof TEXT
              Everything else:
                sluice committee --help
        "#]]
        .assert_eq(&show(&of_a_member()));
    }

    #[test]
    fn what_there_is_not_has_no_heading() {
        let answer = json!({
            "roster": { "name": "Team", "at": AT, "members": [{ "name": "Eva", "since": AT, "how": "by the operator" }] },
            "warnings": [], "tasks": [], "duties": [], "ballots": [], "interests": [], "leaves": [], "on_call": null,
            "shifts": [], "silent": [], "log": [],
        });
        expect![[r#"
            Team: 1 member, as of 2026-03-03 12:00 UTC
              Eva, since 2026-03-03 12:00 UTC, by the operator

            What you can type
              Everything else:
                sluice committee --help
        "#]]
        .assert_eq(&show(&answer));
    }

    #[test]
    fn hints_are_only_of_what_is_open() {
        let mut answer = of_a_member();
        *answer.pointer_mut("/ballots/0/may_vote").unwrap() = false.into();
        *answer.pointer_mut("/leaves/0/open").unwrap() = json!([]);
        *answer.pointer_mut("/leaves/0/cases").unwrap() = json!([]);
        *answer.pointer_mut("/shifts/1/accepted").unwrap() = true.into();
        *answer.pointer_mut("/tasks/0/done").unwrap() = true.into();
        *answer.pointer_mut("/interests").unwrap() = json!([]);
        *answer.pointer_mut("/silent/0/suffices").unwrap() = false.into();
        *answer.pointer_mut("/roster/former").unwrap() = json!([]);
        assert_eq!(
            hints(&answer),
            "  Read ballot 12:\n    sluice committee ballot 12\n  Say that you are there, if you are Ola:\n    sluice committee here\n  Everything else:\n    sluice committee --help\n"
        );
        assert!(silent(&answer).ends_with("    This is not enough to propose a removal.\n"));
    }

    #[test]
    fn the_roster_says_who_and_since_when_and_ids_only_where_they_are_shown() {
        let of_everybody = json!({
            "name": "Lantern security team", "at": AT,
            "members": [{ "name": "Eva", "organisation": "Northwind", "since": "2026-01-01T09:00:00Z", "how": "by the operator" }],
            "former": [{ "name": "Ada", "since": "2025-01-01T09:00:00Z", "until": "2026-02-01T09:00:00Z" }],
        });
        expect![[r#"
            Lantern security team: 1 member, as of 2026-03-03 12:00 UTC
              Eva (Northwind), since 2026-01-01 09:00 UTC, by the operator

            Before
              Ada, 2025-01-01 09:00 UTC to 2026-02-01 09:00 UTC
        "#]]
        .assert_eq(&roster(&of_everybody));
        assert!(roster(of_a_member().get("roster").unwrap()).contains(&format!("\n      {EVA}\n")));
        let nobody = json!({ "name": "Lantern security team", "at": AT, "members": [] });
        assert_eq!(roster(&nobody), "Lantern security team: nobody, as of 2026-03-03 12:00 UTC\n");
    }

    #[test]
    fn ballots_and_log_are_lists_that_say_when_they_are_empty() {
        expect![[r#"
             12  Shall Nora join the committee?
                 Open until 2026-03-10 12:00 UTC.
                 Opened 2026-03-03 12:00 UTC by Eva.
              3  Shall Ola join the committee?
                 Carried 2026-02-01 09:00 UTC.
                 Opened 2026-03-03 12:00 UTC by Eva.

            To read one: sluice committee ballot NUMBER
        "#]]
        .assert_eq(&ballots(&of_a_member()));
        expect![[r#"
            2026-03-03 12:00 UTC  Eva joined: by the operator.
            2026-03-03 12:00 UTC  A forged line.
        "#]]
        .assert_eq(&log(&of_a_member()));
        assert_eq!(ballots(&json!({ "ballots": [] })), "There was no ballot yet.\n");
        assert_eq!(log(&json!({ "log": [] })), "Nothing has happened yet.\n");
    }

    #[test]
    fn what_people_wrote_stays_on_its_line() {
        let forged = "Eva\nOn call: Mallory";
        let mut answer = of_a_member();
        for place in [
            "/roster/name",
            "/roster/members/0/name",
            "/roster/members/0/organisation",
            "/roster/former/0/name",
            "/roster/former/0/steps/1/what",
            "/warnings/0",
            "/duties/0/duty",
            "/duties/0/holder",
            "/duties/1/acting",
            "/tasks/0/what",
            "/ballots/0/question",
            "/interests/0/name",
            "/interests/0/address",
            "/interests/0/organisation",
            "/leaves/0/name",
            "/leaves/0/open/0",
            "/leaves/0/deputy",
            "/leaves/0/cases/0/title",
            "/leaves/0/takers/0/name",
            "/on_call/name",
            "/shifts/1/name",
            "/shifts/1/offered",
            "/silent/0/name",
            "/log/1/what",
            "/interests/0/statement",
            "/ballots/0/by",
        ] {
            *answer.pointer_mut(place).unwrap() = forged.into();
        }
        for page in [show(&answer), ballots(&answer), log(&answer)] {
            assert!(page.contains("Mallory") && !page.lines().any(|line| line.starts_with("On call: ")), "{page}");
        }
    }
}
