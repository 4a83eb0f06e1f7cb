//! Passkeys: the ceremonies of Web Authentication, as values.
//!
//! Knows what a browser is asked, and whether an answer is good: made for this site, for this challenge, by a key that is
//! registered, with its holder verified. Must not know people, sessions, cases or storage: a challenge comes in as bytes, and
//! whoever made it sees that it is used once.
//!
//! The source: Web Authentication Level 3, sections 7.1 (registering) and 7.2 (verifying an assertion). The checks themselves
//! are a library's; here they are asked for in one way only: discoverable keys, the holder always verified, no attestation.

mod answer;
mod site;

pub use answer::{Assertion, Unreadable};
pub use site::{Asked, NoSite, Passkey, Refused, Site, Used};
