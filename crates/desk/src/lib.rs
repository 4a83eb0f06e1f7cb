//! Runs it: receives reports, handles what people ask, opens cases to those who may read, keeps time, delivers letters.
//!
//! Knows the order of things: load, decide, append, perform. Must not know HTTP, SQL or SMTP; what cannot run inside a
//! test comes through the ports. Every read goes through `domain`'s one door, every right is computed at the moment it is used.

mod access;
mod accounts;
mod assignment;
mod browsing;
mod caller;
mod cases;
mod committee;
mod committee_letters;
mod committee_memory;
mod decisions;
mod delivery;
mod desk;
mod fault;
mod gate;
mod handover;
mod held;
mod intake;
mod job;
mod keeping;
mod known_owners;
mod leaks;
mod members;
mod openings;
mod owners;
mod passkeys;
mod passwords;
mod policies;
pub mod ports;
#[cfg(feature = "gate-down")]
pub mod proof;
#[cfg(not(feature = "gate-down"))]
mod proof;
mod proposals;
mod provider;
mod publications;
mod readers;
mod recent;
mod recovery;
pub mod right;
mod rule;
mod scope;
mod seats;
mod sessions;
mod time;
mod tokens;
mod wall;
mod watch;

pub use access::AccessOutcome;
pub use accounts::NewPerson;
pub use caller::Caller;
pub use cases::{Board, BoardQuery, CasePage, Invitation, ToConfirm};
pub use committee::{CommitteePage, RosterThen};
pub use desk::{Desk, Setup};
pub use fault::{Fault, Outcome};
pub use held::{KeepOutcome, OwnReport};
pub use intake::Received;
pub use job::Job;
pub use known_owners::KnownOwners;
pub use members::{Changed, PersonChange};
pub use openings::OpeningsReport;
pub use owners::Candidate;
pub use passkeys::{KeyOutcome, Verified};
pub use passwords::{NewSecret, PASSWORD_LENGTH, PasswordOutcome};
pub use policies::PolicyVersion;
pub use proposals::{Draft, FilePolicy, ProposalPage, Proposed};
pub use provider::{Back, Brought};
pub use publications::AdvisoryPage;
pub use readers::Reader;
pub use recovery::{Recoverable, Recovery, RecoveryStep};
pub use right::Right;
pub use rule::PasskeyRule;
pub use seats::AccountRefusal;
pub use sessions::Ending;
pub use store::{Cursor, Filter, KeptPasskey, KeptToken, OpenSession, Openings, Person, Seen, Subject};
pub use time::Ticked;
pub use tokens::{TOKEN_DAYS_MAX, TokenOutcome, WantedToken};

/// Ways around the gate, none of which compiles.
#[cfg(doctest)]
#[doc = include_str!("../around_the_gate.md")]
pub struct AroundTheGate;
