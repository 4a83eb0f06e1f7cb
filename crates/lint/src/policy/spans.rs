//! Lengths of time in prose: `24 hours`, `1-21 days`, `two weeks`, `90-day`, `the next business day`.
//!
//! Knows numbers and units. Must not know what is due by then.

use crate::words::Word;

/// The shortest and the longest time that is meant, in hours, and where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The shorter end of a range; the same as `most` where there is none.
    pub(super) least: u32,
    /// The longer end.
    pub(super) most: u32,
    /// The first word, as a place in the row it was found in.
    pub(super) first: usize,
    /// The word behind the last.
    pub(super) behind: usize,
    /// Whether it is counted in working days, which are longer than they look.
    pub(super) working: bool,
}

impl Span {
    /// The longest it can be by the calendar: five working days are a week.
    pub(super) const fn calendar(&self) -> u32 {
        if self.working { self.most.saturating_mul(7).div_ceil(5) } else { self.most }
    }
}

/// Numbers that are written out.
const NUMBERS: [(&str, u32); 20] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("sixty", 60),
    ("ninety", 90),
    ("couple", 2),
    ("few", 3),
    ("several", 5),
];

/// Words between a number and its unit.
const BETWEEN: [&str; 6] = ["calendar", "full", "consecutive", "of", "s", "more"];

/// All lengths of time in a row of words.
pub(super) fn spans(words: &[Word<'_>]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match span(words, index) {
            Some(span) => {
                index = span.behind;
                found.push(span);
            }
            None => index += 1,
        }
    }
    found
}

fn span(words: &[Word<'_>], first: usize) -> Option<Span> {
    let word = words.get(first)?;
    if matches!(word.text, "next" | "same" | "following") {
        return named_day(words, first);
    }
    let low = number(word.text)?;
    let mut at = first + 1;
    // `three (3) days` says the same twice.
    if words.get(at).is_some_and(|next| next.gap.contains('(') && number(next.text) == Some(low)) {
        at += 1;
    }
    if let Some((unit, working, behind)) = unit(words, at, low != 0) {
        let hours = low.saturating_mul(unit);
        return Some(Span { least: hours, most: hours, first, behind, working });
    }
    ranged(words, first, low, at)
}

/// `1-7 days`, `7 to 14 days`, `3 days to 2 weeks` is two lengths.
fn ranged(words: &[Word<'_>], first: usize, low: u32, at: usize) -> Option<Span> {
    let next = words.get(at)?;
    let (high, behind) = if matches!(next.text, "to" | "and" | "or") {
        (number(words.get(at + 1)?.text)?, at + 2)
    } else if next.gap.contains(['-', '–', '—', '~']) && next.gap.trim().chars().count() == 1 {
        (number(next.text)?, at + 1)
    } else {
        return None;
    };
    let (unit, working, behind) = unit(words, behind, low <= 366)?;
    let low = if next.text == "or" { low.min(high) } else { low };
    Some(Span { least: low.saturating_mul(unit), most: high.saturating_mul(unit), first, behind, working })
}

/// `the next business day`, `the same day`.
fn named_day(words: &[Word<'_>], first: usize) -> Option<Span> {
    let (unit, working, behind) = unit(words, first + 1, true)?;
    (unit == 24).then_some(Span { least: 24, most: 24, first, behind, working })
}

/// The hours of a unit, whether it is a working one, and the word behind it.
fn unit(words: &[Word<'_>], at: usize, counted: bool) -> Option<(u32, bool, usize)> {
    let mut at = at;
    let mut working = false;
    while let Some(word) = words.get(at) {
        match word.text {
            "business" | "working" | "work" => working = true,
            text if BETWEEN.contains(&text) => (),
            _ => break,
        }
        at += 1;
    }
    let word = words.get(at)?;
    let hours = match word.text {
        "h" | "hr" | "hrs" | "hour" | "hours" => 1,
        "d" if word.gap.is_empty() => 24,
        "day" | "days" | "workday" | "workdays" => 24,
        "w" if word.gap.is_empty() => 7 * 24,
        "wk" | "week" | "weeks" => 7 * 24,
        "month" | "months" => 30 * 24,
        "year" | "years" => 365 * 24,
        _ => return None,
    };
    counted.then_some((hours, working || word.text.starts_with("workday"), at + 1))
}

/// A number in digits or in words; `a` counts as one, as in `within a week`.
fn number(word: &str) -> Option<u32> {
    match word {
        "a" | "an" => Some(1),
        _ => NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).or_else(|| {
            let digits = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| word.parse().ok()).flatten()
        }),
    }
}

/// A length of time as people say it.
pub(super) fn say(hours: u32) -> String {
    match hours {
        0..48 => format!("{hours} hours"),
        _ if hours.is_multiple_of(24) => format!("{} days", hours / 24),
        _ => format!("{hours} hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    fn read(text: &str) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        words::split(text, 0, text.len(), &mut all);
        spans(&all).iter().map(|span| (span.least, span.calendar())).collect()
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("within 24 hours", vec![(24, 24)]),
            ("24h or 48-72 hours", vec![(24, 24), (48, 72)]),
            ("the 1-21 days of", vec![(24, 504)]),
            ("between 7 and 14 days", vec![(168, 336)]),
            ("three (3) business days", vec![(72, 101)]),
            ("a 90-day embargo", vec![(2160, 2160)]),
            ("two weeks, then within a month", vec![(336, 336), (720, 720)]),
            ("the next business day", vec![(24, 34)]),
            ("a couple of days", vec![(48, 48)]),
            ("version 1.2 of 2024-05-01, 5.1.x", vec![]),
            ("99999999999 days", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
