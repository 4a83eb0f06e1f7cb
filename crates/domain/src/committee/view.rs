//! The only door to reading the committee: `open(…, place, me)`.
//!
//! A [`CommitteeView`] holds what its reader may know at this moment and nothing else; pages, the API, the calendar and letters
//! are drawn from it. Must not know how it is drawn.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::audience::{self, Place};
use super::ballot::{Ballot, Elected, End};
use super::cover::{self, OnCall};
use super::event::{Event, Recorded};
use super::facts::{By, Evidence, Number, Question, Warning};
use super::leave::{Asks, Leave};
use super::rota::Shift;
use super::silence;
use super::state::{Committee, Former, Interest, Open, Seat};
use crate::ids::PersonId;
use crate::policy::{Method, Policy, Vote};
use crate::voting::{Choice, Outcome, Tally};
use crate::words::{Line, Prose};

/// So many shifts are shown ahead.
const SHIFTS_AHEAD: usize = 8;

/// What one reader may know of the committee, as of one moment.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct CommitteeView {
    pub place: Place,
    pub me: Option<PersonId>,
    /// Who is on it: for everybody.
    pub seats: Vec<Seat>,
    /// Who was, and stays named: for everybody; for members and auditors all who were.
    pub former: Vec<Former>,
    /// The duties, who has each, and who does it at this moment: members' and auditors'.
    pub duties: Vec<HeldDuty>,
    pub warnings: Vec<Warning>,
    pub tasks: Vec<(Number, Open)>,
    pub ballots: Vec<BallotView>,
    /// Members' alone, from here on.
    pub interests: Vec<(Number, Interest)>,
    pub leaves: Vec<LeaveView>,
    pub silences: Vec<(PersonId, Evidence)>,
    pub on_call: Option<OnCall>,
    pub shifts: Vec<ShiftView>,
    /// The log, less what this reader may not know.
    pub log: Vec<Recorded>,
}

/// A duty, and who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDuty {
    /// Which.
    pub duty: Line,
    /// Whose.
    pub holder: PersonId,
    /// Who does it at this moment, when it is somebody else.
    pub acting: Option<PersonId>,
}

/// A ballot as its reader may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct BallotView {
    pub number: Number,
    pub question: Question,
    pub reason: Option<Prose>,
    pub by: By,
    pub opened_at: Timestamp,
    pub vote: Vote,
    /// By whom it is decided as it stands.
    pub method: Method,
    /// Whether an objection has turned it into its fallback.
    pub contested: bool,
    pub standing: Outcome,
    /// The count; of a secret ballot only once it is over.
    pub tally: Option<Tally>,
    /// Who may vote, and what they said last; of a secret ballot only one's own.
    pub electorate: Vec<Elector>,
    pub electors: Option<Elected>,
    pub extended_to: Option<Timestamp>,
    pub end: Option<End>,
    /// Whether the reader may say something.
    pub may_vote: bool,
    /// Whether the reader opened it.
    pub is_own: bool,
}

/// Somebody who may vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elector {
    /// Who.
    pub person: PersonId,
    /// What they said last.
    pub said: Option<(Choice, Timestamp, Option<Prose>)>,
    /// Whether they said anything; of a secret ballot too.
    pub heard: bool,
    /// Since when they stand aside or are gone, and why if they said.
    pub aside: Option<(Timestamp, Option<Prose>)>,
}

/// An absence with what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveView {
    /// Which.
    pub number: Number,
    /// The absence.
    pub leave: Leave,
    /// What its length asks for.
    pub asks: Asks,
    /// Duties that nobody covers.
    pub open: Vec<Line>,
    /// Who could take over the reader's open cases, when it is their own, to come, and asks to hand them over; `None` otherwise.
    pub takers: Option<Vec<PersonId>>,
}

/// A shift to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftView {
    /// Which.
    pub shift: Shift,
    /// Whom it was offered to.
    pub offered: Option<PersonId>,
    /// Whether it was accepted.
    pub accepted: bool,
}

/// What a reader may know.
#[must_use]
pub fn open(
    committee: &Committee,
    log: &[Recorded],
    policy: &Policy,
    (place, me): (Place, Option<PersonId>),
    now: Timestamp,
) -> CommitteeView {
    let (member, inside) = (place == Place::Member, place != Place::Outside);
    let secret = secret_ballots(committee);
    let may_know = |entry: &&Recorded| {
        let hidden = matches!(&entry.event, Event::Voted { ballot, .. } if secret.contains(ballot));
        audience::includes(audience::audience(&entry.event), place) && (!hidden || is_by(entry.by, me))
    };
    CommitteeView {
        place,
        me,
        seats: by_name(committee).into_iter().map(|seat| as_seen(seat, place)).collect(),
        former: committee
            .former
            .iter()
            .filter(|former| inside || former.emeritus)
            .cloned()
            .map(|former| as_left(former, place))
            .collect(),
        duties: if inside { duties(committee, now) } else { Vec::new() },
        warnings: if inside { super::roster::warnings(committee, policy) } else { Vec::new() },
        tasks: kept(inside, committee.tasks.iter().map(|(number, open)| (*number, open.clone()))),
        ballots: kept(inside, committee.ballots.values().rev().map(|ballot| ballot_view(ballot, me, now))),
        interests: kept(member, committee.interests.iter().map(|(number, one)| (*number, one.clone()))),
        leaves: kept(member, committee.leaves.iter().map(|known| leave_view(committee, policy, known, (me, now)))),
        silences: kept(member, silences(committee, policy, now)),
        on_call: cover::on_call(committee, now).filter(|_| member),
        shifts: kept(member, shifts(committee, now)),
        log: log.iter().filter(may_know).cloned().collect(),
    }
}

