//! The committee: who is on it, how they come and go, what they decide together, who covers whom.
//!
//! The same grammar as a case: a [`command::Command`] is decided into [`event::Event`]s, which [`state::Committee`] folds;
//! clocks, warnings, views and letters are questions asked of the fold. Must not know any case's content.

pub mod audience;
pub mod ballot;
mod chosen;
pub mod clock;
pub mod command;
pub mod cover;
pub mod decide;
pub mod effect;
pub mod event;
pub mod facts;
pub mod leave;
pub mod roster;
pub mod rota;
pub mod seat;
pub mod silence;
pub mod state;
pub mod view;
