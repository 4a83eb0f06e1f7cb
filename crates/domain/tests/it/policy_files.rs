//! A policy written as a file and read again is the same policy, whatever it says; and no file, however broken, is a panic.

use domain::calendar::{Blackout, Term};
use domain::policy::{
    Adjustment, Anchor, ArtefactCheck, Ballot, Branch, Carries, CaseMode, Channel, ClockKind, ClockRule, Credit,
    Distributors, Duty, EmbargoStart, Escalation, Force, Grading, Group, Identifiers, Leave, Level, Lifecycle,
    Membership, Method, ModeRule, MoveFactor, NeedToKnow, Nominator, Origin, Owner, Pace, Policy, Preset, Proportion,
    ReleaseRules, RetrospectiveRules, Reward, Rotation, Scheme, Scope, Share, Templates, Track, Vote, committee,
    contradictions, solo,
};
use domain::severity::Rating;
use domain::words::{Line, Prose};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn line() -> BoxedStrategy<Line> {
    // Quotes, backslashes, braces and letters of other scripts: whatever a file has to escape.
    "[a-zA-Zäß漢\"'\\\\#=\\[\\]{}.,:/@ -]{1,40}".prop_filter_map("not a line", |text| Line::new(&text).ok()).boxed()
}

fn prose() -> impl Strategy<Value = Prose> {
    "[a-zé\"'\\\\\n\t ]{1,80}".prop_filter_map("not a text", |text| Prose::new(&text).ok())
}

fn term() -> BoxedStrategy<Term> {
    let written = prop_oneof![
        (1..400u16).prop_map(|days| format!("P{days}D")),
        (1..100u16).prop_map(|hours| format!("PT{hours}H")),
        (1..24u16).prop_map(|months| format!("P{months}M")),
        (1..60u16).prop_map(|days| format!("{days}bd")),
    ];
    written.prop_map(|text| text.parse().unwrap()).boxed()
}

fn yes_or_no() -> impl Strategy<Value = bool> {
    any::<bool>()
}

fn force() -> impl Strategy<Value = Force> + Clone {
    select(vec![Force::Info, Force::May, Force::Should, Force::Must])
}

fn origin() -> BoxedStrategy<Origin> {
    prop_oneof![Just(Origin::Assumed), Just(Origin::Own), (1..200u8).prop_map(|at| Origin::Text(format!("003:L{at}")))]
        .boxed()
}

fn rating() -> impl Strategy<Value = Rating> + Clone {
    select(vec![Rating::None, Rating::Low, Rating::Medium, Rating::High, Rating::Critical])
}

fn owner() -> impl Strategy<Value = Owner> {
    select(vec![Owner::Committee, Owner::Coordinator, Owner::FixTeam, Owner::OnCall])
}

fn method() -> impl Strategy<Value = Method> + Clone {
    select(vec![
        Method::Sole,
        Method::Approval,
        Method::LazyConsensus,
        Method::Majority,
        Method::SuperMajority,
        Method::TwoBodies,
        Method::Electors,
    ])
}

prop_compose! {
    fn vote()(
        method in method(), window in of(term()), approvals in of(1..9u8), share in of((1..9u8, 1..9u8)),
        flags in (yes_or_no(), yes_or_no(), yes_or_no()), quorum in of(1..9u8), fallback in of(method()),
        electors in of(line()), electors_below in of(1..9u8), force in force(), origin in origin(),
    ) -> Vote {
        let share = share.map(|(part, whole)| format!("{part}/{whole}").parse::<Share>().unwrap());
        let (of_all, veto, secret) = flags;
        Vote { method, window, approvals, share, of_all, quorum, fallback, veto, secret, electors, electors_below, force, origin }
    }
}

prop_compose! {
    fn leave()(covered_from in term(), deputy_from in of(term()), deputy_until in of(term()), origin in origin()) -> Leave {
        Leave { covered_from, deputy_from, deputy_until, origin }
    }
}

