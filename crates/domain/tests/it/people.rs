//! The people and facts that the stories are told about.

use domain::case::command::{Ask, Command};
use domain::case::facts::{
    Artefact, Assessment, Channel, CodeOrigin, CreditWish, Disclosure, Draft, Exploited, Fix, Mitigation, Release,
    Replicated, Reporter,
};
use domain::ids::{BlobId, CommitId, PersonId};
use domain::people::Actor;
use domain::words::{Line, Prose};

pub(crate) const ANA: PersonId = PersonId::from_bytes([0xA1; 16]);
pub(crate) const BEN: PersonId = PersonId::from_bytes([0xB2; 16]);
pub(crate) const FAY: PersonId = PersonId::from_bytes([0xF3; 16]);
pub(crate) const GIL: PersonId = PersonId::from_bytes([0x67; 16]);
pub(crate) const OLA: PersonId = PersonId::from_bytes([0x6F; 16]);
pub(crate) const RUE: PersonId = PersonId::from_bytes([0x72; 16]);
pub(crate) const DIX: PersonId = PersonId::from_bytes([0xD6; 16]);
pub(crate) const OTTO: PersonId = PersonId::from_bytes([0x04; 16]);

pub(crate) const REPORTER: Actor = Actor::REPORTER;
pub(crate) const CLOCK: Actor = Actor::CLOCK;

pub(crate) fn ana() -> Actor {
    Actor::committee(ANA)
}
pub(crate) fn ben() -> Actor {
    Actor::committee(BEN)
}
pub(crate) fn fay() -> Actor {
    Actor::fixer(FAY)
}
pub(crate) fn otto() -> Actor {
    Actor::fixer(OTTO)
}

pub(crate) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}
pub(crate) fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}
pub(crate) fn blob(n: u8) -> BlobId {
    BlobId::from_bytes([n; 16])
}
pub(crate) fn commit(letter: char) -> CommitId {
    letter.to_string().repeat(40).parse().unwrap()
}

pub(crate) fn report() -> Command {
    Command::SubmitReport {
        title: line("Bundle accepted for the wrong signature"),
        body: blob(1),
        channel: Channel::Form,
        disclosure: Disclosure::Private,
        reporter: Reporter {
            name: Some(line("Rita")),
            address: Some(line("rita@reporter.example")),
            credit: CreditWish::Named,
        },
        publishes_at: None,
    }
}

pub(crate) fn public_report() -> Command {
    Command::SubmitReport {
        title: line("Seen on a blog"),
        body: blob(1),
        channel: Channel::Public,
        disclosure: Disclosure::Public,
        reporter: Reporter::default(),
        publishes_at: None,
    }
}

pub(crate) fn assessment() -> Command {
    Command::Assess(Assessment {
        impact: prose("An attacker forges a signature"),
        replicated: Replicated::Yes,
        origin: CodeOrigin::Ours,
        exploited: Exploited::NoEvidence,
    })
}

pub(crate) fn draft(mitigation: Mitigation) -> Command {
    Command::DraftAdvisory(Box::new(Draft {
        title: line("Bundle accepted for the wrong signature"),
        summary: prose("verify-blob accepts a crafted bundle"),
        details: prose("The log entry is not compared with the signature"),
        affected: vec!["go:example.org/tool 0 fixed 1.12.0".parse().unwrap()],
        weaknesses: vec![],
        exposure: None,
        mitigation,
        upgrade: Some(prose("Install 1.12.0")),
        check_command: Some(line("tool version")),
        aliases: vec![],
    }))
}

pub(crate) fn fix(letter: char, author: PersonId) -> Command {
    Command::ProposeFix(Fix { commit: commit(letter), author })
}

pub(crate) fn release(at: &str) -> Command {
    Command::NoteRelease(Release {
        version: line("1.12.0"),
        tag: line("v1.12.0"),
        url: line("https://example.org/v1.12.0"),
        at: at.parse().unwrap(),
    })
}

pub(crate) fn artefact(functional: bool) -> Command {
    Command::CheckArtefact(Artefact {
        name: line("tool-linux-amd64"),
        url: line("https://example.org/tool-linux-amd64"),
        sha256: line(&"ab".repeat(32)),
        built: true,
        signed: true,
        available: true,
        functional,
    })
}

pub(crate) fn because(reason: &str, command: Command) -> Ask {
    Ask { command, reason: Some(prose(reason)) }
}
