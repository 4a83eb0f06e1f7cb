//! Why the committee's rules say no: values, for people, in the rules' own words elsewhere.

use super::Verb;
use crate::policy::Nominator;
use crate::words::Line;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This is not for whoever asks.
    NotYours {
        /// What was asked.
        verb: Verb,
    },
    /// The machine's clock has leapt, and what it brings about is not believed yet.
    ClockLeapt,
    /// One person answers alone; there is nobody to decide with.
    Alone,
    /// There is no such ballot, leave, task, shift or duty.
    NoSuch,
    /// It is over.
    Over,
    /// It was done before.
    AlreadyDone,
    /// Only those who were members when it was opened vote on it, and nobody about themselves.
    NotAnElector,
    /// An objection says why.
    ReasonNeeded,
    /// That is what they said already.
    SaidAlready,
    /// Another body decides this one.
    ElectorsDecide {
        /// Which, where the policy names one.
        body: Option<Line>,
    },
    /// No other body is asked.
    NotForElectors,
    /// Only whoever opened it takes it back.
    NotTheOpener,
    /// They are a member.
    AlreadyMember,
    /// They are to stand in for a member who is away.
    StandsIn,
    /// A ballot about them is open.
    BallotOpen,
    /// The policy names others who nominate (PR-15).
    NominatorsOnly {
        /// Who.
        nominators: Vec<Nominator>,
    },
    /// Nobody is asked to join at the moment.
    InterestShut,
    /// The two conditions of a removal do not hold (PR-25).
    NotSilent,
    /// Nobody would be left to answer.
    LastMember,
    /// Whoever follows comes from those who are active contributors (PR-21).
    NotAContributor,
    /// A leave begins today or later, ends after it begins, and is not longer than two years.
    BadDates,
    /// They are away then already.
    LeaveOverlaps,
    /// It is somebody else's leave, or one's own.
    NotForThem,
    /// Whoever covers is there all the time.
    AwayThen,
    /// Whoever takes the cases is there until the end of the absence.
    TheyAreAway,
    /// For so short an absence whoever goes keeps what they look after.
    KeepsCases,
    /// They look after no open case.
    NothingToHandOver,
    /// For this length of absence nobody stands in (PR-24).
    NoDeputy,
    /// Whoever stands in for somebody has nobody stand in for them.
    DeputiesNameNone,
    /// A ballot is open for longer once, and for no longer than it was to be open; one without an end is open anyway.
    LongEnough,
    /// The members have not granted it yet.
    NotGranted,
    /// The policy has no shifts.
    NoRotation,
    /// An order names members, each once.
    BadOrder,
    /// It is another's shift, and was not offered to them.
    NotYourShift,
}