prop_compose! {
    fn membership()(
        bootstrap in of(line()), diversity in of((1..9u8, 1..9u8)), over_limit_for in of(term()),
        flags in (yes_or_no(), yes_or_no(), yes_or_no()),
        nominators in vec(select(vec![Nominator::Member, Nominator::Maintainer, Nominator::Electors, Nominator::Anybody]), 0..3),
        terms in (of(term()), of(term())), leave in of(leave().boxed()), lists in (vec(line(), 0..3), vec(line(), 0..3)),
        force in force(), origin in origin(),
    ) -> Membership {
        let (interest_open, successor_proposed, emeritus) = flags;
        let (seat_lasts, inactive_after) = terms;
        let (onboarding, offboarding) = lists;
        let diversity = diversity.map(|(one, others)| format!("{one}:{others}").parse::<Proportion>().unwrap());
        Membership {
            bootstrap, diversity, over_limit_for, interest_open, nominators, seat_lasts, successor_proposed, leave,
            inactive_after, onboarding, offboarding, emeritus, force, origin,
        }
    }
}

prop_compose! {
    fn track()(
        name in line(), from_tenths in of(0..101u8), from_rating in of(rating()), flags in (yes_or_no(), yes_or_no()),
        terms in (of(term()), of(term()), of(term())), note in of(line()), force in force(), origin in origin(),
    ) -> Track {
        let (fixed_in_public, next_release) = flags;
        let (announced_before, fix_within, release_within) = terms;
        Track {
            name, from_tenths, from_rating, fixed_in_public, next_release, announced_before, fix_within, release_within,
            note, force, origin,
        }
    }
}

prop_compose! {
    fn distributors()(
        name in line(), address in of(line()), notices in vec(term(), 0..4), maximum in of(term()),
        from_tenths in of(0..101u8), criteria in vec(line(), 0..4), application in of(line()), vouched in yes_or_no(),
        seats in of(1..9u8), reviewed_every in of(term()), terms in of(prose()), force in force(),
    ) -> Distributors {
        Distributors {
            name, address, notices, maximum, from_tenths, criteria, application, vouched, seats, reviewed_every, terms,
            force, origin: Origin::Own,
        }
    }
}

prop_compose! {
    fn clock_rule()(
        from in of(select(vec![Anchor::Receipt, Anchor::Decision, Anchor::FixReady, Anchor::Publication])),
        not_before in of(term()), within in term(), warn_before in vec(term(), 0..3), force in force(),
        origin in origin(), owner in of(owner()), promised in yes_or_no(),
    ) -> ClockRule {
        ClockRule { from, not_before, within, warn_before, force, origin, owner, promised }
    }
}

prop_compose! {
    fn rotation()(
        every in term(), hour in of(0..24i8), flags in (yes_or_no(), yes_or_no()),
        nudges in btree_map(rating(), term(), 0..4), force in force(), origin in origin(),
    ) -> Rotation {
        let (business_hours, handover_accepted) = flags;
        let changes_at = hour.map(|hour| format!("{hour:02}:00:00").parse().unwrap());
        Rotation { every, changes_at, business_hours, handover_accepted, nudges, force, origin }
    }
}

prop_compose! {
    fn release()(
        latest_branches in of(1..9u8), supported_for in of(term()), names in vec((line(), yes_or_no()), 0..3),
        checks in vec(select(ArtefactCheck::all()), 0..4), silent_commits in yes_or_no(), force in force(), origin in origin(),
    ) -> ReleaseRules {
        let until = "2028-02-29".parse().unwrap();
        let branches = names.into_iter().map(|(name, ends)| Branch { name, until: ends.then_some(until) }).collect();
        ReleaseRules { latest_branches, supported_for, branches, checks, silent_commits, force, origin }
    }
}

