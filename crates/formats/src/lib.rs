//! The outside world's documents: how they are written, read and checked.
//!
//! Knows identifiers, scores, version facts and the files others read: CVE ids, CWE ids, CVSS vectors, affected ranges,
//! OSV records, security.txt. Must not know cases, people, policies, files, networks or clocks: everything here is a
//! value made from values.

pub mod code_owners;
pub mod cve_id;
pub mod cvss;
pub mod cwe;
pub mod maintainers;
pub mod osv;
pub mod range;
pub mod security_txt;
mod text;

#[cfg(test)]
mod tests;
