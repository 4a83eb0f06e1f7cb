//! How much is measured, and how a result is said.

/// How much is measured: seconds per window, pairs of windows, seeded cases.
pub(crate) struct Effort {
    pub(crate) window_seconds: u64,
    pub(crate) pairs: usize,
    pub(crate) cases: usize,
}

/// Prints a line of the result.
#[expect(clippy::print_stdout, reason = "the result of the measurement")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// The value at a share of a sorted list.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a short list"
    )]
    let nth = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
    sorted.get(nth).copied().unwrap_or(f64::NAN)
}

/// Sorted, for quantiles.
pub(crate) fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}
