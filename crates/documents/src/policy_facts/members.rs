//! Those who respond: how many, how they come and go, what they do, whose turn it is.
//!
//! Knows a policy's people by rule. Must not know anybody.

use domain::calendar::{Calendar, Term};
use domain::policy::{Body, BodyKind, Duty, Leave, Membership, Nominator, Proportion, Rotation};
use domain::words::Line;

use super::fact::{Fact, Section};
use super::phrase::{either, joined, plain};
use crate::words;

fn told(subject: &str, value: &str, sentence: String) -> Fact {
    Fact::said(Section::Responders, subject, value, sentence)
}

/// PR-13.
pub(super) fn body(body: &Body) -> Vec<Fact> {
    let Body { name, kind, members_min, members_max } = body;
    let (size, sentence) = match kind {
        BodyKind::Sole => ("one person".to_owned(), String::new()),
        BodyKind::Committee => {
            let size = format!("{members_min} to {members_max} members");
            (size.clone(), format!("The {} should have {size}", name.reveal()))
        }
    };
    vec![Fact::kept(Section::Responders, "Who responds", name.reveal()), told("How many respond", &size, sentence)]
}

/// PR-06, PR-14 to PR-17, PR-20 to PR-25.
pub(super) fn membership(body: &Body, membership: &Membership) -> Vec<Fact> {
    let Membership {
        bootstrap,
        diversity,
        over_limit_for,
        interest_open,
        nominators,
        seat_lasts,
        successor_proposed,
        leave,
        inactive_after,
        onboarding,
        offboarding,
        emeritus,
        force,
        origin,
    } = membership;
    let mut all = joining(bootstrap.as_ref(), *interest_open, nominators, onboarding);
    all.extend(diversity.iter().flat_map(|limit| diverse(*limit, *over_limit_for)));
    all.extend(seat_lasts.map(|term| {
        let term = words::term(term);
        told("A seat lasts", &term, format!("After {term} a seat is decided again")).at(STAYING)
    }));
    all.push(activity(*inactive_after));
    all.extend(leaving(body, *successor_proposed, offboarding, *emeritus));
    all = all.into_iter().map(|fact| fact.strict(*force).from(origin)).collect();
    all.extend(leave.iter().flat_map(away).map(|fact| fact.strict(*force).at(STAYING)));
    all
}

/// Where under the heading; the vote on admission stands after those who join, the one on removal after those who stay.
const JOINING: u8 = 20;
const STAYING: u8 = 30;
const LEAVING: u8 = 50;

/// PR-06, PR-14, PR-15.
fn joining(bootstrap: Option<&Line>, open: bool, nominators: &[Nominator], onboarding: &[Line]) -> Vec<Fact> {
    let mut all = Vec::new();
    all.extend(bootstrap.map(|body| {
        let from = format!("from {}", plain(body));
        told("The first members", &from, format!("Its first members come {from}"))
    }));
    if open {
        let sentence = "Whoever would like to join tells the members";
        all.push(told("Joining", "anybody may ask", sentence.to_owned()));
    }
    if !nominators.is_empty() {
        let who: Vec<&str> = nominators.iter().map(|one| nominator(*one)).collect();
        let who = either(&who);
        let sentence = format!("{} may nominate somebody to the present members", words::capital(&who));
        all.push(told("Who may nominate", &who, sentence));
    }
    if !onboarding.is_empty() {
        let steps = joined(onboarding, "; ");
        all.push(told("New members", &steps, format!("For a new member: {steps}")));
    }
    all.into_iter().map(|fact| fact.at(JOINING)).collect()
}

/// PR-16, PR-17, ambiguity A4.
fn diverse(limit: Proportion, over_limit_for: Option<Term>) -> Vec<Fact> {
    let (one, others) = limit.parts();
    let most = if one == others {
        "no more than from all others".to_owned()
    } else {
        format!("at most {one} for every {others} from elsewhere")
    };
    let sentence =
        format!("Where it can be, members come from different organisations: of the same one there are {most}");
    let over = over_limit_for.map(words::term);
    let grace = over.as_ref().map_or_else(String::new, |term| format!("; there are {term} for it"));
    let changed = format!(
        "When somebody changes employers, the members take in others, or the one concerned brings up a successor{grace}"
    );
    let value = over.map_or_else(|| "others join, or a successor".to_owned(), |term| format!("mended within {term}"));
    vec![
        told("Seats of one organisation", &format!("at most {limit} to all others"), sentence).at(STAYING),
        told("A change of employers", &value, changed).at(STAYING),
    ]
}

