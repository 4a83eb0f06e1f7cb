//! Who is told: distributors ahead, everybody on the day, and how it is worded.
//!
//! Knows lists and channels. Must not know who is on them.

use domain::policy::{Carries, Channel, Distributors, Policy, Project, RetrospectiveRules, Rule, Templates};
use domain::words::Line;

use super::fact::{Fact, Section};
use super::phrase::{joined, plain, score};
use crate::words;

/// Those who are told before everybody.
pub(super) fn distributors(list: &Distributors) -> Vec<Fact> {
    let Distributors {
        name,
        address,
        notices,
        maximum,
        from_tenths,
        criteria,
        application,
        vouched,
        seats,
        reviewed_every,
        terms,
        force,
        origin,
    } = list;
    let called = plain(name);
    let told = |what: &str, value: &str, sentence: String| {
        Fact::said(Section::Ahead, &format!("{}, {what}", words::capital(called)), value, sentence)
    };
    let when: Vec<String> = notices.iter().map(|term| words::term(*term)).collect();
    let when = if when.is_empty() { "ahead of".to_owned() } else { format!("{} before", words::listed(&when)) };
    let from = from_tenths.map_or_else(String::new, |tenths| format!(", from a score of {} on", score(tenths)));
    let value = format!("{when} the release{from}");
    let sentence = format!("{} is told {value}", words::capital(called));
    let mut all = vec![told("told", &value, sentence).strict(*force).from(origin)];
    all.extend(address.as_ref().map(|at| told("address", at.reveal(), String::new())));
    all.extend(maximum.map(|term| {
        let most = words::term(term);
        told("secrecy at most", &most, format!("It keeps a secret for at most {most} from its first notice"))
    }));
    if !criteria.is_empty() {
        let asked = joined(criteria, "; ");
        all.push(told("asked of a member", &asked, format!("Asked of a member of {called}: {asked}")));
    }
    all.extend(application.as_ref().map(|at| {
        let sentence = format!("Who ships our software applies for {called} at {}", plain(at));
        told("applications", at.reveal(), sentence)
    }));
    if *vouched {
        let sentence = "A member vouches for a new one".to_owned();
        all.push(told("vouching", "a member vouches for a new one", sentence));
    }
    all.extend(seats.map(|count| {
        let value = if count == 1 { "1 address".to_owned() } else { format!("{count} addresses") };
        told("seats", &format!("at most {value} each"), format!("A member has at most {value} on {called}"))
    }));
    all.extend(reviewed_every.map(|term| {
        let every = format!("every {}", words::term(term));
        told("looked at again", &every, format!("Who is on {called} is looked at again {every}"))
    }));
    all.extend(terms.as_ref().map(|terms| {
        let terms = terms.reveal().split_whitespace().collect::<Vec<_>>().join(" ");
        let terms = terms.trim_end_matches('.');
        told("terms", &format!("“{terms}”"), format!("Its members agree to this: “{terms}”"))
    }));
    all
}

/// PR-73, PR-74, PR-84.
pub(super) fn channel(policy: &Policy, channel: &Channel) -> Vec<Fact> {
    let Channel { name, address, carries, subject_prefix } = channel;
    let (section, before, sentence) = match carries {
        Carries::Announcements => (Section::Announcements, "Announcements to", "It is sent to"),
        Carries::Retrospectives => (Section::Retrospective, "Retrospectives to", "It is sent to"),
        Carries::Links => {
            (Section::Announcements, "Links to", "Once it can be read there, somebody posts a link to it in")
        }
    };
    let asked = policy.force(Rule::ChannelNamed).filter(|_| *carries == Carries::Announcements);
    let subject = format!("{before} {}", name.reveal());
    let sentence = format!("{sentence} {}: {}", plain(name), address.reveal());
    let mut all = vec![Fact::said(section, &subject, address.reveal(), sentence).carrying(asked).at(40)];
    all.extend(
        subject_prefix
            .as_ref()
            .map(|prefix| Fact::kept(section, &format!("{subject}, subject begins with"), prefix.reveal())),
    );
    all
}

/// PR-72, PR-75.
pub(super) fn templates(templates: &Templates, project: &Project) -> Vec<Fact> {
    let Templates { subject, greeting, signature, origin } = templates;
    let filled = |line: &Line| plain(line).replace("{project}", project.name.reveal());
    let worded = |what: &str, value: &str, sentence: String| {
        Fact::said(Section::Announcements, what, value, sentence).from(origin).at(35)
    };
    let mut all = Vec::new();
    all.extend(subject.as_ref().map(|line| {
        let sentence = format!(
            "Its subject is “{}”; it greets its readers, and says which release it is about and who sends it",
            filled(line).replace("{version}", "…")
        );
        worded("An announcement's subject", line.reveal(), sentence)
    }));
    all.extend(greeting.as_ref().map(|line| worded("An announcement's greeting", line.reveal(), String::new())));
    all.extend(
        signature
            .as_ref()
            .map(|line| worded("An announcement is signed", line.reveal(), format!("It is signed: {}", filled(line)))),
    );
    all
}

/// PR-78.
pub(super) fn check_command(command: &Line) -> Fact {
    let sentence = format!("To see your version, run `{}`", command.reveal());
    Fact::said(Section::Announcements, "To see one's version", command.reveal(), sentence).at(50)
}

/// PR-82 to PR-85.
pub(super) fn retrospective(rules: &RetrospectiveRules) -> Vec<Fact> {
    let RetrospectiveRules { sections, internal, feedback_asked, force, origin } = rules;
    let look = |subject: &str, value: &str, sentence: String| {
        Fact::said(Section::Retrospective, subject, value, sentence).strict(*force).from(origin).at(10)
    };
    let held = joined(sections, "; ");
    let mut all = vec![look("What a retrospective holds", &held, format!("It says: {held}"))];
    if *internal {
        let sentence = "Only those who respond and the fix team read it".to_owned();
        all.push(look("Who reads a retrospective", "those who respond and the fix team", sentence));
    }
    if *feedback_asked {
        let sentence =
            "All who took part are asked for their own view of how it went, as frank as they like".to_owned();
        all.push(look("Feedback on how it went", "asked of all who took part", sentence));
    }
    all
}
