//! Times that cannot all be kept.

use jiff::Timestamp;

use super::super::clock_kind::ClockKind;
use super::super::file::Policy;
use super::super::rule::Rule;
use super::super::strength::Force;
use super::Contradiction;
use crate::calendar::Term;

/// Any day serves to compare two terms; this one is a Monday in January, far from a change of the clocks.
const MONDAY: Timestamp = Timestamp::constant(1_767_607_200, 0);

pub(super) fn find(policy: &Policy, found: &mut Vec<Contradiction>) {
    calendar(policy, found);
    clocks(policy, found);
    moves(policy, found);
    notices(policy, found);
    leave(policy, found);
}

fn calendar(policy: &Policy, found: &mut Vec<Contradiction>) {
    let backwards = policy.calendar.blackouts.iter().enumerate().filter(|(_, blackout)| blackout.from > blackout.to);
    found.extend(backwards.map(|(nth, _)| Contradiction::BlackoutBackwards { nth }));
    let terms = policy.clocks.values().map(|rule| rule.within);
    let mut terms = terms.chain([policy.embargo.default, policy.embargo.maximum]);
    let counted = policy.release_slot.is_some() || terms.any(|term| matches!(term, Term::Business(_)));
    if policy.calendar.weekdays.is_empty() && counted {
        found.push(Contradiction::NoWorkingDays);
        return;
    }
    match &policy.release_slot {
        None if policy.force(Rule::RecommendedSlot) >= Some(Force::Should) => found.push(Contradiction::SlotMissing),
        None => {}
        Some(slot) if slot.weekdays.is_empty() => found.push(Contradiction::SlotNever),
        Some(slot) => {
            let rests = slot.weekdays.iter().filter(|day| !policy.calendar.weekdays.contains(day));
            found.extend(rests.map(|day| Contradiction::SlotOnRestDay { day: *day }));
        }
    }
}

fn clocks(policy: &Policy, found: &mut Vec<Contradiction>) {
    let after = |term: Term| policy.calendar.after(MONDAY, term);
    let latest = after(policy.embargo.maximum);
    if after(policy.embargo.default) > latest {
        found.push(Contradiction::EmbargoBeyondMaximum);
    }
    for (clock, rule) in &policy.clocks {
        let (clock, end) = (*clock, after(rule.within));
        let secret = matches!(clock, ClockKind::FixTeam | ClockKind::FixDevelopment | ClockKind::Release);
        if secret && end > latest {
            found.push(Contradiction::DeadlineBeyondEmbargo { clock });
        }
        if rule.not_before.is_some_and(|first| after(first) > end) {
            found.push(Contradiction::FirstDayAfterLast { clock });
        }
        for (nth, warning) in rule.warn_before.iter().enumerate() {
            if policy.calendar.before(end, *warning) <= MONDAY {
                found.push(Contradiction::ReminderBeforeStart { clock, nth, warning: *warning });
            }
        }
        if rule.promised && !policy.project.lifecycle.promises() {
            found.push(Contradiction::PromiseOfArchived { clock });
        }
    }
    if policy.force(Rule::RetrospectiveSent) >= Some(Force::Should)
        && !policy.clocks.contains_key(&ClockKind::Retrospective)
    {
        found.push(Contradiction::RetrospectiveUntimed);
    }
    if policy.project.lifecycle.promises() && !policy.clocks.contains_key(&ClockKind::Acknowledge) {
        found.push(Contradiction::NoAcknowledgement);
    }
}

/// Tracks, moves and what a reporter may do who hears nothing.
fn moves(policy: &Policy, found: &mut Vec<Contradiction>) {
    let after = |term: Term| policy.calendar.after(MONDAY, term);
    let latest = after(policy.embargo.maximum);
    for (nth, track) in policy.tracks.iter().enumerate() {
        if track.from_tenths.is_none() && track.from_rating.is_none() {
            found.push(Contradiction::TrackFromNowhere { nth });
        }
        if track.release_within.is_some_and(|term| after(term) > latest) && !track.fixed_in_public {
            found.push(Contradiction::TrackBeyondEmbargo { nth });
        }
    }
    let empty = policy.adjustments.iter().enumerate().filter(|(_, rule)| rule.reasons.is_empty());
    found.extend(empty.map(|(nth, _)| Contradiction::MoveWithoutReason { nth }));
    if let Some(answer) = policy.clocks.get(&ClockKind::Acknowledge) {
        let early = policy.escalation.iter().enumerate().filter(|(_, next)| after(next.after) < after(answer.within));
        found.extend(early.map(|(nth, _)| Contradiction::EscalationTooEarly { nth }));
    }
}

/// What distributors are told ahead. The first notice needs a release day, which lies within the release's own time.
fn notices(policy: &Policy, found: &mut Vec<Contradiction>) {
    let after = |term: Term| policy.calendar.after(MONDAY, term);
    let release = policy.clocks.get(&ClockKind::Release).map_or(policy.embargo.maximum, |rule| rule.within);
    for (list, distributors) in policy.distributors.iter().enumerate() {
        for (nth, notice) in distributors.notices.iter().enumerate() {
            if after(*notice) > after(release) {
                found.push(Contradiction::NoticeBeforeStart { list, nth });
            }
            if distributors.maximum.is_some_and(|maximum| after(*notice) > after(maximum)) {
                found.push(Contradiction::NoticeBeyondList { list, nth });
            }
        }
    }
}

/// Cover, deputy, decision: each band of leave begins where the one before it may be.
fn leave(policy: &Policy, found: &mut Vec<Contradiction>) {
    let Some(leave) = policy.membership.as_ref().and_then(|membership| membership.leave.as_ref()) else { return };
    let bands = [Some(leave.covered_from), leave.deputy_from, leave.deputy_until];
    let bands: Vec<Timestamp> = bands.into_iter().flatten().map(|term| policy.calendar.after(MONDAY, term)).collect();
    if !bands.is_sorted() {
        found.push(Contradiction::LeaveBandsBackwards);
    }
}
