//! What goes wrong in policy documents: any SECURITY.md, any security.txt, and our own policy files.
//!
//! Knows how such documents are written in the wild and what a finder needs of them, and how to say what cannot be in a policy
//! file of ours. Must not know the network or what the day is: nothing is fetched, and today is an argument.

mod context;
mod criteria;
mod export;
mod page;
mod policy;
mod policy_file;
mod report;
mod rule;
mod said;
mod txt;
mod words;

pub use context::Context;
pub use report::{Criterion, Finding, Met, Report};
pub use rule::{RuleId, Severity};

/// Reads a SECURITY.md, written in Markdown or copied from a page, and says what is wrong with it.
///
/// ```
/// use lint::{Context, RuleId, security_md};
/// let context = Context { file: None, repository: None, today: jiff::civil::date(2026, 11, 23) };
/// let report = security_md("# Security\n\nPlease open an issue.\n", &context);
/// assert!(report.fails());
/// assert!(report.findings.iter().any(|finding| finding.rule == RuleId::ContactPublicOnly));
/// ```
#[must_use]
pub fn security_md(text: &str, context: &Context) -> Report {
    policy::lint(text, context)
}

/// Reads a security.txt (RFC 9116) and says what is wrong with it. Bytes that are no UTF-8 arrive as replacement characters.
///
/// ```
/// use lint::{Context, security_txt};
/// let context = Context { file: None, repository: None, today: jiff::civil::date(2026, 11, 23) };
/// let good = "Contact: mailto:security@sluice.dev\nExpires: 2027-06-01T00:00:00Z\n\
///             Canonical: https://sluice.dev/.well-known/security.txt\n";
/// assert!(security_txt(good, &context).findings.is_empty());
/// ```
#[must_use]
pub fn security_txt(text: &str, context: &Context) -> Report {
    txt::lint(text, context)
}

/// Reads a policy file of Sluice and says what in it cannot be; the first place where it is none, when it is none.
///
/// ```
/// use lint::{Context, RuleId, policy_toml};
/// let context = Context { file: None, repository: None, today: jiff::civil::date(2026, 11, 23) };
/// let report = policy_toml(domain::policy::Preset::Solo.text(), &context);
/// assert!(report.findings.iter().all(|finding| finding.rule == RuleId::PresetLeft), "{}", report.text());
/// ```
#[must_use]
pub fn policy_toml(text: &str, context: &Context) -> Report {
    policy_file::lint(text, context)
}
