//! The report for programs: JSON, and SARIF 2.1.0 for code scanning.
//!
//! Knows the two notations. Must not know a rule by name.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::report::{Criterion, Finding, Report};
use crate::rule::RuleId;

/// Where the shape of SARIF is written down.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl Report {
    /// The findings as a JSON array, one object each.
    #[must_use]
    pub fn json(&self) -> String {
        let findings: Vec<Value> = self.findings.iter().map(|finding| self.object(finding)).collect();
        format!("{:#}\n", Value::Array(findings))
    }

    fn object(&self, Finding { rule, severity, line, column, what, why, mend }: &Finding) -> Value {
        json!({
            "rule": rule.id(), "severity": severity.name(), "file": self.file, "line": line, "column": column,
            "what": what, "why": why, "mend": mend,
        })
    }

    /// The report as one SARIF run. The criteria stand among the run's properties.
    #[must_use]
    pub fn sarif(&self) -> String {
        let file = self.file.as_deref().unwrap_or("SECURITY.md");
        let place = json!({ "uri": uri(file) });
        let results: Vec<Value> = self.findings.iter().map(|finding| result(finding, &place)).collect();
        let criteria: Vec<Value> = self.criteria.iter().map(criterion).collect();
        let rules: Vec<Value> = RuleId::ALL.iter().copied().map(rule).collect();
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": "sluice policy lint", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{ "location": place }],
                "results": results,
                "properties": { "criteria": criteria },
            }],
        });
        format!("{log:#}\n")
    }
}

fn rule(rule: RuleId) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": { "text": rule.why() },
        "defaultConfiguration": { "level": rule.severity().name() },
    })
}

fn result(Finding { rule, severity, line, column, what, mend, .. }: &Finding, place: &Value) -> Value {
    json!({
        "ruleId": rule.id(),
        "ruleIndex": RuleId::ALL.iter().position(|one| one == rule),
        "level": severity.name(),
        "message": { "text": format!("{what} {mend}") },
        "locations": [{ "physicalLocation": {
            "artifactLocation": place,
            "region": { "startLine": line, "startColumn": column },
        } }],
    })
}

fn criterion(Criterion { id, asks, met, because }: &Criterion) -> Value {
    json!({ "id": id, "asks": asks, "met": met.name(), "because": because })
}

/// A file's name as a reference: what a URI does not allow is written in percents.
fn uri(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
