//! Every sentence the desk says about the process: one small pure function per table, every case written out.
//!
//! Knows words; must not know who reads them. A refusal says what and what to do next; nothing blames.

mod event;
mod refusal;
mod spans;
mod table;
mod time;

pub use event::{Names, event};
pub use refusal::{Sentence, refusal};
pub use spans::spans;
pub use table::{clock, need, phase, rating, role, rule, step, verb};
pub use time::{duration, instant, term};
