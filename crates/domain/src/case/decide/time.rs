//! Time and the world: what became due or late, and what became of the letters.
//!
//! Lateness is in the log, so a reminder is an ordinary effect. Noting the same moment twice yields nothing.

use super::super::clock;
use super::super::effect;
use super::super::event::Event;
use super::super::facts::EmbargoEnd;
use super::Question;
use super::people::seen_from;
use crate::words::Line;

impl Question<'_> {
    pub(super) fn note_letter_held(&self, effect: &str, problem: &Line) -> Vec<Event> {
        let known = self.case.held.contains_key(effect);
        if known { vec![] } else { vec![Event::LetterHeld { effect: effect.to_owned(), problem: problem.clone() }] }
    }

    pub(super) fn note_announced(&self, channel: &Line, receipt: &Line) -> Vec<Event> {
        let known = self.case.announced.contains_key(channel);
        if known { vec![] } else { vec![Event::Announced { channel: channel.clone(), receipt: receipt.clone() }] }
    }

    pub(super) fn note_time(&self) -> Vec<Event> {
        let notes = clock::due_notes(self.case, self.now).into_iter().map(|(clock, due, step)| {
            if effect::is_miss(step) {
                Event::DeadlineMissed { clock, due }
            } else {
                Event::ReminderDue { clock, due, step }
            }
        });
        let over = self.case.embargo.running_until().is_some_and(|until| self.now >= until);
        let ended = over.then_some(Event::EmbargoEnded { because: EmbargoEnd::Expired, note: None });
        let gone = self.case.fix_team.iter().filter(|(_, part)| part.span.is_some_and(|(_, until)| self.now >= until));
        let gone = gone.map(|(person, _)| Event::AccessEnded { person: *person });
        let due =
            self.case.fix_team.iter().filter(|(_, part)| part.unless_stopped.is_some_and(|from| self.now >= from));
        let given = due.map(|(person, _)| seen_from(*person, self.now));
        notes.chain(ended).chain(gone).chain(given).collect()
    }
}
