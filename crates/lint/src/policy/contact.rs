//! How a finder reaches the project: by mail, by a form, by the forge's private reports, or not at all.
//!
//! Knows the ways and their placeholders. Must not know whether anybody reads what arrives.

use super::links::{Link, Mail, inside};
use super::reading::Reading;
use crate::criteria::Facts;
use crate::page::Kind;
use crate::rule::RuleId;
use crate::said::{Said, quote};
use crate::words::{self, Word};

/// Hosts whose pages take reports.
const FORMS: [&str; 20] = [
    "hackerone.com/",
    "bugcrowd.com/",
    "intigriti.com/",
    "huntr.",
    "yeswehack.com/",
    "openbugbounty.org/",
    "tidelift.com/security",
    "g.co/vulnz",
    "forms.gle/",
    "docs.google.com/forms",
    "msrc.microsoft.com/",
    "kb.cert.org/",
    "zerodayinitiative.com/",
    "typeform.com/",
    "bughunters.google.com",
    "facebook.com/whitehat",
    "bugbounty.",
    "forms.office.com/",
    "security.samsungmobile.com/",
    "aka.ms/",
];

/// Hosts that explain things and take no reports about this project.
const READING_MATTER: [&str; 14] = [
    "wikipedia.org",
    "docs.github.com",
    "help.github.com",
    "nvd.nist.gov",
    "cve.org",
    "cve.mitre.org",
    "first.org",
    "owasp.org",
    "semver.org",
    "keepachangelog",
    "img.shields.io",
    "keys.openpgp.org",
    "gnupg.org",
    "contributor-covenant.org",
];

/// Sayings that send a report to the public tracker.
const PUBLIC: [&str; 20] = [
    "open an issue",
    "open a new issue",
    "open issue",
    "create an issue",
    "create a new issue",
    "file an issue",
    "file a new issue",
    "raise an issue",
    "submit an issue",
    "new issue",
    "github issue*",
    "gitlab issue*",
    "issue tracker",
    "public issue*",
    "bug tracker",
    "file a bug",
    "an issue on github",
    "an issue in",
    "the issues page",
    "the issues tab",
];

/// Sayings that ask for mail.
const MAIL: [&str; 8] =
    ["email me", "email us", "email the", "e mail", "sending email", "by email", "via email", "an email"];

/// What an example's address looks like.
const SAMPLE_DOMAINS: [&str; 16] = [
    "example.com",
    "example.org",
    "example.net",
    "example.io",
    "yourdomain.com",
    "yourdomain.org",
    "your-domain.com",
    "yourcompany.com",
    "your-company.com",
    "domain.com",
    "company.com",
    "yourproject.org",
    "yourproject.com",
    "mydomain.com",
    "email.com",
    "yourorg.com",
];

/// Names below these top-level domains are reserved (RFC 2606).
const RESERVED: [&str; 4] = [".example", ".invalid", ".test", ".localhost"];

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>, facts: &mut Facts) {
    let samples = mails(reading, said, facts);
    links(reading, said, facts);
    words_alone(reading, facts);
    for at in &reading.links.empty_mail {
        said.add(
            RuleId::ContactAbsentLink,
            *at,
            "`mailto:` stands here without an address.".to_owned(),
            "Put the address behind it.",
        );
    }
    for mail in samples {
        if !facts.contact || (reading.mark_at(mail.at).reporting && !reading.page.is_code(mail.at)) {
            let what = format!("`{}@{}` is a placeholder.", quote(mail.local), quote(mail.domain));
            said.add(RuleId::ContactPlaceholder, mail.at, what, "Put in an address that somebody reads.");
        }
    }
    if !facts.contact && !facts.ended && !said.has(RuleId::ContactPlaceholder) {
        missing(reading, said);
    }
}

