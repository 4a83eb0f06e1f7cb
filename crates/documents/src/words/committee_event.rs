//! What happened in the committee, one line per kind of event.

use domain::committee::event::{Event, Recorded};
use domain::committee::facts::{Question, Sign};

use super::ballot::choice;
use super::committee::{actor, leaving, named, seating, task, warning};
use super::event::Names;
use super::phrase::{capital, listed};
use super::time::instant;

/// What happened, as one line without its time.
#[must_use]
pub fn committee_event(recorded: &Recorded, names: &Names) -> String {
    capital(&said(recorded, names))
}

#[expect(clippy::too_many_lines, reason = "one table: an event, its line")]
fn said(recorded: &Recorded, names: &Names) -> String {
    let who = actor(names, recorded.by);
    let person = |id| named(names, id);
    match &recorded.event {
        Event::MemberSeated { name, organisation, how, .. } => {
            let of = organisation.as_ref().map_or_else(String::new, |of| format!(" of {}", of.reveal()));
            format!("{}{of} joined: {}.", name.reveal(), seating(how))
        }
        Event::EmployerChanged { person: id, organisation: Some(of) } => {
            format!("{} works for {} now.", person(*id), of.reveal())
        }
        Event::EmployerChanged { person: id, organisation: None } => format!("{} works for nobody now.", person(*id)),
        Event::MemberLeft { person: id, why, .. } => {
            format!("{} is no member any more: {}.", person(*id), leaving(*why))
        }
        Event::AccessSuspended { person: id, .. } => format!("{who} suspended the access of {}.", person(*id)),
        Event::AccessResumed { person: id, .. } => format!("{who} let {} in again.", person(*id)),
        Event::AccessCut { person: id, ways_in, cases } => format!(
            "Every access of {} was cut: {ways_in} ways in are left, and {cases} open cases name them.",
            person(*id)
        ),
        Event::WayInSent { person: id } => format!("A link was sent to {} that lets them in.", person(*id)),
        Event::SeatMoved { to, .. } => format!("{} had an account by then, which has the seat.", person(*to)),
        Event::LeavingDone { person: id, item, proof } => {
            format!("{who} noted step {} of {}'s leaving: {}.", item + 1, person(*id), one_line(proof.reveal()))
        }
        Event::RosterWarned { warnings } if warnings.is_empty() => {
            "Nothing is wrong with the roster any more.".to_owned()
        }
        Event::RosterWarned { warnings } => warnings.iter().map(warning).collect::<Vec<_>>().join(" "),
        Event::TaskOpened { task: opened, due } => {
            let due = due.map_or_else(String::new, |due| format!(" Until {}.", instant(due)));
            format!("{}{due}", task(opened, names))
        }
        Event::TaskDone { task, note: Some(_) } => format!("{who} finished task {task}."),
        Event::TaskDone { task, note: None } => format!("Task {task} has settled itself."),
        Event::InterestExpressed { name, .. } => format!("{} would like to join.", name.reveal()),
        Event::InterestClosed { interest, .. } => format!("{who} answered interest {interest}."),
        Event::BallotOpened { question, .. } => match question {
            Question::Admission { nominee, .. } => format!("{who} nominated {}.", nominee.name.reveal()),
            Question::Removal { person: id, .. } => format!("{who} proposed to remove {}.", person(*id)),
            Question::LongLeave { person: id, .. } => format!("{}'s long absence is put to the members.", person(*id)),
            Question::Deputy { leave, nominee } => {
                format!("{who} proposed that {} stands in during absence {leave}.", nominee.name.reveal())
            }
        },
        Event::Voted { ballot, choice: word, .. } => format!("{who} on ballot {ballot}: {}.", choice(*word)),
        Event::StoodAside { ballot, .. } => format!("{who} stands aside in ballot {ballot}."),
        Event::ElectorsDecided { ballot, carried, .. } => {
            let what = if *carried { "for it" } else { "against it" };
            format!("{who} noted that the other body is {what}, in ballot {ballot}.")
        }
        Event::BallotExtended { ballot, until, .. } => {
            format!("{who} left ballot {ballot} open until {}.", instant(*until))
        }
        Event::BallotWithdrawn { ballot, .. } => format!("{who} took ballot {ballot} back."),
        Event::BallotClosed { ballot, carried, closed_at } => {
            let how = if *carried { "carried" } else { "not carried" };
            format!("Ballot {ballot} closed {}: {how}.", instant(*closed_at))
        }
        Event::LeavePlanned { person: id, from, until, .. } => {
            format!("{} is away from {from} to {until}.", person(*id))
        }
        Event::LeaveCovered { leave, duty } => format!("{who} covers {} during absence {leave}.", duty.reveal()),
        Event::DeputyNamed { leave, deputy } => {
            format!("{} is deputy for absence {leave}.", deputy.name.reveal())
        }
        Event::LeaveWarned { leave, open, .. } => {
            let open: Vec<&str> = open.iter().map(domain::words::Line::reveal).collect();
            format!("During absence {leave} nobody covers {}.", listed(&open))
        }
        Event::HandOverAsked { leave, cases, .. } => {
            format!("Whoever plans absence {leave} was asked to hand over {}.", counted_cases(*cases))
        }
        Event::CasesHandedOver { leave, to, cases } => {
            format!("{who} hands {} over to {}, before absence {leave}.", counted_cases(*cases), person(*to))
        }
        Event::LeaveEnded { leave } => format!("Absence {leave} is over, or called off."),
        Event::DutyAssigned { duty, person: id, .. } => format!("{} has the duty {}.", person(*id), duty.reveal()),
        Event::SignOfLife { person: id, sign: Sign::Heard } => format!("{} is there.", person(*id)),
        Event::SignOfLife { person: id, sign: Sign::Duty } => format!("{} did a duty.", person(*id)),
        Event::Pinged { person: id } => format!("{} was asked whether they are there.", person(*id)),
        Event::SilenceNoted { person: id, .. } => {
            format!("{} has not been heard of for longer than the policy allows.", person(*id))
        }
        Event::Nudged { person: id, .. } => format!("{} was reminded of a case that lies idle.", person(*id)),
        Event::RotationSet { order, from, .. } => {
            let order: Vec<String> = order.iter().map(|id| person(*id)).collect();
            format!("{who} set the shifts from {}: {}.", instant(*from), listed(&order))
        }
        Event::ShiftBegun { shift, person: id } => format!("Shift {} begins: {}.", shift + 1, person(*id)),
        Event::ShiftOffered { shift, to } => format!("{who} offered shift {} to {}.", shift + 1, person(*to)),
        Event::ShiftTaken { shift } => format!("{who} has taken shift {}.", shift + 1),
    }
}

fn counted_cases(cases: u64) -> String {
    if cases == 1 { "an open case".to_owned() } else { format!("{cases} open cases") }
}

fn one_line(text: &str) -> String {
    super::phrase::on_one_line(text).trim_end_matches('.').to_owned()
}
