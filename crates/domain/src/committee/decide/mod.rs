//! Yes or no: who may ask what of the committee, and what follows from it.
//!
//! `decide` returns events or a refusal, and touches nothing: `now`, the actor and the policy in force are arguments. What
//! follows from a decision by itself, a ballot that it closed, a duty without a holder, a roster out of shape, is in `follow`.

mod ballots;
mod duties;
mod entry;
mod follow;
mod leaves;
mod leaving;
mod noted;
mod refusal;
mod time;
mod verb;

use jiff::Timestamp;

pub use refusal::Refusal;
pub use verb::Verb;

use super::ballot::Ballot;
use super::command::Command;
use super::event::{Event, Recorded};
use super::facts::{By, Number};
use super::leave::Leave;
use super::state::Committee;
use crate::ids::PersonId;
use crate::policy::Policy;

/// So often is it asked what a moment brings about; what is left then is noted at the next.
const ROUNDS_MAX: usize = 8;

/// Events, or why not.
pub type Decision = Result<Vec<Event>, Refusal>;

/// Decides what somebody asks of the committee at a moment, by the policy in force. No events and no refusal: it is so already.
///
/// # Errors
/// The refusal, as a value for people.
pub fn decide(committee: &Committee, policy: &Policy, command: &Command, by: By, now: Timestamp) -> Decision {
    let verb = Verb::of(command);
    if !verb::may_ask(by, verb) {
        return Err(Refusal::NotYours { verb });
    }
    if policy.is_sole() && verb != Verb::Note {
        return Err(Refusal::Alone);
    }
    if let By::Member(person) = by
        && (committee.seats.get(&person).is_none_or(|seat| seat.suspended_at.is_some())
            // A deputy's time may be over though nobody has noted it.
            || committee.deputies_over(now).contains(&person))
    {
        return Err(Refusal::NotYours { verb });
    }
    let question = Question { committee, policy, by, now };
    let events = question.answer(command)?;
    let mut all = follow::up(committee, policy, events, by, now);
    if *command == Command::NoteTime {
        // What the ballots that closed have decided comes first: a leave that was not granted is none. And what a moment brings
        // about brings about more: a duty whose deputy goes falls to somebody who may be away soon.
        for _ in 0..ROUNDS_MAX {
            let mut after = committee.clone();
            for entry in record(all.clone(), committee.version, now, by) {
                after.evolve(&entry);
            }
            let events = Question { committee: &after, policy, by, now }.note_time();
            if events.is_empty() {
                break;
            }
            all.extend(follow::up(&after, policy, events, by, now));
        }
    }
    Ok(all)
}

/// A log's next entries from decided events.
#[must_use]
pub fn record(events: Vec<Event>, after: u64, at: Timestamp, by: By) -> Vec<Recorded> {
    (after + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, by, event }).collect()
}

/// One question put to the rules: the committee, the policy in force, who asks, when.
struct Question<'a> {
    committee: &'a Committee,
    policy: &'a Policy,
    by: By,
    now: Timestamp,
}

impl Question<'_> {
    fn answer(&self, command: &Command) -> Decision {
        match command {
            Command::ExpressInterest { name, address, organisation, statement } => {
                self.express_interest(name, address, organisation.as_ref(), statement)
            }
            Command::CloseInterest { interest, note } => self.close_interest(*interest, note),
            Command::Nominate { nominee, interest, reason } => self.nominate(nominee, *interest, reason),
            Command::ProposeRemoval { person, reason } => self.propose_removal(*person, reason),
            Command::Suspend { person, reason } => self.suspend(*person, reason),
            Command::Resume { person, note } => self.resume(*person, note),
            Command::StepDown { successor, reason } => self.step_down(successor.as_ref(), reason.as_ref()),
            Command::FinishLeaving { person, item, proof } => self.finish_leaving(*person, *item, proof),
            Command::FinishTask { task, note } => self.finish_task(*task, note),

            Command::Vote { ballot, choice, reason } => self.vote(*ballot, *choice, reason.as_ref()),
            Command::StandAside { ballot, reason } => self.stand_aside(*ballot, reason),
            Command::NoteElectors { ballot, carried, evidence } => self.note_electors(*ballot, *carried, evidence),
            Command::Extend { ballot, by, reason } => self.extend(*ballot, *by, reason),
            Command::Withdraw { ballot, reason } => self.withdraw(*ballot, reason),

            Command::PlanLeave { from, until } => self.plan_leave(*from, *until),
            Command::CoverLeave { leave, duty } => self.cover_leave(*leave, duty),
            Command::NameDeputy { leave, deputy } => self.name_deputy(*leave, deputy),
            Command::HandOver { leave, to, cases } => self.hand_over(*leave, *to, *cases),
            Command::EndLeave { leave } => self.end_leave(*leave),

            Command::TakeDuty { duty } => self.take_duty(duty),
            Command::AnswerPing => self.answer_ping(),
            Command::Ping { person } => self.ping(*person),
            Command::SetRotation { order, from } => self.set_rotation(order, *from),
            Command::OfferShift { shift, to } => self.offer_shift(*shift, *to),
            Command::TakeShift { shift } => self.take_shift(*shift),

            Command::NoteSeat { person, name, organisation } => {
                Ok(self.note_seat(*person, name, organisation.as_ref()))
            }
            Command::NoteEmployer { person, organisation } => Ok(self.note_employer(*person, organisation.as_ref())),
            Command::NoteWayIn { person } => Ok(self.note_way_in(*person)),
            Command::NoteSeatMoved { person, to } => Ok(self.note_seat_moved(*person, *to)),
            Command::NoteAccountEnded { person } => Ok(self.note_account_ended(*person)),
            Command::NoteAccessCut { person, ways_in, cases } => Ok(self.note_access_cut(*person, *ways_in, *cases)),
            Command::NoteSign { person, sign } => Ok(self.note_sign(*person, *sign)),
            Command::NoteNudge { person, case, idle_since } => Ok(self.note_nudge(*person, *case, *idle_since)),
            Command::NoteHandOver { leave, cases } => Ok(self.note_hand_over(*leave, *cases)),
            Command::NoteTime => Ok(vec![]),
        }
    }

    /// The member who asks.
    fn member(&self) -> Result<PersonId, Refusal> {
        self.by.person().filter(|person| self.committee.is_member(*person)).ok_or(Refusal::NoSuch)
    }

    /// Ballots that words still count in.
    fn ballots_open(&self) -> impl Iterator<Item = &Ballot> {
        self.committee.ballots.values().filter(|ballot| ballot.is_open(self.now))
    }

    /// A ballot that words still count in.
    fn open_ballot(&self, number: Number) -> Result<&Ballot, Refusal> {
        let ballot = self.committee.ballots.get(&number).ok_or(Refusal::NoSuch)?;
        if ballot.is_open(self.now) { Ok(ballot) } else { Err(Refusal::Over) }
    }

    /// A leave that is still to come or running.
    fn leave_ahead(&self, number: Number) -> Result<&Leave, Refusal> {
        let leave = self.committee.leaves.get(&number).ok_or(Refusal::NoSuch)?;
        if leave.is_ahead(self.now) { Ok(leave) } else { Err(Refusal::Over) }
    }
}
