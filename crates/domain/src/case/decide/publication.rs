//! Publication: one commit point, after everything it stands on.
//!
//! PR-70 to PR-81. The gate has been asked already; what follows in the world is in `effect`.

use super::super::event::Event;
use super::super::facts::EmbargoEnd;
use super::Question;

impl Question<'_> {
    pub(super) fn publish(&self) -> Vec<Event> {
        let ended = self
            .case
            .embargo
            .running_until()
            .map(|_| Event::EmbargoEnded { because: EmbargoEnd::Published, note: None });
        ended.into_iter().chain([Event::AdvisoryPublished]).collect()
    }
}
