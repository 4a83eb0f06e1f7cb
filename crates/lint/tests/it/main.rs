//! What the linter says: of the source texts, of the kinds of documents people have, and of anything else.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod originals;
mod properties;
mod reports;
mod shapes;
mod txt;
