//! The world: mail out, the real clock, real randomness.
//!
//! Knows how the desk's ports are done outside a test, and is the only crate that dials out. It must not know a case, the
//! store, or one port from another; what a letter says is decided elsewhere.

mod eml;
mod message;
mod provider;
mod settings;
mod smtp;
mod system;

pub use eml::EmlMailer;
pub use provider::{BadProvider, OpenId, ProviderSettings};
pub use settings::{BadSettings, SmtpSettings, Tls};
pub use smtp::SmtpMailer;
pub use system::{SystemClock, SystemIds};
