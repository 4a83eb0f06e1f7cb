//! The conversation: who said what to whom.
//!
//! Knows messages its reader may hear; each is marked with who else hears it.

use desk::CasePage;
use documents::words::{self, Names};
use domain::case::facts::Circle;
use domain::ids::PersonId;
use domain::people::{Actor, Role};

use super::when::When;

/// A message as it is drawn.
pub(crate) struct Word<'a> {
    pub(crate) who: String,
    pub(crate) class: &'static str,
    pub(crate) circle: &'static str,
    pub(crate) mine: bool,
    pub(crate) at: When,
    pub(crate) text: &'a str,
}

/// The messages, oldest first. `me` is the reader; `None` is the reporter.
pub(crate) fn words<'a>(page: &'a CasePage, names: &Names, me: Option<PersonId>) -> Vec<Word<'a>> {
    let texts = &page.texts;
    let message = |message: &domain::case::state::Message| Word {
        who: called(message.by, names),
        class: class(message.to),
        circle: circle(message.to),
        mine: match me {
            Some(me) => message.by.person == Some(me),
            None => message.by.role == Role::Reporter,
        },
        at: When::new(message.at, page.now),
        // A text that was struck leaves its place.
        text: texts.get(&message.body).map_or("This text is no longer kept.", |text| text),
    };
    page.view.conversation.iter().map(message).collect()
}

/// The name of whoever acted, or their role.
pub(crate) fn called(actor: Actor, names: &Names) -> String {
    let name = actor.person.and_then(|id| names.get(&id));
    name.cloned().unwrap_or_else(|| capital(words::role(actor.role)))
}

/// Who hears a message, as its mark says it.
pub(crate) const fn circle(circle: Circle) -> &'static str {
    match circle {
        Circle::Committee => "Committee only",
        Circle::Fixers => "Committee and fix team",
        Circle::Reporter => "Committee and reporter",
    }
}

const fn class(circle: Circle) -> &'static str {
    match circle {
        Circle::Committee => "committee",
        Circle::Fixers => "fixers",
        Circle::Reporter => "reporter",
    }
}

/// With a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
