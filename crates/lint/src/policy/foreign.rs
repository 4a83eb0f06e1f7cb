//! Another organisation's links and names, left in when a policy was copied.
//!
//! Knows which organisations' policies are copied most, and how a policy speaks of itself. Must not know which are right to copy.

use std::collections::BTreeMap;

use super::links::{Repository, inside};
use super::reading::Reading;
use crate::rule::RuleId;
use crate::said::{Said, quote};
use crate::words::{self, Word};

/// Organisations whose policies are found in other people's repositories: the name in prose, and the owners it may stand under.
const COPIED: [(&str, &[&str]); 14] = [
    ("kubernetes", &["kubernetes", "kubernetes-sigs", "kubernetes-csi", "kubernetes-client"]),
    ("sigstore", &["sigstore"]),
    ("etcd", &["etcd-io", "etcd"]),
    ("envoy", &["envoyproxy"]),
    ("tensorflow", &["tensorflow"]),
    ("electron", &["electron"]),
    ("rails", &["rails"]),
    ("django", &["django"]),
    ("homebrew", &["homebrew"]),
    ("istio", &["istio"]),
    ("hyperledger", &["hyperledger", "hyperledger-labs", "lf-decentralized-trust"]),
    ("elastic", &["elastic"]),
    ("hashicorp", &["hashicorp"]),
    ("home assistant", &["home-assistant"]),
];

/// Addresses of others' response teams, by domain.
const DOMAINS: [(&str, &[&str]); 8] = [
    ("kubernetes.io", &["kubernetes"]),
    ("tensorflow.org", &["tensorflow"]),
    ("apache.org", &["apache"]),
    ("djangoproject.com", &["django"]),
    ("rust-lang.org", &["rust-lang"]),
    ("nodejs.org", &["nodejs"]),
    ("golang.org", &["golang"]),
    ("python.org", &["python", "psf", "pypa"]),
];

/// What stands behind a name where a policy speaks of itself.
const SELF: [&str; 14] = [
    "community",
    "project",
    "maintainers",
    "security team",
    "security response",
    "security committee",
    "product security",
    "security policy",
    "security process",
    "security vulnerability",
    "security release*",
    "tsc",
    "team",
    "contributors",
];

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let Some(ours) = &reading.repository else { return };
    let mut owners = links(reading, ours, said);
    for (name, theirs) in COPIED {
        if !is_ours(ours, name, theirs) && speaks_as(reading, name) {
            owners.entry(name.to_owned()).or_insert(true);
        }
    }
    for owner in owners.iter().filter(|(_, prose)| **prose).map(|(owner, _)| owner) {
        names(reading, ours, owner, said);
    }
    mails(reading, ours, said);
}

/// Whether an organisation's name belongs where the document stands.
fn is_ours(ours: &Repository, name: &str, theirs: &[&str]) -> bool {
    let plain = name.replace(' ', "-");
    theirs.contains(&ours.owner.as_str()) || ours.owner.contains(&plain) || ours.name.contains(&plain)
}

/// Links into another owner's advisories, issues or policy. Gives the owners found.
fn links(reading: &Reading<'_, '_>, ours: &Repository, said: &mut Said<'_, '_>) -> BTreeMap<String, bool> {
    let mut owners = BTreeMap::new();
    for link in &reading.links.places {
        let Some((theirs, path)) = inside(link.target) else { continue };
        let asks = path.starts_with("/security") || path.starts_with("/issues");
        let named = matches!(
            theirs.owner.as_str(),
            "advisories" | "security" | "orgs" | "settings" | "github" | "features" | "apps"
        );
        let stranger = theirs.host == ours.host && theirs.owner != ours.owner && !named;
        let meant = reading.mark_at(link.at).others;
        // A numbered issue or advisory of somebody else is a reference; a door to report through is not.
        let reference = path.contains("ghsa-") || path.bytes().any(|byte| byte.is_ascii_digit());
        if asks && stranger && !meant {
            let what = format!(
                "`{}` belongs to `{}`, and this document stands in `{}`.",
                quote(link.target),
                quote(&theirs.owner),
                ours.shown
            );
            let mend = format!("Link to your own: `https://{}/{}/security/advisories/new`.", ours.host, ours.shown);
            if reference {
                said.add_as(crate::rule::Severity::Note, RuleId::ForeignLink, link.at, what, mend);
            } else {
                said.add(RuleId::ForeignLink, link.at, what, mend);
                owners.insert(theirs.owner.clone(), true);
            }
        }
    }
    owners
}

/// Whether the document speaks in this name somewhere: `the sigstore community`, `Kubernetes security team`.
fn speaks_as(reading: &Reading<'_, '_>, name: &str) -> bool {
    reading.sentences().any(|(_, mark, sentence)| {
        let Some(index) = words::position(sentence, name) else { return false };
        let behind = sentence.get(index + name.split(' ').count()..).unwrap_or_default();
        let itself = SELF.iter().any(|phrase| words::position(behind, phrase) == Some(0));
        itself && !words::is_negated(sentence, index) && !mark.others
    })
}

/// The name in prose, said once with how often it stands.
fn names(reading: &Reading<'_, '_>, ours: &Repository, owner: &str, said: &mut Said<'_, '_>) {
    let name = owner.replace(['-', '_', '.'], " ");
    if name.trim().is_empty() || ours.name.contains(owner) {
        return;
    }
    let mut places = Vec::new();
    for (_, mark, sentence) in reading.sentences() {
        let place =
            words::position(sentence, &name).and_then(|index| sentence.get(index)).map(|word: &Word<'_>| word.at);
        let in_link = |at: &usize| {
            let links = &reading.links.places;
            let behind = links.partition_point(|link| link.at <= *at);
            behind
                .checked_sub(1)
                .and_then(|index| links.get(index))
                .is_some_and(|link| *at < link.at + link.target.len())
        };
        places.extend(place.filter(|at| !in_link(at) && !mark.others));
    }
    if let Some(first) = places.first() {
        let what = match places.len() {
            1 => format!("The document speaks of `{}`, and stands in `{}`.", quote(owner), ours.shown),
            more => format!(
                "The document speaks of `{}` in {more} sentences, and stands in `{}`.",
                quote(owner),
                ours.shown
            ),
        };
        said.add(
            RuleId::ForeignName,
            *first,
            what,
            "Put in your own names; if the text came from there, say so under Credit.",
        );
    }
}

/// Addresses of response teams that answer for other projects.
fn mails(reading: &Reading<'_, '_>, ours: &Repository, said: &mut Said<'_, '_>) {
    for mail in &reading.links.mails {
        let theirs = DOMAINS.iter().find(|(domain, _)| {
            mail.domain == *domain || mail.domain.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'))
        });
        let Some((domain, owners)) = theirs else { continue };
        let security = mail.local.contains("secur") || mail.local.contains("vuln");
        let meant = reading.mark_at(mail.at).others;
        if security && !meant && !is_ours(ours, domain.split('.').next().unwrap_or(domain), owners) {
            let what = format!(
                "`{}@{}` answers for another project, and this document stands in `{}`.",
                mail.local, mail.domain, ours.shown
            );
            said.add_as(
                crate::rule::Severity::Warning,
                RuleId::ForeignLink,
                mail.at,
                what,
                "Give an address of your own, unless they have agreed to answer for you.",
            );
        }
    }
}
