//! What the desk writes: letters, announcements, advisory pages, SECURITY.md, retrospectives, and every word about the process.
//!
//! Values in, text out. The only house of prose for people beside the page templates. Must not know the store, the network
//! or the time; who may read what was decided before a value comes here.

pub mod advisory;
pub mod announcement;
pub mod ballot_record;
pub mod blame;
pub mod calendar_file;
pub mod checklists;
pub mod fitness;
pub mod insights;
pub mod letter;
pub mod machine_contact;
mod markup;
pub mod osv;
pub mod page;
pub mod policy_diff;
pub mod policy_explained;
pub mod policy_facts;
pub mod policy_page;
pub mod retrospective;
pub mod timeline_json;
pub mod words;