/// PR-22, PR-25.
fn activity(inactive_after: Option<Term>) -> Fact {
    let removed = inactive_after.map(|term| {
        let term = words::term(term);
        let value = format!("removal may be proposed after {term} without a word");
        let why = format!(". One who announced no leave, and for over {term} cannot be reached or leaves the duties undone, may be removed");
        (value, why)
    });
    let (value, why) = removed.unwrap_or_else(|| ("expected".to_owned(), String::new()));
    told("Activity", &value, format!("Members stay active and answer{why}")).at(STAYING)
}

/// PR-20, PR-21, ambiguity A6.
fn leaving(body: &Body, successor_proposed: bool, offboarding: &[Line], emeritus: bool) -> Vec<Fact> {
    let (value, follows) = if successor_proposed {
        ("at any time, proposing who follows", " and may propose who follows, from among active contributors")
    } else {
        ("at any time", "")
    };
    let mut all = vec![told("Stepping down", value, format!("A member may step down whenever they wish{follows}"))];
    if !offboarding.is_empty() {
        let steps = joined(offboarding, "; ");
        let sentence = format!("Whoever leaves the {} gives back: {steps}", body.name.reveal());
        all.push(told("Whoever leaves gives back", &steps, sentence));
    }
    if emeritus {
        all.push(told("Former members", "stay named", "Former members stay named, without any right".to_owned()));
    }
    all.into_iter().map(|fact| fact.at(LEAVING)).collect()
}

/// PR-23, PR-24.
fn away(leave: &Leave) -> Vec<Fact> {
    let Leave { covered_from, deputy_from, deputy_until, origin } = leave;
    let from = words::term(*covered_from);
    let sentence = format!(
        "Before a leave of {from} or longer, a member sees to it that the others have the duties and open cases"
    );
    let mut all = vec![told("Leave that is covered", &format!("from {from} on"), sentence).from(origin)];
    let (from, until) = (deputy_from.map(words::term), deputy_until.map(words::term));
    let span = match (from, until) {
        (Some(from), Some(until)) => format!("from {from} to {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("up to {until}"),
        (None, None) => return all,
    };
    let sentence = format!("For a leave {span} a deputy may be named, who serves until it ends");
    all.push(told("Leave with a deputy", &span, sentence).from(origin));
    all
}

const fn nominator(nominator: Nominator) -> &'static str {
    match nominator {
        Nominator::Member => "a member",
        Nominator::Maintainer => "a maintainer",
        Nominator::Electors => "the body above them",
        Nominator::Anybody => "anybody",
    }
}

/// PR-07 to PR-11.
pub(super) fn duty(duty: &Duty) -> Fact {
    let Duty { name, does, rotates, force, origin } = duty;
    let round = if *rotates { "; this goes round" } else { "" };
    let value = format!("{}{round}", plain(does));
    let sentence = format!("{}: {value}", words::capital(plain(name)));
    told(&format!("Duty “{}”", name.reveal()), &value, sentence).strict(*force).from(origin).at(10)
}

pub(super) fn rotation(rotation: &Rotation, calendar: &Calendar) -> Vec<Fact> {
    let Rotation { every, changes_at, business_hours, handover_accepted, nudges, force, origin } = rotation;
    let at = changes_at
        .map_or_else(String::new, |time| format!(", at {} {}", time.strftime("%H:%M"), calendar.zone.as_str()));
    let mut value = format!("every {}{at}", words::term(*every));
    if *business_hours {
        value.push_str(", in business hours");
    }
    let accepted = if *handover_accepted { "; a hand-over counts once the next one has accepted it" } else { "" };
    value.push_str(accepted);
    let mut all = vec![told("Shifts change", &value, format!("What goes round changes hands {value}"))];
    if !nudges.is_empty() {
        let each: Vec<String> = nudges
            .iter()
            .rev()
            .map(|(rating, term)| format!("{} after {}", words::rating(*rating), words::term(*term)))
            .collect();
        let each = words::listed(&each);
        all.push(told(
            "Idle cases are brought up",
            &each,
            format!("A case on which nothing happens is brought up again: {each}"),
        ));
    }
    all.into_iter().map(|fact| fact.strict(*force).from(origin).at(10)).collect()
}
