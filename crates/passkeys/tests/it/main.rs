//! Passkeys as stories: an honest authenticator gets in, and every lie is found out.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod lies;
mod truth;
