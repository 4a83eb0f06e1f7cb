//! What a policy, a case and a committee are, and what may happen to them.
//!
//! Values in, values out: this crate decides and never does. It reads no clock, opens no file, speaks to nobody; `now`,
//! ids and the policy are arguments. It must not know how anything is stored, sent or drawn, and holds no prose for people.

pub mod calendar;
pub mod case;
pub mod committee;
pub mod ids;
pub mod people;
pub mod policy;
pub mod proposal;
pub mod severity;
pub mod voting;
pub mod words;

pub use jiff::Timestamp;
