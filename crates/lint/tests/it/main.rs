//! What the linter says: of the source texts, of the kinds of documents people have, and of anything else.

#![expect(clippy::unwrap_used, reason = "a test may fail")]
#![expect(clippy::print_stdout, reason = "a test that cannot run says so")]
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "one test measures how long the linter takes")]

mod originals;
mod properties;
mod reports;
mod shapes;
mod txt;
