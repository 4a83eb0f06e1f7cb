//! What the desk writes: golden texts, the official schema, and hostile input.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod announcements;
mod carried;
mod checklists;
mod compared;
mod explained;
mod facts;
mod formats;
mod letters;
mod people;
mod properties;
mod refusals;
mod retrospectives;
mod said;
mod story;
mod timelines;
