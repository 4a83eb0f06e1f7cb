//! How a fix comes to users: severity, numbers, what a release is checked for, which versions get it.
//!
//! Knows demands on a fix and its release. Must not know who is told.

use domain::calendar::Slot;
use domain::policy::{ArtefactCheck, Branch, Grading, Identifiers, Level, Policy, ReleaseRules, Rule, Scheme, Track};

use super::fact::{Fact, Section};
use super::phrase::{plain, score};
use crate::words;

/// PR-47, PR-62.
pub(super) fn severity(grading: &Grading) -> Vec<Fact> {
    let Grading { scheme, levels, final_say, force: strictness, origin } = grading;
    let (value, sentence) = match scheme {
        Scheme::Cvss => ("with CVSS", "Severity is scored with a CVSS calculator"),
        Scheme::Levels => ("by levels of its own", "Severity is one of these levels"),
        Scheme::None => ("flaw by flaw, without a score", "Each flaw is judged by itself, without a score"),
    };
    let severe = |subject: &str, value: &str, sentence: String| Fact::said(Section::Severity, subject, value, sentence);
    let mut all = vec![severe("Severity is measured", value, sentence.to_owned()).strict(*strictness).from(origin)];
    all.extend(levels.iter().map(|level| {
        let Level { name, means, rating } = level;
        let value = format!("{} (“{}” for scanners)", plain(means), words::rating(*rating));
        severe(&format!("Level “{}”", name.reveal()), &value, format!("{}: {value}", words::capital(plain(name))))
    }));
    all.extend(final_say.as_ref().map(|who| {
        let help = match scheme {
            Scheme::Cvss => "; a score helps, and does not see everything",
            Scheme::Levels | Scheme::None => "",
        };
        severe(
            "The last word on severity",
            plain(who),
            format!("{} has the last word on it{help}", words::capital(plain(who))),
        )
        .at(10)
    }));
    all
}

/// What is done otherwise from some severity on.
pub(super) fn track(track: &Track) -> Vec<Fact> {
    let Track {
        name,
        from_tenths,
        from_rating,
        fixed_in_public,
        next_release,
        announced_before,
        fix_within,
        release_within,
        note,
        force: strictness,
        origin,
    } = track;
    let from: Vec<String> = from_tenths
        .map(|tenths| if tenths == 0 { "any score".to_owned() } else { format!("a score of {}", score(tenths)) })
        .into_iter()
        .chain(from_rating.map(|rating| format!("“{}”", words::rating(rating))))
        .collect();
    let mut parts = vec![format!("from {} on", from.join(" or "))];
    parts.extend(fixed_in_public.then(|| "the fix may be made in public".to_owned()));
    parts.extend(next_release.then(|| "it comes with the next planned release".to_owned()));
    parts.extend(announced_before.map(|term| format!("the day is announced {} before", words::term(term))));
    parts.extend(fix_within.map(|term| format!("the fix is ready within {}", words::term(term))));
    parts.extend(release_within.map(|term| format!("the release is out within {}", words::term(term))));
    parts.extend(note.as_ref().map(|note| plain(note).to_owned()));
    let value = parts.join("; ");
    let sentence = format!("{}: {value}", words::capital(plain(name)));
    let subject = format!("Track “{}”", name.reveal());
    vec![Fact::said(Section::Severity, &subject, &value, sentence).strict(*strictness).from(origin).at(30)]
}

/// PR-52.
pub(super) fn identifiers(identifiers: &Identifiers) -> Vec<Fact> {
    let Identifiers { cna, new_for_incomplete_fix, record_within, force: strictness, origin } = identifiers;
    let number =
        |subject: &str, value: &str, sentence: String| Fact::said(Section::Fix, subject, value, sentence).at(50);
    let sentence = format!("CVE numbers come from {}", plain(cna));
    let mut all = vec![number("CVE numbers come from", plain(cna), sentence).strict(*strictness).from(origin)];
    if *new_for_incomplete_fix {
        let sentence = "A fix that turns out incomplete gets a number of its own".to_owned();
        all.push(number("An incomplete fix", "gets a number of its own", sentence));
    }
    all.extend(record_within.map(|term| {
        let value = format!("within {} of the advisory", words::term(term));
        let sentence = format!("The record of the number is public {value}");
        number("The record of a CVE number", &value, sentence)
    }));
    all
}

/// PR-59, PR-60.
pub(super) fn slot(policy: &Policy, recommended: &Slot) -> Fact {
    let when = super::phrase::slot(recommended);
    let afternoon = recommended.zone.as_str() == "UTC" && recommended.at == jiff::civil::time(16, 0, 0, 0);
    let seen = if afternoon {
        ": breakfast time on the west coast of America, the end of the working day in Europe, night in the east of Asia"
    } else {
        ""
    };
    let fact =
        Fact::said(Section::Release, "Recommended release", &when, format!("The recommended time is {when}{seen}"));
    fact.carrying(policy.force(Rule::RecommendedSlot)).at(20)
}

/// PR-69, ambiguities A9 and A12.
pub(super) fn release(policy: &Policy, rules: &ReleaseRules) -> Vec<Fact> {
    let ReleaseRules { latest_branches, supported_for, branches, checks, silent_commits, force: strictness, origin } =
        rules;
    let version =
        |subject: &str, value: &str, sentence: String| Fact::said(Section::Versions, subject, value, sentence);
    let checks: Vec<&str> = checks.iter().map(|one| check(*one)).collect();
    let checks = words::listed(&checks);
    let sentence = format!("Before anybody is told, every file of the release {checks}");
    let checked = Fact::said(Section::Release, "Every file of a release", &checks, sentence);
    let checked = checked.strict(*strictness).from(origin).carrying(policy.force(Rule::ArtefactsChecked));
    let mut all = vec![checked.at(50)];
    if *silent_commits {
        let sentence = "Until the announcement no public commit says that it mends a vulnerability".to_owned();
        all.push(Fact::said(Section::Release, "Public commits", "say nothing of the flaw", sentence).at(45));
    }
    all.extend(latest_branches.map(|count| {
        let latest = if count == 1 { "the latest branch".to_owned() } else { format!("the {count} latest branches") };
        version("Which branches get a fix", &latest, format!("Fixes are made for {latest}"))
    }));
    all.extend(supported_for.map(|term| {
        let value = format!("{} from its first release", words::term(term));
        version("A branch gets fixes for", &value, format!("A branch gets fixes for {value}"))
    }));
    all.extend(branches.iter().map(|branch| {
        let Branch { name, until } = branch;
        let until = until.map_or_else(|| "with no end set yet".to_owned(), |day| format!("until {day}"));
        version(&format!("Branch {}", name.reveal()), &until, format!("Branch {} gets fixes {until}", name.reveal()))
    }));
    all
}

const fn check(check: ArtefactCheck) -> &'static str {
    match check {
        ArtefactCheck::Built => "is built",
        ArtefactCheck::Signed => "has a good signature",
        ArtefactCheck::Available => "can be fetched by all",
        ArtefactCheck::Functional => "runs",
    }
}
