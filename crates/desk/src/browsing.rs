//! Who opens case after case: counted in memory, so that somebody is told while it goes on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use jiff::SignedDuration;

/// Which cases each person opened lately, in this process: what is counted is forgotten with it.
#[derive(Default)]
pub(crate) struct Browsing {
    opened: Mutex<BTreeMap<PersonId, Lately>>,
}

#[derive(Default)]
struct Lately {
    cases: VecDeque<(CaseId, Timestamp)>,
    told_at: Option<Timestamp>,
}

/// So many different cases within an hour nobody opens who works on them.
const CASES_MAX: usize = 40;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Browsing {
    /// Whether somebody has opened too many different cases within the hour; said once an hour.
    pub(crate) fn opens_too_many(&self, person: PersonId, case: CaseId, now: Timestamp) -> bool {
        let mut opened = match self.opened.lock() {
            Ok(opened) => opened,
            Err(poisoned) => poisoned.into_inner(),
        };
        let lately = opened.entry(person).or_default();
        lately.cases.retain(|(known, at)| *known != case && now.duration_since(*at) < HOUR);
        lately.cases.push_back((case, now));
        let told = lately.told_at.is_some_and(|at| now.duration_since(at) < HOUR);
        if lately.cases.len() <= CASES_MAX || told {
            return false;
        }
        lately.told_at = Some(now);
        true
    }
}
