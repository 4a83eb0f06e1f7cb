//! How a report is handed on: as text, as JSON, as SARIF 2.1.0; and which criteria it names.

use expect_test::expect;
use lint::{Context, Met, RuleId, security_md};
use serde_json::Value;

fn context(file: &str) -> Context {
    Context { file: Some(file.to_owned()), repository: None, today: jiff::civil::date(2026, 11, 23) }
}

const TEXT: &str = "# Security\n\nMail [email protected] within a day.\n";

#[test]
fn the_text_says_where_what_why_and_how_to_mend_it() {
    let report = security_md(TEXT, &context("docs/SECURITY.md"));
    let text = report.text();
    expect![[r#"
        docs/SECURITY.md:3:1: error: Nothing says how to report a vulnerability: no address, no form, no private link. [contact-missing]
            why:  Whoever finds a flaw and cannot reach you privately will tell everybody, or nobody.
            mend: Give a private way: an address of your own, a form, or your forge's private vulnerability reports.
        docs/SECURITY.md:3:1: warning: Nothing says by when a report is acknowledged. [acknowledgement-time-missing]
            why:  A reporter who does not know when to expect an answer cannot tell patience from being ignored.
            mend: Say by when a reporter hears from you, for example: “You get a first answer within 3 working days.”
        docs/SECURITY.md:3:1: note: Nothing says by when a flaw is fixed or made public. [disclosure-time-missing]
            why:  Without a time frame for fix and publication, secrecy has no end that both sides agreed to.
            mend: Say by when you aim to publish a fix, and how long a report is kept secret at most.
        docs/SECURITY.md:3:7: error: An address stands here as `[email protected]`. [address-scrambled]
            why:  A page protected the address from robots and the copy kept the protection instead of the address.
            mend: Write the address out, for example `security@` with your own domain; copy it from the file, not from a page.
        2 errors, 1 warning, 1 note."#]].assert_eq(text.split("\n\nCriteria").next().unwrap());
    let good = security_md(
        "# Security\n\nMail a@acme.dev. We answer within 2 days and fix within 30.5 days.\n",
        &context("x"),
    );
    assert!(good.text().starts_with("Nothing found.\n"), "{}", good.text());
}

#[test]
fn json_is_an_array_of_findings() {
    let json: Value = serde_json::from_str(&security_md(TEXT, &context("SECURITY.md")).json()).unwrap();
    for finding in json.as_array().unwrap() {
        for key in ["rule", "severity", "file", "what", "why", "mend"] {
            assert!(finding[key].is_string(), "{key}: {finding}");
        }
        assert!(finding["line"].is_u64() && finding["column"].is_u64());
    }
}

#[test]
fn sarif_has_what_its_schema_requires() {
    let log: Value = serde_json::from_str(&security_md(TEXT, &context("my docs/SECURITY.md")).sarif()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "sluice policy lint");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RuleId::ALL.len());
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20docs/SECURITY.md");
        assert!(
            place["region"]["startLine"].as_u64().unwrap() >= 1
                && place["region"]["startColumn"].as_u64().unwrap() >= 1
        );
    }
}

#[test]
fn criteria_say_what_the_document_shows_and_no_more() {
    let met =
        |text: &str, id: &str| security_md(text, &context("x")).criteria.iter().find(|one| one.id == id).unwrap().met;
    let good = "Mail security@acme.dev. We answer within 14 days. Vulnerabilities are disclosed within 90 days, with credit, once a fix is \
                released and an advisory published.";
    for (id, whole, bare) in [
        ("OSPS-VM-01.01", Met::Yes, Met::No),
        ("OSPS-VM-02.01", Met::Yes, Met::No),
        ("OSPS-VM-03.01", Met::Yes, Met::No),
        ("OSPS-VM-04.01", Met::Unknown, Met::Unknown),
        ("badge-vulnerability_report_response", Met::Yes, Met::No),
        ("badge-vulnerability_response_process", Met::Yes, Met::No),
        ("scorecard-security-policy-links", Met::Yes, Met::No),
        ("scorecard-security-policy", Met::Yes, Met::No),
    ] {
        assert_eq!((met(good, id), met("Nothing yet.", id)), (whole, bare), "{id}");
    }
    assert_eq!(met(&good.replace("14 days", "15 days"), "badge-vulnerability_report_response"), Met::No);
    assert_eq!(met("See our [security policy](https://acme.dev/security/policy).", "OSPS-VM-01.01"), Met::Unknown);
}
