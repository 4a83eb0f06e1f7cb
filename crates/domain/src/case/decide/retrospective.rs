//! Afterwards: the end of the case; the retrospective's own conditions are in the gate.
//!
//! PR-82 to PR-85.

use super::super::command;
use super::super::event::Event;
use super::super::state::Publication;
use super::Question;
use crate::words::Prose;

impl Question<'_> {
    /// How it closes follows from where it stands.
    pub(super) fn close(&self, note: Option<&Prose>) -> Vec<Event> {
        let published = self.case.publication != Publication::Unpublished;
        let closing = command::closing(self.case.declined.is_some(), published);
        vec![Event::CaseClosed { closing, note: note.cloned() }]
    }
}
