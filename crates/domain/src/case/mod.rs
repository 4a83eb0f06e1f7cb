//! A case: our handling of one report, from first word to retrospective.
//!
//! A closed grammar: a [`command::Command`] is decided into [`event::Event`]s, which [`state::Case`] folds; clocks, gates,
//! views, effects and index rows are questions asked of the fold. Must not know how a case is stored, sent or drawn.

pub mod audience;
pub mod clock;
pub mod command;
pub mod decide;
pub mod effect;
pub mod event;
pub mod facts;
pub mod gate;
pub mod index;
pub mod state;
pub mod timeline;
pub mod view;
pub mod world;
