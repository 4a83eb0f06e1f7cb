//! The release: the plan, the day both bodies agree to, the merge, the artefacts.
//!
//! PR-36, PR-39, PR-58 to PR-61, PR-64 to PR-69.

use jiff::Timestamp;

use super::super::event::Event;
use super::super::facts::{Artefact, MoveFactor, Release, Side};
use super::super::index;
use super::super::state::{Embargo, Mode, ReleaseDay};
use super::{Decision, Question, Refusal, Verb};
use crate::ids::CommitId;
use crate::people::Role;
use crate::policy::{Adjustment, ClockKind, Force, Owner, Rule};
use crate::severity::Rating;
use crate::words::Prose;

impl Question<'_> {
    /// One body's word. The day is agreed once every body the policy asks for has said the same day (PR-58); it then is
    /// the embargo's end.
    pub(super) fn agree_day(&self, at: Timestamp) -> Decision {
        let mut events = self.allowed_day(at)?;
        let side = if self.actor.role == Role::FixTeam { Side::FixTeam } else { Side::Committee };
        let sides = match &self.case.release_day {
            ReleaseDay::Proposed { at: day, sides } if *day == at => sides.clone(),
            ReleaseDay::Open | ReleaseDay::Proposed { .. } | ReleaseDay::Agreed { .. } => {
                std::collections::BTreeSet::new()
            }
        };
        if sides.contains(&side) {
            return Err(Refusal::AlreadyDone);
        }
        events.push(Event::ReleaseDayProposed { at, side });
        let both = self.case.policy.force(Rule::BothAgree).is_some_and(|force| force >= Force::Should);
        let other = match side {
            Side::Committee => Side::FixTeam,
            Side::FixTeam => Side::Committee,
        };
        let agreed = if both { sides.contains(&other) } else { side == Side::Committee };
        if agreed {
            events.push(Event::ReleaseDayAgreed { at });
            events.extend(self.embargo_ends_at(at));
        }
        Ok(events)
    }

    /// Any time in the future that is not before the upstream project's; outside the recommended slot with a reason (PR-59).
    pub(super) fn allowed_day(&self, at: Timestamp) -> Decision {
        self.within_embargo_limits(at).or_else(|refusal| match (self.case.embargo.running_until(), refusal) {
            (None, Refusal::BeyondMaximum { .. }) => Ok(()),
            (_, refusal) => Err(refusal),
        })?;
        if let Some(upstream) = &self.case.upstream {
            let held = self.case.policy.force(Rule::UpstreamFirst) == Some(Force::Must);
            if held && upstream.publishes_at.is_none_or(|date| at < date) {
                return Err(Refusal::BeforeUpstream { date: upstream.publishes_at });
            }
        }
        // In a hurry the calendar is advice only (PR-37).
        let outside = self.case.mode == Mode::Private && !self.case.policy.recommends(at);
        match self.case.policy.force(Rule::RecommendedSlot) {
            Some(Force::Should | Force::Must) if outside => self.with_reason(&[Rule::RecommendedSlot]),
            Some(Force::Info | Force::May | Force::Should | Force::Must) | None => Ok(vec![]),
        }
    }

    pub(super) fn move_day(&self, at: Timestamp, factor: MoveFactor, note: &Prose) -> Decision {
        if factor == MoveFactor::Availability && !self.may_slow() {
            return Err(Refusal::TooSevereToSlow);
        }
        self.may_move(factor)?;
        self.under_ceiling(at)?;
        if self.case.agreed_day() == Some(at) {
            return Err(Refusal::AlreadyDone);
        }
        if self.case.merged.is_some() && self.case.agreed_day().is_some_and(|day| at > day) {
            // The fix is readable: time only helps attackers now.
            return Err(Refusal::PublicAlready);
        }
        let mut events = self.allowed_day(at)?;
        events.push(Event::ReleaseDayMoved { at, factor, note: note.clone() });
        events.extend(self.embargo_ends_at(at));
        Ok(events)
    }

    /// Whether the policy lets this body move the day for this reason. One that says nothing of it lets the committee judge by
    /// every factor (PR-36), and the fix team slow a low severity (PR-61).
    fn may_move(&self, factor: MoveFactor) -> Result<(), Refusal> {
        let is_fixer = self.actor.role == Role::FixTeam;
        let moves = self.moves();
        let theirs = |by: Owner| !is_fixer || by == Owner::FixTeam;
        if moves.is_empty() {
            return if is_fixer && factor != MoveFactor::Availability { Err(Self::not_theirs()) } else { Ok(()) };
        }
        let allowed: Vec<MoveFactor> =
            moves.iter().filter(|rule| theirs(rule.by)).flat_map(|rule| rule.reasons.iter().copied()).collect();
        match allowed.contains(&factor) {
            true => Ok(()),
            false if allowed.is_empty() || moves.iter().any(|rule| rule.reasons.contains(&factor)) => {
                Err(Self::not_theirs())
            }
            false => Err(Refusal::ReasonNotAllowed { allowed }),
        }
    }

    const fn not_theirs() -> Refusal {
        Refusal::NotYours { verb: Verb::MoveReleaseDay }
    }

    /// What the policy says of moving the day of a release.
    fn moves(&self) -> Vec<&Adjustment> {
        self.case.policy.adjustments.iter().filter(|rule| rule.clock == ClockKind::Release).collect()
    }

    /// Whether a day is not later than every move for it may reach.
    fn under_ceiling(&self, at: Timestamp) -> Result<(), Refusal> {
        let calendar = &self.case.policy.calendar;
        let latest = self.moves().into_iter().map(|rule| Some(calendar.after(self.case.received_at, rule.ceiling?)));
        match latest.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()) {
            Some(latest) if at > latest => Err(Refusal::BeyondMaximum { latest }),
            Some(_) | None => Ok(()),
        }
    }

    /// Under the policy's score, or of low decided severity (PR-61).
    pub(super) fn may_slow(&self) -> bool {
        let low_score = match (&self.case.vector, self.case.policy.slow_below_tenths) {
            (Some((_, score)), Some(limit)) => score.tenths() < limit,
            (Some(_) | None, _) => false,
        };
        low_score || matches!(index::rating(self.case), Some(Rating::None | Rating::Low))
    }

    pub(super) fn embargo_ends_at(&self, at: Timestamp) -> Option<Event> {
        match self.case.embargo {
            Embargo::Active { until } | Embargo::Revise { until, .. } if until != at => {
                Some(Event::EmbargoRevised { until: at })
            }
            Embargo::None
            | Embargo::Proposed { .. }
            | Embargo::Active { .. }
            | Embargo::Revise { .. }
            | Embargo::Exited { .. } => None,
        }
    }

    pub(super) fn merge(&self, commit: &CommitId) -> Decision {
        self.is_the_fix(commit)?;
        Ok(vec![Event::FixMerged { commit: commit.clone() }])
    }

    pub(super) fn note_release(&self, release: &Release) -> Decision {
        if self.case.releases.iter().any(|known| known.tag == release.tag) {
            return Err(Refusal::AlreadyDone);
        }
        if release.at > self.now {
            return Err(Refusal::InTheFuture { at: release.at });
        }
        Ok(vec![Event::ReleaseNoted { release: release.clone() }])
    }

    pub(super) fn check_artefact(&self, artefact: &Artefact) -> Decision {
        let same = self.case.artefacts.get(&artefact.name) == Some(artefact);
        if same { Err(Refusal::AlreadyDone) } else { Ok(vec![Event::ArtefactChecked { artefact: artefact.clone() }]) }
    }
}
