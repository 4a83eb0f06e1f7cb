//! The table that ends a run: what passed, what failed, what was skipped and why.
//!
//! Knows how to draw rows; must not know where they come from.

use std::collections::BTreeMap;

/// One tier or step.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    pub(crate) seconds: f64,
    /// Why something failed or was skipped; the same reason is told once, with how often.
    pub(crate) why: Vec<String>,
}

impl Row {
    pub(crate) fn passed(name: &str) -> Self {
        Self { name: name.to_owned(), passed: 1, ..Self::default() }
    }

    pub(crate) fn failed(name: &str, why: impl Into<String>) -> Self {
        Self { name: name.to_owned(), failed: 1, why: vec![why.into()], ..Self::default() }
    }

    pub(crate) fn skipped(name: &str, why: impl Into<String>) -> Self {
        Self { name: name.to_owned(), skipped: 1, why: vec![why.into()], ..Self::default() }
    }
}

/// Draws the rows, and below them the sum alone on its line.
pub(crate) fn draw(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max("step".len());
    let mut lines = vec![format!("{:width$}  passed  failed  skipped  seconds  why", "step")];
    lines.push("-".repeat(width + 40));
    for row in rows {
        let Row { name, passed, failed, skipped, seconds, .. } = row;
        let mut reasons = reasons(&row.why).into_iter();
        let first = reasons.next().unwrap_or_default();
        let line = format!("{name:width$}  {passed:>6}  {failed:>6}  {skipped:>7}  {seconds:>7.1}  {first}");
        lines.push(line.trim_end().to_owned());
        lines.extend(reasons.map(|reason| format!("{:width$}{reason}", "", width = width + 36)));
    }
    let sum = |count: fn(&Row) -> usize| rows.iter().map(count).sum::<usize>();
    let (passed, failed, skipped) = (sum(|row| row.passed), sum(|row| row.failed), sum(|row| row.skipped));
    format!("{}\n\n{passed} passed, {failed} failed, {skipped} skipped", lines.join("\n"))
}

fn reasons(why: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in why {
        *counts.entry(reason).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(reason, count)| if count > 1 { format!("{reason} ({count} times)") } else { reason.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_the_sum_alone_on_its_line() {
        let tier = Row {
            name: "7 web".to_owned(),
            passed: 12,
            skipped: 3,
            seconds: 1.26,
            why: vec!["no browser".to_owned(), "no browser".to_owned(), "no network".to_owned()],
            ..Row::default()
        };
        let drawn = draw(&[tier, Row::failed("clippy", "see above")]);
        let expected = [
            "step    passed  failed  skipped  seconds  why",
            "----------------------------------------------",
            "7 web       12       0        3      1.3  no browser (2 times)",
            "                                          no network",
            "clippy       0       1        0      0.0  see above",
            "",
            "12 passed, 1 failed, 3 skipped",
        ];
        assert_eq!(drawn, expected.join("\n"));
    }
}
