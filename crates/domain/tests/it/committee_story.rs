//! How a story of the committee is told: a policy, a log, and what each asks at a moment.

use domain::Timestamp;
use domain::committee::ballot::{Ballot, End};
use domain::committee::command::Command;
use domain::committee::decide::{self, Refusal};
use domain::committee::event::{Event, Recorded};
use domain::committee::facts::{By, Nominee, Number};
use domain::committee::state::Committee;
use domain::ids::PersonId;
use domain::policy::{Policy, committee};
use domain::voting::{Choice, Outcome};

use crate::people::{line, prose};
use crate::story::moment;

/// Everybody there is, by a letter.
pub(crate) const fn id(letter: char) -> PersonId {
    PersonId::from_bytes([letter as u8; 16])
}

pub(crate) const fn member(letter: char) -> By {
    By::Member(id(letter))
}

/// A committee being told.
pub(crate) struct Told {
    pub(crate) policy: Policy,
    pub(crate) log: Vec<Recorded>,
}

impl Told {
    /// Members `a`, `b`, …, each of an organisation of their own, seated at noon on Sunday 1 November 2026.
    pub(crate) fn of(count: u8) -> Self {
        Self::under(committee(), count)
    }

    pub(crate) fn under(policy: Policy, count: u8) -> Self {
        let mut told = Self { policy, log: Vec::new() };
        for letter in ('a'..).take(usize::from(count)) {
            told.seat(letter, Some(&format!("{letter} Ltd")));
        }
        told
    }

    pub(crate) fn seat(&mut self, letter: char, organisation: Option<&str>) {
        let organisation = organisation.map(line);
        let seat = Command::NoteSeat { person: id(letter), name: line(&letter.to_string()), organisation };
        self.ask("2026-11-01 12:00", By::Operator, seat).unwrap();
    }

    pub(crate) fn committee(&self) -> Committee {
        Committee::fold(&self.log)
    }

    /// Asks; the kinds of what came of it.
    #[expect(clippy::needless_pass_by_value, reason = "a story's rows are read like a table")]
    pub(crate) fn ask(&mut self, at: &str, by: By, command: Command) -> Result<Vec<&'static str>, Refusal> {
        self.at(moment(at), by, &command)
    }

    pub(crate) fn at(&mut self, now: Timestamp, by: By, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let committee = self.committee();
        let events = decide::decide(&committee, &self.policy, command, by, now)?;
        let kinds = events.iter().map(Event::kind).collect();
        self.log.extend(decide::record(events, committee.version, now, by));
        Ok(kinds)
    }

    /// Time passes; what it brought about.
    pub(crate) fn tick(&mut self, at: &str) -> Vec<&'static str> {
        self.ask(at, By::Clock, Command::NoteTime).unwrap()
    }

    /// Nominates `z` and gives the ballot's number.
    pub(crate) fn nominated(&mut self, at: &str, by: By) -> Number {
        self.ask(at, by, nominate('z')).unwrap();
        self.last_ballot().number
    }

    pub(crate) fn last_ballot(&self) -> Ballot {
        self.committee().ballots.into_values().next_back().unwrap()
    }

    pub(crate) fn ballot(&self, number: Number) -> Ballot {
        self.committee().ballots.remove(&number).unwrap()
    }

    pub(crate) fn say(
        &mut self,
        at: &str,
        letter: char,
        ballot: Number,
        choice: Choice,
    ) -> Result<Vec<&'static str>, Refusal> {
        let reason = (choice == Choice::No).then(|| prose("too early"));
        self.ask(at, member(letter), Command::Vote { ballot, choice, reason })
    }

    /// How a ballot stands at a moment.
    pub(crate) fn stands(&self, ballot: Number, at: &str) -> String {
        match self.ballot(ballot).standing(moment(at)) {
            Outcome::Open { closes_at } => {
                format!("open until {}", closes_at.map_or("?".to_owned(), |at| at.to_string()))
            }
            Outcome::Carried { at } => format!("carried {at}"),
            Outcome::Lost { at } => format!("lost {at}"),
        }
    }

    pub(crate) fn ended(&self, ballot: Number) -> Option<(bool, String)> {
        match self.ballot(ballot).end? {
            End::Closed { carried, at } => Some((carried, at.to_string())),
            End::Withdrawn { .. } => None,
        }
    }

    pub(crate) fn members(&self) -> String {
        self.committee().seats.keys().map(|person| char::from(person.as_bytes()[0])).collect()
    }
}

pub(crate) fn nominee(letter: char) -> Nominee {
    let address = line(&format!("{letter}@elsewhere.example"));
    Nominee { person: id(letter), name: line(&letter.to_string()), address, organisation: None }
}

pub(crate) fn nominate(letter: char) -> Command {
    Command::Nominate { nominee: nominee(letter), interest: None, reason: prose("they know the parser") }
}

/// The committee's preset with another vote.
pub(crate) fn voting(ballot: domain::policy::Ballot, vote: &str) -> Policy {
    let mut policy = committee();
    policy.votes.insert(ballot, toml::from_str(vote).unwrap());
    policy
}
