//! The kinds of SECURITY.md that people have, described in our own words, and what the linter says of each.
//!
//! Knows shapes, not texts: every input here is written for this test. Good ones must be left in peace.

use expect_test::expect;
use lint::{Context, Report, Severity, security_md};

/// A kind of document: its name and its text. All of them stand in `github.com/acme/lamp`.
pub(crate) type Shape = (&'static str, &'static str);

/// Documents a finder can work with. Nothing here is an error or a warning.
pub(crate) const GOOD: &[Shape] = &[
    (
        "a small project with an address and both times",
        "# Security\n\nWrite to security@acme.dev. We answer within three working days and publish a fix within 90 days.\n",
    ),
    (
        "the forge's private reports, by link",
        "# Security Policy\n\n## Supported Versions\n\n| Version | Supported |\n|---|---|\n| 3.x | yes |\n| < 3 | no |\n\n\
         ## Reporting a Vulnerability\n\nUse https://github.com/acme/lamp/security/advisories/new. You will hear back within 48 hours; \
         fixes are released within 30 days.\n",
    ),
    (
        "the forge's private reports, in words",
        "## Reporting\n\nPlease use the \"Report a vulnerability\" button on the Security tab. Do not open a public issue.\n\n\
         We will acknowledge your report in 2 business days. We aim to disclose within 60 days.\n",
    ),
    (
        "a relative link to the forge's form",
        "# Reporting\n\nReport [privately](../../security/advisories/new), never in issues. Expect a reply within a week and a patch within \
         45 days.\n",
    ),
    (
        "an address written against robots",
        "# Security\n\nContact: security [at] acme [dot] dev. We reply within 5 days and resolve problems within 3 months.\n",
    ),
    (
        "a bounty platform",
        "# Security\n\nWe run a programme at https://hackerone.com/acme. First response: 1 business day. Resolution: 90 days.\n",
    ),
    (
        "hard-wrapped lines",
        "Security\n========\n\nTo report a flaw, send mail to\n<security@acme.dev>. You should get\nan answer within\n24 hours. We keep reports\n\
         secret for at most\n90 days.\n",
    ),
    (
        "times in a table",
        "# Security policy\n\nMail security@acme.dev.\n\n| Severity | First response | Fix |\n| --- | --- | --- |\n| Critical | 24 hours | 7 days |\n\
         | Low | 5 days | 90 days |\n",
    ),
    (
        "times in a list",
        "# Security policy\n\nReport to security@acme.dev.\n\nWe promise to respond:\n\n- critical: 1 day\n- others: 1 week\n\n\
         Fixes are published within 90 days.\n",
    ),
    (
        "a pointer to the organisation's policy",
        "# Security\n\nPlease see our [security policy](https://acme.dev/security/policy) for how to report.\n",
    ),
    (
        "a key with its fingerprint",
        "# Security\n\nMail security@acme.dev, encrypted with our PGP key 0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567 (expires 2030-01-01). \
         We confirm receipt within 3 days. Disclosure follows within 90 days.\n",
    ),
    (
        "lineage in a credit section",
        "# Security of Lamp\n\nMail security@acme.dev. We answer in 48 hours and release a fix within 14 days.\n\n## Credit\n\n\
         This follows the Kubernetes security process and https://github.com/sigstore/community/security/policy.\n",
    ),
    (
        "reports that belong upstream",
        "# Security\n\nMail security@acme.dev; an answer comes within 2 days, a fix within 30 days.\n\nFlaws of a dependency belong upstream: \
         https://github.com/other/core/security/advisories/new.\n",
    ),
    (
        "a template for announcements with its placeholders",
        "# Security\n\nMail security@acme.dev. We acknowledge within 24 hours and publish within 21 days.\n\n## Announcement template\n\n\
         ```\nSubject: lamp $VERSION fixes CVE-YEAR-NNNN\nHello <name>,\n```\n\nUpgrade to $VERSION.\n",
    ),
    (
        "an archived project that says so",
        "# Security\n\nThis project is no longer maintained. There will be no fixes; please move to https://github.com/acme/lantern.\n",
    ),
    (
        "sections of one name under different parents",
        "# Security\n\nMail security@acme.dev. We reply within a day.\n\n## Server\n\n### Versions\n\nThe last two get fixes for 12 months.\n\n\
         ## Client\n\n### Versions\n\nThe last one gets patches within 30 days.\n",
    ),
    (
        "a committee of two with somebody from outside",
        "# Security\n\nMail security@acme.dev; we answer in 24 hours and publish within 30 days.\n\nThe committee has 2-4 members. A member \
         may be removed by majority vote; with two members the steering board decides.\n",
    ),
    (
        "anchors and headings with marks",
        "# Security\n\nSee [how](#how-to-report) and [what we do](#what-we-do--when).\n\n## How to report?\n\nMail security@acme.dev.\n\n\
         ## What we do & when\n\nAn answer within 2 days, a fix within 60 days.\n",
    ),
    (
        "another language",
        "# Sicherheit\n\nMeldungen bitte an security@acme.dev. We respond within 3 days and fix within 30 days.\n",
    ),
    (
        "a notice that fits, and times counted from other moments",
        "# Security\n\nMail security@acme.dev. We answer within 3 days. An embargo lasts at most 14 days.\n\n## Fix (within 1-7 days of disclosure)\n\n\
         Distributors are notified 7 days before the release. The release goes out within 6 hours of the list being told.\n",
    ),
    (
        "comparisons and types in code",
        "# Security\n\nMail <project-security@acme.dev>. We answer within 3 days and fix within 30 days.\n\nOut of scope: `if x <version {`, \
         `List<Project>`, `<script>`.\n",
    ),
    (
        "a table of versions with marks, and third parties",
        "# Security\n\n## Supported versions\n\n| Version | Supported |\n|---|---|\n| 2.x.x | :white_check_mark: |\n| < 2.0 | :x: |\n\n## Reporting\n\n\
         Mail [security@acme.dev](mailto:security@acme.dev). Do **not** file a public issue. The maintainer acknowledges it within 48 hours. Flaws in \
         third-party modules go to those who maintain them. Fixes come out within 30 days.\n",
    ),
    (
        "a section whose answer is none",
        "# Security\n\nMail security@acme.dev. We answer within 3 days and fix within 30 days.\n\n## Known vulnerabilities\n\nNone.\n",
    ),
    (
        "comments of a template left in, unseen",
        "# Security\n\n<!-- TODO: use this section to tell people about <project> -->\n\nMail security@acme.dev: answer within 2 days, fix within 30 \
         days.\n",
    ),
];

