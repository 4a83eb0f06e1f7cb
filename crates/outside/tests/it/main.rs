//! Letters that really leave: to a real SMTP server on this machine, and to files.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail, and says why it is skipped")]

mod files;
mod letterbox;
mod mail;