fn by_name(committee: &Committee) -> Vec<Seat> {
    let mut seats: Vec<Seat> = committee.seats.values().cloned().collect();
    seats.sort_by(|one, other| (&one.name, one.person).cmp(&(&other.name, other.person)));
    seats
}

/// A seat without what is the members' alone: when its holder was heard of, asked, reminded, and what their silence came to.
fn as_seen(seat: Seat, place: Place) -> Seat {
    let (last_heard, last_duty) = (seat.since, seat.since);
    let suspended_at = seat.suspended_at.filter(|_| place != Place::Outside);
    let (pinged_at, nudged_at, silence, owed_since) = (None, None, None, None);
    match place {
        Place::Member => seat,
        Place::Auditor | Place::Outside => {
            Seat { last_heard, last_duty, pinged_at, nudged_at, owed_since, suspended_at, silence, ..seat }
        }
    }
}

/// A former seat, for outsiders without what was given back and when.
fn as_left(former: Former, place: Place) -> Former {
    let seat = as_seen(former.seat, place);
    match place {
        Place::Member | Place::Auditor => Former { seat, ..former },
        Place::Outside => Former { seat, to_do: Vec::new(), access_cut: None, ..former },
    }
}

fn kept<T>(may: bool, all: impl IntoIterator<Item = T>) -> Vec<T> {
    if may { all.into_iter().collect() } else { Vec::new() }
}

fn secret_ballots(committee: &Committee) -> BTreeSet<Number> {
    committee.ballots.values().filter(|ballot| ballot.vote.secret).map(|ballot| ballot.number).collect()
}

fn is_by(by: By, me: Option<PersonId>) -> bool {
    me.is_some() && by.person() == me
}

fn duties(committee: &Committee, now: Timestamp) -> Vec<HeldDuty> {
    let held = committee.duties.iter().map(|(duty, holder)| HeldDuty {
        duty: duty.clone(),
        holder: *holder,
        acting: cover::acting(committee, duty, now).filter(|acting| acting != holder),
    });
    held.collect()
}

fn ballot_view(ballot: &Ballot, me: Option<PersonId>, now: Timestamp) -> BallotView {
    let (standing, secret) = (ballot.standing(now), ballot.vote.secret);
    let elector = |person: PersonId| {
        let word = ballot.word_of(person);
        let shown = word.filter(|_| !secret || Some(person) == me);
        Elector {
            person,
            said: shown.map(|(said, reason)| (said.choice, said.at, reason.clone())),
            heard: word.is_some(),
            aside: ballot.aside.get(&person).map(|at| (*at, ballot.conflicts.get(&person).cloned())),
        }
    };
    let votes = me.is_some_and(|me| ballot.electors().any(|person| person == me));
    BallotView {
        number: ballot.number,
        question: ballot.question.clone(),
        reason: ballot.reason.clone(),
        by: ballot.by,
        opened_at: ballot.opened_at,
        vote: ballot.vote.clone(),
        method: ballot.method(now),
        contested: ballot.is_contested(),
        standing,
        tally: ballot.counted_at(now).map(|at| ballot.tally(at)),
        electorate: ballot.electorate.iter().copied().map(elector).collect(),
        electors: ballot.electors.clone(),
        extended_to: ballot.extended_to,
        end: ballot.end.clone(),
        may_vote: ballot.is_open(now) && votes && ballot.method(now) != Method::Electors,
        is_own: matches!(ballot.by, By::Member(person) if Some(person) == me),
    }
}

fn leave_view(
    committee: &Committee,
    policy: &Policy,
    (number, leave): (&Number, &Leave),
    (me, now): (Option<PersonId>, Timestamp),
) -> LeaveView {
    let asks = leave.asks(policy);
    let able = |person: &PersonId| cover::can_take(committee, leave, *person, now);
    let wanted = Some(leave.person) == me && asks != Asks::Nothing && leave.is_to_come(now);
    LeaveView {
        number: *number,
        leave: leave.clone(),
        asks,
        open: cover::gaps(committee, leave),
        takers: wanted.then(|| committee.seats.keys().copied().filter(able).collect()),
    }
}

fn silences(committee: &Committee, policy: &Policy, now: Timestamp) -> Vec<(PersonId, Evidence)> {
    let known = committee.seats.values().filter_map(|seat| {
        let evidence = silence::evidence(committee, policy, seat, now)?;
        (evidence.suffices() || evidence.pinged_at.is_some()).then_some((seat.person, evidence))
    });
    known.collect()
}

fn shifts(committee: &Committee, now: Timestamp) -> Vec<ShiftView> {
    let Some(rota) = &committee.rota else { return Vec::new() };
    let ahead = rota.shifts().skip_while(|shift| shift.until <= now).take(SHIFTS_AHEAD);
    let view = |shift: Shift| ShiftView {
        shift,
        offered: rota.offered.get(&shift.number).copied().filter(|to| rota.taken.get(&shift.number) != Some(to)),
        accepted: rota.is_accepted(&shift),
    };
    ahead.map(view).collect()
}