/// Documents as they are found, each with what ails it.
pub(crate) const AILING: &[Shape] = &[
    ("nothing at all", ""),
    ("a title and no more", "# Security Policy\n"),
    ("only the public tracker", "# Security\n\nFound something? Please open an issue on GitHub.\n"),
    (
        "the tracker by link",
        "# Security\n\nReport at https://github.com/acme/lamp/issues. We answer within a week and fix within a month.\n",
    ),
    (
        "the forge's template as it came",
        "# Security Policy\n\n## Supported Versions\n\nUse this section to tell people about which versions are supported.\n\n| Version | Supported |\n\
         | ------- | --- |\n| 5.1.x | yes |\n| 5.0.x | no |\n| 4.0.x | yes |\n| < 4.0 | no |\n\n## Reporting a Vulnerability\n\nUse this section to tell \
         people how to report a vulnerability.\n\nTell them where to go.\n",
    ),
    (
        "the template's table kept, the rest written",
        "# Security\n\n| Version | Supported |\n|---|---|\n| 5.1.x | yes |\n| 5.0.x | no |\n| 4.0.x | yes |\n\nMail security@acme.dev. Reply within 2 \
         days, fix within 30 days.\n",
    ),
    (
        "an address of a page that hid it",
        "# Security\n\nMail [email protected]. We answer within 2 days and fix within 30 days.\n",
    ),
    (
        "a hidden address with its link",
        "# Security\n\nMail [[email&#160;protected]](/cdn-cgi/l/email-protection#ab12). We answer within 2 days, and fix within 30.\n",
    ),
    (
        "a sample's address",
        "# Security\n\nMail security@example.com. We answer within 2 days and fix within 30 days.\n",
    ),
    (
        "your domain here",
        "# Security\n\nMail <your-email@yourdomain.com>. We answer within 2 days and fix within 30 days.\n",
    ),
    ("a link to nobody", "# Security\n\n[Write to us](mailto:). We answer within 2 days and fix within 30 days.\n"),
    (
        "mail is asked for and the address lost",
        "# Security\n\nPlease email the security team. We answer within 2 days and fix in 30 days.\n",
    ),
    (
        "only an address that answers nobody",
        "# Security\n\nReports: noreply@acme.dev. Answer within 2 days, fix within 30 days.\n",
    ),
    ("no word on when", "# Security\n\nMail security@acme.dev with details. We take this seriously.\n"),
    (
        "soon, and no date",
        "# Security\n\nMail security@acme.dev. We will respond as soon as possible. Fixes are released within 30 days.\n",
    ),
    (
        "another organisation's form",
        "# Security\n\nReport at https://github.com/kubernetes/kubernetes/security/advisories/new. We answer within 2 days, fix within 30 days.\n",
    ),
    (
        "another organisation's voice",
        "# Security\n\nThe Kubernetes community asks you to write to security@acme.dev. The Kubernetes project answers in 2 days and \
         discloses within 30 days.\n",
    ),
    (
        "another organisation's address",
        "# Security\n\nReport to security@kubernetes.io. We answer within 2 days, fix within 30 days.\n",
    ),
    (
        "an empty roster",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\n## Members\n\n## Process\n\nWe work.\n",
    ),
    (
        "a roster of empty items",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\nThe committee members are:\n\n-\n-\n- \n",
    ),
    (
        "a contact to be determined",
        "# Security\n\n## Contact\n\nTBD\n\n## Times\n\nWe answer within 2 days and fix within 30 days.\n",
    ),
    (
        "channels without channels",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\nReleases are announced on these channels:\n\n\
         * A word goes to everybody who has asked us for it\n* The others read it in the general place\n",
    ),
    (
        "a list that ends with its colon",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\nOut of scope:\n\n## More\n\nNothing.\n",
    ),
    (
        "a chat that cannot be found",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days. \n\nFixes are announced in our Slack workspace.\n",
    ),
    (
        "an empty section",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\n## Scope\n\n## Thanks\n\nTo all.\n",
    ),
    (
        "placeholders of many kinds",
        "# Security of <project>\n\nMail security@acme.dev or [INSERT CONTACT METHOD]. {{ maintainer }} answers within 2 days; $PROJECT is fixed \
         within 30 days. TODO: bounty.\n",
    ),
    (
        "a placeholder nobody closed",
        "# Security\n\nMail security@acme.dev. Answer within 2 days, fix within 30 days.\n\n    Subject: acme/<project $VERSION\n\nBy {{ team.\n",
    ),
    (
        "a deadline beyond the embargo",
        "# Security\n\nMail security@acme.dev. We answer within 2 days. The embargo lasts at most 30 days. Fixes are released within 90 days.\n",
    ),
    (
        "a notice before there is anything",
        "# Security\n\nMail security@acme.dev. We answer within 2 days. Fixes are published within 7 days of the report.\n\nDistributors are notified 14 \
         days before the release.\n",
    ),
    (
        "a span that runs backwards",
        "# Security\n\nMail security@acme.dev. We answer within 5-2 days. Fixes follow within 30 days.\n",
    ),
    (
        "an answer after the fix",
        "# Security\n\nMail security@acme.dev. We acknowledge within 30 days. All flaws are fixed within 7 days.\n",
    ),
    (
        "a vote of one",
        "# Security\n\nMail security@acme.dev; answer in 2 days, fix within 30 days.\n\n## Members\n\n* Ada\n* Grace\n\nA member may be removed by a \
         vote of the others.\n",
    ),
    (
        "promises of an archived project",
        "# Security\n\nThis repository is archived. Mail security@acme.dev; we will fix what you report within 30 days, and answer within 2 days.\n",
    ),
    (
        "a key nobody can name",
        "# Security\n\nMail security@acme.dev, encrypted with our PGP key. Answer within 2 days, fix within 30 days.\n",
    ),
    (
        "an expired key",
        "# Security\n\nMail security@acme.dev; answer in 2 days, fix within 30 days.\n\nPGP: https://acme.dev/key.asc\n\nPGP fingerprint \
         0123456789ABCDEF0123456789ABCDEF01234567, expires 31 January 2024.\n",
    ),
    (
        "an empty table of versions",
        "# Security\n\nMail security@acme.dev; answer in 2 days, fix within 30 days.\n\n| Version | Supported |\n|---|---|\n",
    ),
    (
        "dead anchors and a heading twice",
        "# Security\n\n[How](#how-to-tell)\n\n## How\n\nMail security@acme.dev.\n\n## How\n\nAnswer in 2 days, fix within 30 days.\n",
    ),
    (
        "a form over http",
        "# Security\n\nReport at http://acme.dev/report. We answer within 2 days and fix within 30 days.\n",
    ),
    (
        "a link that lost its target",
        "# Security\n\nMail security@acme.dev or use [the form](). Answer in 2 days, fix within 30 days.\n",
    ),
    (
        "a page copied whole",
        "Skip to content\n\nSecurity: other/thing\n\nSecurity\n\nSECURITY.md\n\nReporting\n\nMail us at [email protected]. We answer in 2 days and fix \
         within 30 days.\n\nThere aren’t any published security advisories",
    ),
    ("one line of hope", "Security is important to us.\n"),
];

