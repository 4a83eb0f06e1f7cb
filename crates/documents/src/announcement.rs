//! The announcement, in the structure of the source texts (PR-70 to PR-81).
//!
//! Knows the order of its blocks and what each needs. A placeholder left over, a comment, an empty required block is a hard stop.

use std::fmt::Write as _;

use domain::policy::{BodyKind, Contradiction, Policy, Templates, contradictions};
use domain::words::Line;

use crate::advisory::Advisory;
use crate::fitness;
use crate::osv;
use crate::words;

/// A finished announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// PR-75.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why an announcement cannot be sent: every problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(pub Vec<String>);

/// Writes the announcement of an advisory under a policy: on behalf of its body, in its words where it has its own (PR-72).
///
/// # Errors
/// Every empty required block, every placeholder or comment left in a text, names of the preset that the policy still holds,
/// and facts that scanners could not read: what is found only after publication is found too late.
pub fn announcement(advisory: &Advisory, policy: &Policy) -> Result<Announcement, Unfit> {
    let mut problems: Vec<String> = required(advisory)
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| format!("{name} is empty"))
        .collect();
    problems.extend(unfilled(policy));
    let announcement = Announcement { subject: subject(advisory, policy), body: written(advisory, policy) };
    problems.extend(fitness::problems(&format!("{}\n{}", announcement.subject, announcement.body)));
    if let Err(error) = osv::json(advisory) {
        problems.push(format!("scanners could not read it: {error}"));
    }
    if problems.is_empty() { Ok(announcement) } else { Err(Unfit(problems)) }
}