/// Addresses that count, and those that are samples.
fn mails<'r, 'a>(reading: &'r Reading<'_, 'a>, said: &mut Said<'_, '_>, facts: &mut Facts) -> Vec<&'r Mail<'a>> {
    let mut samples = Vec::new();
    for mail in &reading.links.mails {
        if is_sample(mail) {
            samples.push(mail);
        } else if takes_reports(mail) {
            facts.contact = true;
            if RESERVED.iter().any(|top| mail.domain.ends_with(top)) {
                let what = format!("`{}@{}` can receive no mail.", quote(mail.local), quote(mail.domain));
                said.add(
                    RuleId::ContactReserved,
                    mail.at,
                    what,
                    "Before this policy is used in earnest, put in a real address.",
                );
            }
        }
    }
    samples
}

fn is_sample(mail: &Mail<'_>) -> bool {
    let under =
        |domain: &str| mail.domain == domain || mail.domain.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'));
    SAMPLE_DOMAINS.iter().any(|domain| under(domain))
        || mail.local.starts_with("your")
        || mail.domain.starts_with("your-")
}

fn takes_reports(mail: &Mail<'_>) -> bool {
    let silent = mail.local.contains("noreply") || mail.local.contains("no-reply") || mail.domain.contains("noreply");
    let announces = mail.local.contains("announce") || mail.local.ends_with("-users");
    !(silent || announces || mail.local == "git")
}

fn links(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>, facts: &mut Facts) {
    for link in &reading.links.places {
        let reporting = reading.mark_at(link.at).reporting;
        if is_private_way(reading, link, reporting) {
            facts.contact = true;
        }
        let policy = [
            "security.md",
            "security-policy",
            "security_policy",
            "/security/policy",
            "security.txt",
            "disclosure-policy",
            "/security",
        ];
        if is_whole(link)
            && !is_foreign(reading, link)
            && policy.iter().any(|name| link.target.contains(name))
            && !link.target.starts_with('#')
        {
            (facts.delegates, facts.contact) = (true, true);
        }
        if reporting
            && link.target.starts_with("http://")
            && !link.target.starts_with("http://localhost")
            && !reading.page.is_code(link.at)
        {
            let what = format!("A way to report leads over http: `{}`.", quote(link.target));
            said.add(
                RuleId::ContactInsecure,
                link.at,
                what,
                "Use the https address, or move the page to a host that has one.",
            );
        }
    }
}

/// No placeholder is left in it.
fn is_whole(link: &Link<'_>) -> bool {
    !link.target.contains(['<', '{', '$', '['])
}

fn is_foreign(reading: &Reading<'_, '_>, link: &Link<'_>) -> bool {
    let theirs = inside(link.target).map(|(repository, _)| repository);
    matches!((&reading.repository, theirs), (Some(ours), Some(theirs)) if ours.host == theirs.host && ours.owner != theirs.owner)
}

fn is_private_way(reading: &Reading<'_, '_>, link: &Link<'_>, reporting: bool) -> bool {
    let target = link.target;
    let advisories = target.contains("security/advisories")
        || target.contains("/security/report")
        || target.contains("confidential");
    if !is_whole(link) || is_foreign(reading, link) || target.starts_with('#') {
        return false;
    }
    if advisories && !target.contains("ghsa-") {
        return true;
    }
    if FORMS.iter().any(|host| target.contains(host)) {
        return true;
    }
    let path = inside(target).map(|(_, path)| path);
    let on_forge = path.is_some() || target.contains("issues") || !target.starts_with("http");
    reporting && !on_forge && !is_turned(reading, link.at) && !READING_MATTER.iter().any(|host| target.contains(host))
}

/// Whether the first words of the block at a byte turn it round: `Do not use https://…`.
fn is_turned(reading: &Reading<'_, '_>, at: usize) -> bool {
    let block = reading.page.index_at(at).and_then(|index| reading.page.blocks.get(index));
    let words = block.map_or(&[][..], |block| reading.page.words(block));
    words::is_negated(words, words.len().min(10))
}

