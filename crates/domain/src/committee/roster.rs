//! The roster held against what the policy wishes for: how many, and from how many organisations.
//!
//! PR-13, PR-16, PR-17, ambiguity A4. Computed from the seats; who decides what follows lives elsewhere.

use std::collections::BTreeMap;

use super::facts::Warning;
use super::state::{Committee, Seat};
use crate::policy::Policy;
use crate::words::Line;

/// What is wrong with the roster as it stands. One person who answers alone is told nothing, and where nobody has come yet there
/// is no roster.
#[must_use]
pub fn warnings(committee: &Committee, policy: &Policy) -> Vec<Warning> {
    if policy.is_sole() || committee.seats.is_empty() {
        return Vec::new();
    }
    let members = committee.seats.len();
    let (least, most) = (u16::from(policy.body.members_min), u16::from(policy.body.members_max));
    let count = u16::try_from(members).unwrap_or(u16::MAX);
    let size = match count {
        members if members < least => Some(Warning::TooFew { members, least }),
        members if members > most => Some(Warning::TooMany { members, most }),
        _ => None,
    };
    size.into_iter().chain(one_sided(committee, policy)).collect()
}

/// Organisations with more seats than the policy allows one of them.
fn one_sided(committee: &Committee, policy: &Policy) -> Vec<Warning> {
    let Some(allowed) = policy.membership.as_ref().and_then(|membership| membership.diversity) else {
        return Vec::new();
    };
    let Ok(written) = Line::new(&allowed.to_string()) else { return Vec::new() };
    let whole = committee.seats.len();
    let number = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    // One member alone is no ratio.
    let too_many = seats_of(committee).into_values().filter(|(_, seats)| whole > 1 && !allowed.allows(*seats, whole));
    too_many
        .map(|(organisation, seats)| Warning::OneSided {
            organisation,
            seats: number(seats),
            others: number(whole - seats),
            allowed: written.clone(),
        })
        .collect()
}

/// How many seats each organisation has, by its name without regard to case. Whoever works for nobody is nobody's.
#[must_use]
pub fn seats_of(committee: &Committee) -> BTreeMap<String, (Line, usize)> {
    let mut seats = BTreeMap::new();
    for organisation in committee.seats.values().filter_map(|seat: &Seat| seat.organisation.as_ref()) {
        let entry = seats.entry(organisation.reveal().to_lowercase()).or_insert_with(|| (organisation.clone(), 0));
        entry.1 += 1;
    }
    seats
}