fn with_people(policy: Policy) -> BoxedStrategy<Policy> {
    let group =
        select(vec![Group::Committee, Group::Guests, Group::Upstream, Group::Coordinators, Group::Distributors]);
    (
        of(membership().boxed()),
        btree_map(select(Ballot::ALL.to_vec()), vote().boxed(), 0..5),
        vec((line(), line(), yes_or_no(), force(), origin()), 0..4),
        of(rotation().boxed()),
        of((vec(group, 0..4), yes_or_no(), force(), origin())),
        of(line()),
        select(vec![Lifecycle::Active, Lifecycle::Maintenance, Lifecycle::Archived, Lifecycle::HandedOver]),
    )
        .prop_map(move |(membership, votes, duties, rotation, groups, goal, lifecycle)| {
            let mut policy = policy.clone();
            policy.duties = duties
                .into_iter()
                .map(|(name, does, rotates, force, origin)| Duty { name, does, rotates, force, origin })
                .collect();
            policy.need_to_know =
                groups.map(|(groups, agree_first, force, origin)| NeedToKnow { groups, agree_first, force, origin });
            policy.project.lifecycle = lifecycle;
            policy.project.handed_over_to.clone_from(&goal);
            Policy { membership, votes, rotation, goal, ..policy }
        })
        .boxed()
}

fn with_times(policy: Policy) -> BoxedStrategy<Policy> {
    let pace = select(vec![Pace::AsPlanned, Pace::Asap, Pace::Rebased]);
    let reason = select(vec![MoveFactor::Severity, MoveFactor::ReleaseWork, MoveFactor::Availability]);
    let mode = (pace, yes_or_no(), of(line()), force(), origin());
    (
        btree_map(select(CaseMode::ALL.to_vec()), mode, 0..4),
        vec((select(ClockKind::ALL.to_vec()), owner(), vec(reason, 0..3), of(term()), force()), 0..3),
        btree_map(select(ClockKind::ALL.to_vec()), clock_rule().boxed(), 0..6),
        vec(track().boxed(), 0..3),
        (yes_or_no(), yes_or_no(), vec(line(), 0..3), term()),
    )
        .prop_map(move |(modes, moves, clocks, tracks, (from_ready, kept_under_attack, breach, longest))| {
            let mut policy = policy.clone();
            let mode = |(pace, holding_statement, note, force, origin)| ModeRule {
                pace,
                holding_statement,
                note,
                force,
                origin,
            };
            policy.modes = modes.into_iter().map(|(kind, said)| (kind, mode(said))).collect();
            policy.adjustments = moves
                .into_iter()
                .map(|(clock, by, reasons, ceiling, force)| Adjustment {
                    clock,
                    by,
                    reasons,
                    ceiling,
                    force,
                    origin: Origin::Own,
                })
                .collect();
            policy.embargo.starts = if from_ready { EmbargoStart::FixReady } else { EmbargoStart::Receipt };
            policy.embargo.kept_under_attack = kept_under_attack;
            policy.embargo.breach = breach;
            policy.embargo.maximum = longest;
            policy.calendar.blackouts =
                vec![Blackout { from: "2026-12-24".parse().unwrap(), to: "2027-01-03".parse().unwrap() }];
            Policy { clocks, tracks, ..policy }
        })
        .boxed()
}