/// Ways that are given in words: the forge's button, an address with `[at]` in it, a name on a messenger.
fn words_alone(reading: &Reading<'_, '_>, facts: &mut Facts) {
    let page = reading.page;
    let buttons = ["button", "tab", "click", "clicking", "menu", "select", "choose"];
    let messengers = [
        "signal",
        "telegram",
        "keybase",
        "matrix",
        "discord",
        "twitter",
        "whatsapp",
        "wechat",
        "mastodon",
        "dm",
        "direct message",
    ];
    let features = ["private vulnerability report*", "privately report*", "report privately", "confidential issue*"];
    for (block, mark) in page.blocks.iter().zip(&reading.marks) {
        if matches!(block.kind, Kind::Heading(_) | Kind::Code) {
            continue;
        }
        let (words, flat) = (page.words(block), page.flat(block));
        let named = words::position(words, "report a vulnerability").and_then(|index| words.get(index));
        let button = named.is_some_and(|word| {
            word.gap.ends_with(['"', '“', '\'', '‘', '`', '*', '«', '[']) || words::has(words, &buttons)
        });
        let messenger =
            words::has(words, &messengers) && mark.reporting && (flat.contains(['@', '+']) || flat.contains("http"));
        facts.contact |= button || messenger || words::has(words, &features) || is_spelt_out(words);
        facts.contact |= words::sentences(words).any(|sentence| {
            words::has(sentence, &["security advisor*", "security tab", "private advisor*", "draft advisor*"])
                && words::has(sentence, &["report*", "submit*", "open a", "open an", "use"])
                && !words::has(sentence, &["will", "publish*", "announc*", "see"])
        });
    }
}

/// `security [at] acme [dot] dev`, `security(at)acme.dev`, `security AT acme DOT dev`.
fn is_spelt_out(sentence: &[Word<'_>]) -> bool {
    sentence.windows(2).enumerate().any(|(index, window)| {
        let [at, next] = window else { return false };
        let fenced = at.gap.ends_with(['[', '(', '{', '<']) && next.gap.starts_with([']', ')', '}', '>']);
        let dotted =
            sentence.get(index..index + 8).or(sentence.get(index..)).is_some_and(|rest| words::has(rest, &["dot"]));
        index > 0 && at.text == "at" && (fenced || dotted)
    })
}

/// Nothing was found: says so where a reader would look for it.
fn missing(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let mend = "Give a private way: an address of your own, a form, or your forge's private vulnerability reports.";
    let mut asked = None;
    let mut public = None;
    for (block, _, sentence) in reading.sentences() {
        let place = |index: usize| sentence.get(index).map(|word: &Word<'_>| word.at);
        if let Some(index) = words::first(sentence, &PUBLIC).filter(|index| !words::is_negated(sentence, *index)) {
            public = public.or(place(index));
        }
        if let Some(index) = words::first(sentence, &MAIL) {
            asked = asked.or(place(index));
        }
        let heading = matches!(block.kind, Kind::Heading(_)) && words::has(sentence, &["contact*", "reporting"]);
        asked = asked.or(if heading { place(0) } else { None });
    }
    let tracker = reading
        .links
        .places
        .iter()
        .find(|link| inside(link.target).is_some_and(|(_, path)| path.starts_with("/issues")));
    public = public.or(tracker.map(|link| link.at).filter(|at| !is_turned(reading, *at)));
    if let Some(at) = public {
        let what = "The only way to report is in public.".to_owned();
        said.add(RuleId::ContactPublicOnly, at, what, mend);
        return;
    }
    let mut marked = reading.page.blocks.iter().zip(&reading.marks);
    let about = marked.find(|(_, mark)| mark.reporting).map(|(block, _)| block.bytes.start);
    let at = asked.or(about).or(reading.page.words.first().map(|word| word.at)).unwrap_or_default();
    let what = if asked.is_some() {
        "A report is asked for, and there is no address, form or private link to send it to."
    } else {
        "Nothing says how to report a vulnerability: no address, no form, no private link."
    };
    said.add(RuleId::ContactMissing, at, what.to_owned(), mend);
}
