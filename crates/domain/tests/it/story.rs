//! How a story is told: rows of (moment, actor, command) against one case, printed as events, refusals and effects.

use std::fmt::Write as _;
use std::sync::Arc;

use domain::Timestamp;
use domain::case::command::Ask;
use domain::case::decide;
use domain::case::effect::{self, Effect};
use domain::case::event::{Event, Recorded};
use domain::case::state::Case;
use domain::ids::CaseId;
use domain::people::{Actor, Role};
use domain::policy::Policy;
use expect_test::Expect;

pub(crate) const CASE: CaseId = CaseId::from_bytes([0xCA; 16]);

/// A case being told: its log so far.
pub(crate) struct Story {
    policy: Arc<Policy>,
    log: Vec<Recorded>,
    told: String,
}

/// One row of a story.
pub(crate) struct Row(pub(crate) &'static str, pub(crate) Actor, pub(crate) Ask);

/// A row: `2026-11-02 09:00` in UTC, who, what.
pub(crate) fn row(at: &'static str, actor: Actor, ask: impl Into<Ask>) -> Row {
    Row(at, actor, ask.into())
}

pub(crate) fn moment(text: &str) -> Timestamp {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

impl Story {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { policy: Arc::new(policy), log: Vec::new(), told: String::new() }
    }

    pub(crate) fn case(&self) -> Case {
        Case::fold(CASE, &self.log).unwrap()
    }

    pub(crate) fn log(&self) -> &[Recorded] {
        &self.log
    }

    /// Tells rows; what they bring about is appended to the story.
    pub(crate) fn tell(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        for Row(at, actor, ask) in rows {
            self.ask(moment(at), at, actor, &ask);
        }
        self
    }

    fn ask(&mut self, now: Timestamp, at: &str, actor: Actor, ask: &Ask) {
        let decision = match Case::fold(CASE, &self.log) {
            None => decide::open(&self.policy, &ask.command, now),
            Some(case) => decide::decide(&case, ask, actor, now),
        };
        match decision {
            Err(refusal) => writeln!(self.told, "{at} {} ! {refusal:?}", who(actor)).unwrap(),
            Ok(events) if events.is_empty() => writeln!(self.told, "{at} {} . nothing", who(actor)).unwrap(),
            Ok(events) => {
                let recorded = decide::record(events, self.log.len() as u64, now, actor);
                for entry in recorded {
                    self.log.push(entry.clone());
                    writeln!(self.told, "{at} {} - {}", who(actor), shown(&entry.event)).unwrap();
                    if let Some(case) = Case::fold(CASE, &self.log) {
                        for wish in effect::react(&case, &entry) {
                            writeln!(self.told, "{:16}   > {}", "", wished(&wish.effect)).unwrap();
                        }
                    }
                }
            }
        }
    }

    /// What the story so far says; the rows before are forgotten, so that a test shows only what it is about.
    pub(crate) fn forget(mut self) -> Self {
        self.told.clear();
        self
    }

    #[expect(clippy::needless_pass_by_value, reason = "a story ends in what it should say")]
    pub(crate) fn check(self, expected: Expect) -> Self {
        expected.assert_eq(&self.told);
        self.forget()
    }
}

fn who(actor: Actor) -> String {
    let role = match actor.role {
        Role::Reporter => "reporter",
        Role::Committee => "committee",
        Role::FixTeam => "fix team",
        Role::Guest => "guest",
        Role::Observer => "observer",
        Role::ReleaseManager => "release manager",
        Role::Distributor => "distributor",
        Role::Witness => "witness",
        Role::Clock => "clock",
        Role::World => "world",
    };
    let person = actor.person.map(|person| person.to_string().chars().take(2).collect::<String>());
    person.map_or_else(|| role.to_owned(), |person| format!("{role} {person}"))
}

fn shown(event: &Event) -> String {
    if let Event::CaseOpened { .. } = event { "CaseOpened".to_owned() } else { format!("{event:?}") }
}

fn wished(effect: &Effect) -> String {
    if let Effect::SendLetter { to, letter } = effect {
        format!("letter to {to:?}: {letter:?}")
    } else {
        format!("{effect:?}")
    }
}
