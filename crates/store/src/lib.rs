//! Keeps it: the log of each case, lists, blobs, the outbox, accounts, what is public.
//!
//! The only SQL, on SQLite and PostgreSQL alike. Knows how things are sealed, written together and found again; must not
//! know what any of it means or who may see it.
//!
//! One transaction holds what belongs together: events, the texts they name, the case's list row, what follows in the
//! world. Nothing is acknowledged before it is durable. Writing goes through one writer per process that puts what waits
//! into one transaction; readers have their own connections. [`Store::verify`] opens and recomputes everything there is.

mod access;
mod batch;
mod behalf;
mod blobs;
mod bulk;
mod committee;
mod decisions;
mod engine;
mod fault;
mod head;
mod held_receipts;
mod index;
mod known_policies;
mod link;
mod log;
mod open;
mod outbox;
mod passkeys;
mod passwords;
mod people;
mod promises;
#[cfg(feature = "wall-down")]
pub mod proof;
mod proposals;
mod provider_links;
mod published;
mod readings;
mod rebuild;
mod schema;
mod seals;
mod settings;
mod tokens;
mod value;
mod verify;
mod wall;
mod wall_role;
mod writer;

pub use access::{NewSession, OpenSession, SignedIn, Who};
pub use behalf::Behalf;
pub use blobs::NewBlob;
pub use committee::{CommitteeHead, CommitteeLog};
pub use engine::{Location, Options};
pub use fault::{AppendError, Fault, OpenError};
pub use head::Head;
pub use index::{Cursor, Filter, ListPage, ListQuery, NotACursor, Part, Scope};
pub use log::{Append, Expected, Loaded};
pub use open::Store;
pub use outbox::Job;
pub use passkeys::KeptPasskey;
pub use passwords::KeptPassword;
pub use people::{Openings, Person, SaidBy};
pub use provider_links::{ProviderLink, Subject};
pub use published::PublishedAdvisory;
pub use readings::Seen;
pub use rebuild::Rebuilt;
pub use tokens::{KeptToken, NewToken};
pub use verify::{Problem, Verification};
#[doc(hidden)]
pub use wall::walled_tables;
