//! Every sentence the desk says about the process: one small pure function per table, every case written out.
//!
//! Knows words; must not know who reads them. A refusal says what and what to do next; nothing blames.

pub mod account;
mod ballot;
mod clock;
mod committee;
mod committee_event;
mod event;
mod phrase;
mod refusal;
mod spans;
mod table;
mod time;

/// What stands in a text where a live secret of the desk stood. No character of it means anything in JSON or in a form.
pub const TAKEN_OUT: &str = "(a secret stood here; it was taken out)";

pub use ballot::{choice, proposal_refusal, standing};
pub use clock::{clock, clock_meaning, clock_state};
pub use committee::{
    actor, asks, ballot_standing, committee_refusal, committee_verb, evidence, leaving, named, question, seating, task,
    warning,
};
pub use committee_event::committee_event;
pub use event::{Names, event, event_in};
pub use phrase::{capital, listed, on_one_line};
pub use refusal::{Sentence, refusal, refusal_of};
pub use spans::spans;
pub use table::{declined, need, phase, rating, role, role_in, rule, step, verb};
pub(crate) use table::{group, move_factor};
pub use time::{duration, instant, term, weekday};