#[expect(clippy::too_many_lines, reason = "one section after the other")]
fn with_promises(policy: Policy) -> BoxedStrategy<Policy> {
    let carries = select(vec![Carries::Announcements, Carries::Retrospectives, Carries::Links]);
    let level = (line(), line(), rating()).prop_map(|(name, means, rating)| Level { name, means, rating });
    let scheme = select(vec![Scheme::Cvss, Scheme::Levels, Scheme::None]);
    (
        vec(distributors().boxed(), 0..3),
        vec((term(), line(), force(), origin()), 0..3),
        of((line(), yes_or_no(), of(term()), force(), origin())),
        of(release().boxed()),
        of((yes_or_no(), of(line()), of(term()), force())),
        of((vec(line(), 0..3), vec(line(), 0..3), of(line()), of(line()))),
        vec((line(), line(), carries, of(line())), 0..4),
        of((scheme, vec(level, 0..3), of(line()), force())),
        of((vec(line(), 0..3), yes_or_no(), yes_or_no())),
        of((of(line()), of(line()), of(line()))),
    )
        .prop_map(move |(distributors, turns, cna, release, thanks, scope, channels, grading, looks, templates)| {
            let mut policy = policy.clone();
            policy.escalation =
                turns.into_iter().map(|(after, to, force, origin)| Escalation { after, to, force, origin }).collect();
            policy.identifiers = cna.map(|(cna, new_for_incomplete_fix, record_within, force, origin)| Identifiers {
                cna,
                new_for_incomplete_fix,
                record_within,
                force,
                origin,
            });
            policy.reward = thanks.as_ref().map(|(paid, program, _, _)| Reward {
                paid: *paid,
                program: program.clone(),
                origin: Origin::Own,
            });
            policy.credit = thanks.map(|(named, page, reports_published_after, force)| Credit {
                named,
                page,
                reports_published_after,
                force,
                origin: Origin::Assumed,
            });
            policy.scope = scope.map(|(covers, excludes, threat_model, elsewhere)| Scope {
                covers,
                excludes,
                threat_model,
                elsewhere,
                origin: Origin::Own,
            });
            policy.channels = channels
                .into_iter()
                .map(|(name, address, carries, subject_prefix)| Channel { name, address, carries, subject_prefix })
                .collect();
            policy.severity = grading.map(|(scheme, levels, final_say, force)| Grading {
                scheme,
                levels,
                final_say,
                force,
                origin: Origin::Own,
            });
            policy.retrospective = looks.map(|(sections, internal, feedback_asked)| RetrospectiveRules {
                sections,
                internal,
                feedback_asked,
                force: Force::Should,
                origin: Origin::Own,
            });
            policy.templates = templates.map(|(subject, greeting, signature)| Templates {
                subject,
                greeting,
                signature,
                origin: Origin::Own,
            });
            Policy { distributors, release, ..policy }
        })
        .boxed()
}

fn policy() -> BoxedStrategy<Policy> {
    prop_oneof![Just(committee()), Just(solo())]
        .prop_flat_map(with_people)
        .prop_flat_map(with_times)
        .prop_flat_map(with_promises)
        .boxed()
}

proptest! {
    #[test]
    fn a_policy_written_and_read_again_is_the_same_policy(policy in policy()) {
        let written = policy.to_toml();
        let read = Policy::parse(&written).map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        prop_assert_eq!(&read, &policy, "{}", written);
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Policy>(&json).unwrap(), &policy);
    }

    #[test]
    fn whatever_a_policy_says_looking_for_contradictions_ends_and_each_has_a_key(policy in policy()) {
        let written = policy.to_toml();
        for found in contradictions(&policy) {
            let section = found.path();
            let section = section.split('.').next().unwrap();
            let missing = ["clocks", "channels"].contains(&section);
            prop_assert!(missing || domain::policy::place_of(&written, &found.path()).is_some(), "{:?}", found);
        }
    }

    #[test]
    fn a_torn_file_is_an_error_with_a_place_and_never_a_panic(
        cut in any::<prop::sample::Index>(), put in "[\\[\\]{}=\"'#\\n a-z0-9.]{0,12}", solo in any::<bool>(),
    ) {
        let text = if solo { Preset::Solo.text() } else { Preset::Committee.text() };
        let mut at = cut.index(text.len());
        while !text.is_char_boundary(at) { at -= 1; }
        let torn = format!("{}{put}{}", &text[..at], &text[at..]);
        if let Err(error) = Policy::parse(&torn) {
            prop_assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty(), "{:?}", error);
        }
    }
}
