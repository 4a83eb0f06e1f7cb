//! The kinds of security.txt that are served, described in our own words, and what the linter says of each.

use expect_test::expect;
use lint::{Severity, security_txt};

use crate::shapes::{Shape, context};

/// Read on 23 November 2026.
pub(crate) const SHAPES: &[Shape] = &[
    (
        "whole",
        "# Reports are welcome\nContact: https://acme.dev/report\nContact: mailto:security@acme.dev\nExpires: 2027-10-01T00:00:00Z\n\
         Encryption: openpgp4fpr:0123456789abcdef0123456789abcdef01234567\nAcknowledgments: https://acme.dev/thanks\nPreferred-Languages: en, de-CH\n\
         Canonical: https://acme.dev/.well-known/security.txt\nPolicy: https://acme.dev/policy\nHiring: https://acme.dev/jobs\n\
         CSAF: https://acme.dev/.well-known/csaf/provider-metadata.json\n",
    ),
    (
        "whole and signed",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nContact: mailto:security@acme.dev\r\nExpires: 2027-10-01T00:00:00.000Z\r\n\
         canonical: https://acme.dev/.well-known/security.txt\n-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0=\n=abcd\n-----END PGP SIGNATURE-----\n",
    ),
    ("empty", ""),
    ("a page instead of the file", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n"),
    ("without an end", "Contact: mailto:security@acme.dev\nCanonical: https://acme.dev/.well-known/security.txt\n"),
    (
        "ended",
        "Contact: mailto:security@acme.dev\nExpires: 2026-11-22T23:59:59Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "about to end",
        "Contact: mailto:security@acme.dev\nExpires: 2026-12-22T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "thirty days left",
        "Contact: mailto:security@acme.dev\nExpires: 2026-12-23T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "for ever",
        "Contact: mailto:security@acme.dev\nExpires: 2099-01-01T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "two ends and a date no machine reads",
        "Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\nExpires: 1 June 2027\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "an end without a time",
        "Contact: mailto:security@acme.dev\nExpires: 2027-06-01\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "a bare address",
        "Contact: security@acme.dev\nExpires: 2027-06-01T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "contacts that lead nowhere",
        "Contact: mailto:\nContact: https://\nContact: our office\nContact:\nExpires: 2027-06-01T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "a sample's contact",
        "Contact: mailto:security@example.com\nExpires: 2027-06-01T00:00:00Z\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "links over http",
        "Contact: http://acme.dev/report\nPolicy: http://acme.dev/policy\nExpires: 2027-06-01T00:00:00Z\nCanonical: http://acme.dev/security.txt\n",
    ),
    (
        "misspelt and unknown fields",
        "Contact: mailto:security@acme.dev\nExpiry: 2027-06-01T00:00:00Z\nAcknowledgements: https://acme.dev/thanks\nPolcy: https://acme.dev/p\n\
         Bug-Bounty: True\nCanonical: https://acme.dev/security.txt\n",
    ),
    (
        "languages twice and by name",
        "Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\nPreferred-Languages: en\nPreferred-Languages: English, German\n\
         Canonical: https://acme.dev/security.txt\n",
    ),
    (
        "the key itself",
        "Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\nEncryption: 0123 4567\nCanonical: https://acme.dev/s.txt\n",
    ),
    ("without canonical", "Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\n"),
    (
        "signed and cut off",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nContact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\n\
         -----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0=\n",
    ),
    (
        "a field behind the signature",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nContact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\n\
         Canonical: https://acme.dev/security.txt\n-----BEGIN PGP SIGNATURE-----\n\nab\n-----END PGP SIGNATURE-----\nContact: mailto:other@acme.dev\n",
    ),
    (
        "the end of a signature only",
        "Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\nCanonical: https://acme.dev/security.txt\n-----END PGP SIGNATURE-----\n",
    ),
    (
        "with a mark before it and bytes that are no text",
        "\u{feff}Contact: mailto:security@acme.dev\nExpires: 2027-06-01T00:00:00Z\n# M\u{fffd}ller\nCanonical: https://acme.dev/security.txt\n",
    ),
];

#[test]
fn every_kind_of_file_is_told_what_ails_it() {
    let say = |text: &str| {
        let findings = security_txt(text, &context()).findings;
        let said = findings.iter().map(|finding| match finding.severity {
            Severity::Note => format!("({}:{})", finding.rule.id(), finding.line),
            Severity::Warning | Severity::Error => format!("{}:{}", finding.rule.id(), finding.line),
        });
        said.collect::<Vec<_>>().join(" ")
    };
    let table: Vec<String> = SHAPES.iter().map(|(name, text)| format!("{name} -> {}", say(text))).collect();
    expect![[r#"
        whole -> 
        whole and signed -> 
        empty -> txt-contact-missing:1 txt-expires-missing:1 (txt-canonical-missing:1)
        a page instead of the file -> txt-contact-missing:1 txt-expires-missing:1 txt-line-broken:1 (txt-canonical-missing:1) txt-line-broken:2
        without an end -> txt-expires-missing:1
        ended -> txt-expired:2
        about to end -> txt-expires-soon:2
        thirty days left -> 
        for ever -> txt-expires-far:2
        two ends and a date no machine reads -> txt-expires-twice:3 txt-expires-invalid:3
        an end without a time -> txt-expires-invalid:2
        a bare address -> txt-contact-invalid:1
        contacts that lead nowhere -> txt-contact-invalid:1 txt-contact-invalid:2 txt-contact-invalid:3 txt-value-empty:4
        a sample's contact -> contact-placeholder:1
        links over http -> txt-link-insecure:1 txt-link-insecure:2 txt-link-insecure:4
        misspelt and unknown fields -> txt-expires-missing:1 txt-field-misspelt:2 txt-field-misspelt:3 txt-field-misspelt:4 (txt-field-unknown:5)
        languages twice and by name -> txt-languages-twice:4 txt-languages-invalid:4
        the key itself -> txt-link-invalid:3
        without canonical -> (txt-canonical-missing:1)
        signed and cut off -> txt-signature-broken:1 txt-canonical-missing:1
        a field behind the signature -> txt-signature-broken:11
        the end of a signature only -> txt-signature-broken:4
        with a mark before it and bytes that are no text -> txt-byte-order-mark:1 txt-not-utf8:3"#]].assert_eq(&table.join("\n"));
}

#[test]
fn a_slip_in_a_name_is_answered_with_the_right_one() {
    let mend = |line: &str| {
        security_txt(line, &context())
            .findings
            .iter()
            .find(|f| f.line == 1 && f.rule.id().contains("field"))
            .unwrap()
            .mend
            .clone()
    };
    assert_eq!(mend("Contcat: mailto:a@acme.dev"), "Write `Contact:`.");
    assert_eq!(mend("Acknowledgements: https://acme.dev"), "Write `Acknowledgments:`.");
    assert_eq!(mend("Expire: 2027-06-01T00:00:00Z"), "Write `Expires:`.");
    assert_eq!(mend("Weather: fine"), "Keep it if somebody reads it; otherwise make it a comment.");
}
