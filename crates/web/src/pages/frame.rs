//! The frame around every page: the project's name, and where one can go from here.
//!
//! Knows who reads only as far as the links at the top differ. Must not know any case.

use std::sync::Arc;

use desk::right::Kind;
use desk::{Caller, Desk, Right};
use domain::policy::Policy;

use super::assets;

/// Where the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Here {
    Board,
    Case,
    People,
    MyReport,
    Report,
    Advisories,
    Policy,
    Committee,
    Sessions,
    Elsewhere,
}

/// A link at the top.
pub(crate) struct Link {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) here: bool,
}

/// Who reads, as far as the frame differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Public,
    Reporter,
    Account(Kind),
}

/// The frame.
pub(crate) struct Frame {
    policy: Arc<Policy>,
    reader: Reader,
    here: Here,
    /// Where the stylesheet is.
    pub(crate) style: &'static str,
}

impl Frame {
    pub(crate) fn new(desk: &Desk, caller: &Caller, here: Here) -> Self {
        let reader = match caller {
            Caller::Stranger | Caller::Operator => Reader::Public,
            Caller::Reporter(_) => Reader::Reporter,
            Caller::Person { .. } => Reader::Account(Kind::of(caller)),
        };
        Self { policy: desk.policy(), reader, here, style: assets::STYLE_HREF }
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn project(&self) -> &str {
        self.policy.project.name.reveal()
    }

    /// Whether a member of the committee reads.
    pub(crate) fn is_member(&self) -> bool {
        self.reader == Reader::Account(Kind::Member)
    }

    /// Whether the reader sees how the policy came to be.
    pub(crate) fn reads_proposals(&self) -> bool {
        self.holds(Right::ReadProposals)
    }

    fn holds(&self, right: Right) -> bool {
        matches!(self.reader, Reader::Account(kind) if right.rule().holders.contains(&kind))
    }

    /// Whether several answer, whose names everybody may know.
    pub(crate) fn has_roster(&self) -> bool {
        !self.policy.is_sole()
    }

    pub(crate) fn is_public(&self) -> bool {
        self.reader == Reader::Public
    }

    pub(crate) fn links(&self) -> Vec<Link> {
        let link = |href, label, of| Link { href, label, here: self.here == of };
        let mut links = match self.reader {
            Reader::Public => vec![link("/report", "Report", Here::Report)],
            Reader::Reporter => vec![link("/my-report", "My report", Here::MyReport)],
            Reader::Account(_) => vec![link("/board", "Board", Here::Board)],
        };
        if self.holds(Right::ReadCommittee) && !self.policy.is_sole() {
            links.push(link("/committee", "Committee", Here::Committee));
        }
        if self.holds(Right::ReadPeople) {
            links.push(link("/people", "People", Here::People));
        }
        links.extend([link("/advisories", "Advisories", Here::Advisories), link("/policy", "Policy", Here::Policy)]);
        if self.reader != Reader::Public {
            links.push(link("/sessions", "Sessions", Here::Sessions));
        }
        links
    }

    /// The word on the button that ends the session, for those who have one.
    pub(crate) const fn leave(&self) -> Option<&'static str> {
        match self.reader {
            Reader::Public => None,
            Reader::Reporter => Some("Close my report"),
            Reader::Account(_) => Some("Sign out"),
        }
    }
}
