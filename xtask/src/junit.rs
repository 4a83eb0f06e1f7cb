//! Reads the report that the test runner leaves: which test ran, how it ended and what it printed.
//!
//! Knows as much of the notation as the runner writes; must not know tiers.

use anyhow::{Context as _, Result};

/// One test's outcome.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    /// The binary it is in: `crate`, or `crate::binary`.
    pub(crate) binary: String,
    /// Its path inside the binary.
    pub(crate) name: String,
    pub(crate) seconds: f64,
    pub(crate) outcome: Outcome,
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// It passed because it could not run here, and said why.
    Skipped(String),
}

const SKIPPED: &str = "SKIPPED: ";

/// Reads a whole report.
pub(crate) fn parse(report: &str) -> Result<Vec<Case>> {
    report.split("<testcase ").skip(1).map(case).collect()
}

fn case(text: &str) -> Result<Case> {
    let (head, body) = split_head(text).context("the test report ends in the middle of a test")?;
    let body = body.split("</testcase>").next().unwrap_or_default();
    let body = if head.ends_with('/') { "" } else { body };
    let attribute = |name: &str| {
        let start = format!(" {name}=\"");
        let head = format!(" {head}");
        let value =
            head.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| unescape(value));
        value.with_context(|| format!("a test in the report has no {name}"))
    };
    let failed = body.contains("<failure") || body.contains("<error");
    let skipped =
        unescape(body).lines().find_map(|line| line.split_once(SKIPPED).map(|(_, why)| why.trim().to_owned()));
    let outcome = match skipped {
        _ if failed => Outcome::Failed,
        Some(why) => Outcome::Skipped(why),
        None => Outcome::Passed,
    };
    Ok(Case {
        binary: attribute("classname")?,
        name: attribute("name")?,
        seconds: attribute("time")?.parse().context("a test's time in the report")?,
        outcome,
    })
}

/// Splits at the end of the opening tag, minding quotes.
fn split_head(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_failed_and_skipped_tests_are_told_apart() {
        let report = r#"<?xml version="1.0"?><testsuites><testsuite name="store" tests="3">
            <testcase name="a::b" classname="store::it" timestamp="x" time="0.5"><system-out>fine</system-out></testcase>
            <testcase name="c" classname="store" time="1.0"><failure type="test failure">SKIPPED: no</failure></testcase>
            <testcase name="d&lt;e&gt;" classname="app" time="0"><system-err>x
SKIPPED: ../shared/data is not &quot;here&quot;
y</system-err></testcase>
            <testcase name="f" classname="app" time="0.25"/></testsuite></testsuites>"#;
        let cases = parse(report).unwrap();
        let told: Vec<String> = cases
            .iter()
            .map(|case| format!("{} {} {} {:?}", case.binary, case.name, case.seconds, case.outcome))
            .collect();
        assert_eq!(
            told,
            [
                "store::it a::b 0.5 Passed",
                "store c 1 Failed",
                "app d<e> 0 Skipped(\"../shared/data is not \\\"here\\\"\")",
                "app f 0.25 Passed",
            ]
        );
    }

    #[test]
    fn a_report_cut_short_is_a_fault() {
        assert!(parse("<testsuites><testcase name=\"a").is_err());
    }
}