/// What PR-70 to PR-81 ask for.
fn required(advisory: &Advisory) -> [(&'static str, String); 7] {
    let affected: Vec<String> = advisory.affected.iter().map(ToString::to_string).collect();
    [
        ("the version that carries the fix", advisory.versions()),
        ("the severity", advisory.severity().unwrap_or_default()),
        ("the summary", advisory.summary.clone()),
        ("the list of affected versions", affected.join("\n")),
        ("the command that shows the version", advisory.check_command.clone()),
        ("how to upgrade", advisory.upgrade.clone()),
        ("the details", advisory.details.clone()),
    ]
}

/// Lines of the policy that the world would read and nobody has filled in.
fn unfilled(policy: &Policy) -> Vec<String> {
    let paths = contradictions(policy).into_iter().filter(Contradiction::is_unfilled).map(|found| found.path());
    let read = paths.filter(|path| ["project.", "channels."].iter().any(|section| path.starts_with(section)));
    read.map(|path| format!("`{path}` of the policy is not this project's own; fill it in")).collect()
}

/// PR-75: what, which version, and that it is there.
fn subject(advisory: &Advisory, policy: &Policy) -> String {
    let own = policy.templates.as_ref().and_then(|templates| templates.subject.as_ref());
    if let Some(own) = own {
        let project = format!("{}/{}", advisory.organisation, advisory.project);
        let subject = own.reveal().replace("{project}", &project).replace("{version}", &advisory.versions());
        // One policy, one sentence; of several releases it says the same in the plural.
        let several = advisory.releases.len() > 1;
        return if several { subject.replacen(" is now ", " are now ", 1) } else { subject };
    }
    let verb = if advisory.releases.len() > 1 { "are" } else { "is" };
    format!(
        "Security release of {}/{} {} {verb} now available",
        advisory.organisation,
        advisory.project,
        advisory.versions()
    )
}

fn written(advisory: &Advisory, policy: &Policy) -> String {
    let (mut out, body) = (String::new(), &policy.body);
    let own = |line: fn(&Templates) -> Option<&Line>| policy.templates.as_ref().and_then(line).map(Line::reveal);
    let name = format!("{}/{}", advisory.organisation, advisory.project);
    let announcers = match body.kind {
        BodyKind::Committee => format!("The {} and maintainers of {name} announce", body.name.reveal()),
        BodyKind::Sole => format!("The maintainer of {name} announces"),
    };
    let greeting = own(|templates| templates.greeting.as_ref())
        .map_or_else(|| format!("Hello {} community,", advisory.project), str::to_owned);
    let _ = write!(out, "{greeting}\n\n{announcers} the availability of {name} {}.\n\n", advisory.versions());
    out.push_str("This addresses the following CVE(s):\n\n");
    for line in numbers(advisory) {
        let _ = writeln!(out, "* {line}: {}", words::on_one_line(&advisory.summary));
    }
    let _ = write!(out, "\nUpgrading to {} is encouraged to fix these issues.\n", advisory.versions());
    block(&mut out, "Am I vulnerable?", &vulnerable(advisory));
    if let Some(mitigation) = &advisory.mitigation {
        block(&mut out, "How do I mitigate the vulnerability?", mitigation);
    }
    block(&mut out, "How do I upgrade?", &upgrade(advisory));
    block(&mut out, "Vulnerability details", &details(advisory));
    if let Some(credit) = &advisory.credit {
        block(&mut out, "Thanks", &format!("We thank {credit} for reporting this to us."));
    }
    if let Some(signature) = own(|templates| templates.signature.as_ref()) {
        let _ = write!(out, "\n{signature}\n");
    }
    out
}

fn block(out: &mut String, title: &str, text: &str) {
    let _ = write!(out, "\n**{title}**\n\n{}\n", text.trim());
}

/// PR-76: a number, with its score or rating. Without a CVE the other database's id stands in its place.
fn numbers(advisory: &Advisory) -> Vec<String> {
    let how_bad = match (advisory.score, advisory.rating) {
        (Some(score), _) => format!("CVSS score {score}"),
        (None, Some(rating)) => format!("severity {}, not scored", words::rating(rating)),
        (None, None) => "severity not stated".to_owned(),
    };
    let ids: Vec<String> = if advisory.cves.is_empty() {
        vec![advisory.id()]
    } else {
        advisory.cves.iter().map(ToString::to_string).collect()
    };
    ids.into_iter().map(|id| format!("{id} ({how_bad})")).collect()
}

/// PR-78: the command, the last vulnerable version of each branch, and what makes it likely.
fn vulnerable(advisory: &Advisory) -> String {
    let mut text = format!("Run `{}`. These versions are vulnerable:\n\n", advisory.check_command);
    for range in &advisory.affected {
        let from = if range.introduced == "0" {
            "every version".to_owned()
        } else {
            format!("{} and later", range.introduced)
        };
        let to = match (&range.last_affected, &range.fixed) {
            (Some(last), _) => format!("up to and including {last}"),
            (None, Some(fixed)) => format!("before {fixed}"),
            (None, None) => "without an end yet".to_owned(),
        };
        let _ = writeln!(text, "* {}: {from}, {to}", range.package);
    }
    if let Some(exposure) = &advisory.exposure {
        let _ = write!(text, "\n{exposure}\n");
    }
    text
}

/// PR-80, and where the binaries are (PR-70).
fn upgrade(advisory: &Advisory) -> String {
    let mut text = format!("{}\n", advisory.upgrade);
    for release in &advisory.releases {
        let _ = write!(text, "\n{}: {}", release.version.reveal(), release.url.reveal());
    }
    if !advisory.artefacts.is_empty() {
        text.push_str("\n\nChecked artefacts, with their SHA-256:\n");
    }
    for artefact in &advisory.artefacts {
        let _ = write!(text, "\n{}\n  {}", artefact.url.reveal(), artefact.sha256.reveal());
    }
    text
}

/// PR-81, and how bad it is (PR-70): the rating that was decided, beside the score.
fn details(advisory: &Advisory) -> String {
    let mut ids = advisory.ids().join(", ");
    if ids.is_empty() {
        ids = advisory.id();
    }
    let severity = advisory.severity().unwrap_or_default();
    format!("{ids}\nSeverity: {severity}\n\n{}", advisory.details)
}