pub(crate) fn context() -> Context {
    Context {
        file: Some("SECURITY.md".to_owned()),
        repository: Some("github.com/acme/lamp".to_owned()),
        today: jiff::civil::date(2026, 11, 23),
    }
}

/// One line for each shape: what was found, with its line; notes in brackets.
fn table(shapes: &[Shape]) -> String {
    let say = |report: Report| {
        let findings = report.findings.iter().map(|finding| match finding.severity {
            Severity::Note => format!("({}:{})", finding.rule.id(), finding.line),
            Severity::Warning | Severity::Error => format!("{}:{}", finding.rule.id(), finding.line),
        });
        findings.collect::<Vec<_>>().join(" ")
    };
    shapes
        .iter()
        .map(|(name, text)| format!("{name} -> {}", say(security_md(text, &context()))))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn good_documents_are_left_in_peace() {
    for (name, text) in GOOD {
        let report = security_md(text, &context());
        assert!(report.findings.is_empty(), "{name}:\n{}", report.text());
        assert!(!report.fails());
    }
    assert!(GOOD.len() >= 10 && GOOD.len() + AILING.len() >= 40);
}

#[test]
fn every_kind_of_document_is_told_what_ails_it() {
    expect![[r#"
        nothing at all -> file-empty:1
        a title and no more -> section-empty:1 acknowledgement-time-missing:1 (disclosure-time-missing:1) contact-missing:1
        only the public tracker -> acknowledgement-time-missing:1 (disclosure-time-missing:1) contact-public-only:3
        the tracker by link -> contact-public-only:3
        the forge's template as it came -> template-sentence:5 acknowledgement-time-missing:5 (disclosure-time-missing:5) versions-template:7 contact-missing:14 template-sentence:16 template-sentence:18
        the template's table kept, the rest written -> versions-template:3
        an address of a page that hid it -> contact-missing:3 address-scrambled:3
        a hidden address with its link -> contact-missing:3 address-scrambled:3
        a sample's address -> contact-placeholder:3
        your domain here -> contact-placeholder:3
        a link to nobody -> contact-missing:3 contact-empty:3
        mail is asked for and the address lost -> contact-missing:3
        only an address that answers nobody -> contact-missing:3
        no word on when -> acknowledgement-time-missing:3 (disclosure-time-missing:3)
        soon, and no date -> acknowledgement-time-missing:3
        another organisation's form -> foreign-link:3
        another organisation's voice -> foreign-name:3
        another organisation's address -> foreign-link:3
        an empty roster -> roster-empty:5
        a roster of empty items -> roster-empty:7
        a contact to be determined -> contacts-empty:3 contact-missing:3
        channels without channels -> channels-empty:5
        a list that ends with its colon -> list-empty:5
        a chat that cannot be found -> chat-unreachable:5
        an empty section -> section-empty:5
        placeholders of many kinds -> placeholder-unfilled:1 placeholder-unfilled:3 placeholder-unfilled:3 placeholder-unfilled:3 placeholder-unfilled:3
        a placeholder nobody closed -> placeholder-unbalanced:5 placeholder-unbalanced:7
        a deadline beyond the embargo -> times-contradict:3
        a notice before there is anything -> notice-too-early:5
        a span that runs backwards -> times-contradict:3
        an answer after the fix -> times-contradict:3
        a vote of one -> vote-by-one:10
        promises of an archived project -> archived-promises:3
        a key nobody can name -> key-without-fingerprint:3
        an expired key -> key-expired:7
        an empty table of versions -> versions-empty:5
        dead anchors and a heading twice -> anchor-dead:3 heading-twice:9
        a form over http -> contact-insecure:3
        a link that lost its target -> link-empty:3
        a page copied whole -> (page-copied:1) contact-missing:9 address-scrambled:11
        one line of hope -> contact-missing:1 acknowledgement-time-missing:1 (disclosure-time-missing:1)"#]].assert_eq(&table(AILING));
}
