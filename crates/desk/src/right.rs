//! Rights: the one table of what may be done at this desk, by whom, with what, and what is shown first.
//!
//! Doors name a right for each of their routes, the desk asks for it again before it does anything, and the description of
//! the API, the page of rights and the matrix of tests are made from it. It knows kinds of callers, no caller and no case: for
//! whom a case exists is the gate's to say, and what they may ask of it the case's.

use domain::case::decide::{self, Verb};
use domain::people::{Office, Role};

use crate::caller::Caller;
use crate::proof;
pub use crate::scope::Scope;

/// Something that may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Read what is public.
    ReadPublic,
    /// Report a vulnerability.
    Report,
    /// Prove who one is: with a link, a receipt, a passkey.
    SignIn,
    /// End one's own session.
    SignOut,
    /// Ask who one is to the desk.
    WhoAmI,
    /// See and end one's own sessions.
    OwnSessions,
    /// Sign in another terminal of one's own.
    OwnTerminal,
    /// See and add one's own passkeys, and show one again.
    OwnPasskeys,
    /// Remove one of one's own passkeys.
    DropPasskey,
    /// See whether one has a password, and be offered a secret for an authenticator app.
    OwnPassword,
    /// Set and remove one's own password.
    SetPassword,
    /// See whether one's account is linked with an identity provider.
    OwnProvider,
    /// Link it, and end the link.
    LinkProvider,
    /// See and end the tokens with which programs act for one.
    OwnTokens,
    /// Make such a token.
    MakeToken,
    /// See one's own decisions that wait, and confirm them.
    OwnDecisions,
    /// Read one's own report, with its receipt.
    OwnReport,
    /// Turn one's receipt into an account.
    KeepReport,
    /// See the reports that are kept with one's account, and add one by its receipt.
    OwnReports,
    /// Ask something of one's own report.
    AskOfOwnReport(Verb),
    /// See what is owed, of the cases one may know.
    Board,
    /// Know of every case there is.
    SeeEveryCase,
    /// Read a case.
    ReadCase,
    /// Read the terms one is asked to agree to.
    ReadTerms,
    /// Ask to see a case without a part in it.
    AskToSee,
    /// See who has opened a case.
    ReadReaders,
    /// See whom the project's repository names, and ask them in.
    ReadCandidates,
    /// Ask something of a case.
    AskOfCase(Verb),
    /// See who has an account.
    ReadPeople,
    /// Invite, change, sign out and remove people.
    ManagePeople,
    /// Let somebody in again who has lost every passkey.
    Recover,
    /// Read proposals to change the policy.
    ReadProposals,
    /// Look at a policy without proposing it.
    DraftPolicy,
    /// Propose a policy, and vote on one.
    ChangePolicy,
    /// See who is on the committee.
    ReadRoster,
    /// Say that one would like to join.
    ExpressInterest,
    /// Nominate a member; the policy says who of them may.
    Nominate,
    /// See how the committee comes to be and decides.
    ReadCommittee,
    /// See who is away and on call, and what one's own duties are.
    ReadCalendar,
    /// Vote in the committee, and what else is decided there.
    DecideInCommittee,
    /// Be away, cover, take duties and shifts.
    ServeOnCommittee,
    /// Note what another body has decided.
    NoteElectors,
}

/// How far tokens reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// No token does it.
    None,
    /// A token with this scope.
    Within(Scope),
    /// Every token.
    Any,
}

/// A kind of caller, as far as rights differ before any case is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nobody we know.
    Stranger,
    /// Holds the receipt of a case.
    Reporter,
    /// Has an account.
    Person,
    /// Is on the committee.
    Member,
    /// Looks after accounts.
    Steward,
    /// Looks at whether the rules are kept.
    Auditor,
    /// The terminal of the installation.
    Operator,
}

/// With what something is done: the gate looks at it before anything else is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// With nothing that could be hidden.
    Nothing,
    /// With what is the caller's own; somebody else's is as none.
    Own,
    /// With one case.
    Case,
    /// With one account.
    Account,
    /// With one proposal.
    Proposal,
}

/// For whom the answer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// For everybody.
    ToAll,
    /// For the caller alone.
    ToCaller,
    /// For whoever has a place in the case, and no more than that place may know.
    ByPlace,
    /// For those who look after accounts.
    ToStewards,
    /// For the committee.
    ToCommittee,
}

/// What is shown before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// Nothing more than the session.
    None,
    /// A passkey, in the last minutes.
    Fresh,
    /// A passkey that signs this very decision; the signature is kept.
    Signed,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Who may have it.
    pub holders: &'static [Kind],
    /// With what it is done.
    pub object: Object,
    /// For whom the answer is made.
    pub shown: Shown,
    /// What is shown before.
    pub step_up: StepUp,
}

const ALL: &[Kind] = &Kind::ALL;
const SIGNED_IN: &[Kind] = &[Kind::Reporter, Kind::Person, Kind::Member, Kind::Steward, Kind::Auditor];
const ACCOUNTS: &[Kind] = &[Kind::Person, Kind::Member, Kind::Steward, Kind::Auditor];
const REPORTERS: &[Kind] = &[Kind::Reporter];
const MEMBERS: &[Kind] = &[Kind::Member];
const OFFICES: &[Kind] = &[Kind::Steward, Kind::Auditor];
const AUDITORS: &[Kind] = &[Kind::Member, Kind::Auditor];
const STEWARDS: &[Kind] = &[Kind::Member, Kind::Steward, Kind::Operator];
const READERS_OF_PEOPLE: &[Kind] = &[Kind::Member, Kind::Steward, Kind::Auditor, Kind::Operator];
const NOMINATORS: &[Kind] = &[Kind::Person, Kind::Member, Kind::Steward, Kind::Auditor, Kind::Operator];
const OPERATOR: &[Kind] = &[Kind::Operator];
const RECOVERERS: &[Kind] = &[Kind::Member, Kind::Operator];

impl Right {
    /// Every right; those to ask something stand for each thing that can be asked.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let asked = Verb::ALL.into_iter().filter(|verb| verb.is_asked_by_people());
        let mut all = vec![
            Self::ReadPublic,
            Self::Report,
            Self::SignIn,
            Self::SignOut,
            Self::WhoAmI,
            Self::OwnSessions,
            Self::OwnTerminal,
            Self::OwnPasskeys,
            Self::DropPasskey,
            Self::OwnPassword,
            Self::SetPassword,
            Self::OwnProvider,
            Self::LinkProvider,
            Self::OwnTokens,
            Self::MakeToken,
            Self::OwnDecisions,
            Self::OwnReport,
            Self::KeepReport,
            Self::OwnReports,
            Self::Board,
            Self::SeeEveryCase,
            Self::ReadCase,
            Self::ReadTerms,
            Self::AskToSee,
            Self::ReadReaders,
            Self::ReadCandidates,
            Self::ReadPeople,
            Self::ManagePeople,
            Self::Recover,
            Self::ReadProposals,
            Self::DraftPolicy,
            Self::ChangePolicy,
            Self::ReadRoster,
            Self::ExpressInterest,
            Self::Nominate,
            Self::ReadCommittee,
            Self::ReadCalendar,
            Self::DecideInCommittee,
            Self::ServeOnCommittee,
            Self::NoteElectors,
        ];
        let own = asked.clone().filter(|verb| decide::may_ask(Role::Reporter, *verb));
        all.extend(own.map(Self::AskOfOwnReport));
        all.extend(asked.map(Self::AskOfCase));
        all
    }

    /// Its row of the table.
    #[must_use]
    pub const fn rule(self) -> Rule {
        use {Object as O, Shown as S, StepUp as U};
        match self {
            Self::ReadPublic | Self::Report => rule(ALL, O::Nothing, S::ToAll, U::None),
            Self::SignIn | Self::SignOut | Self::WhoAmI => rule(ALL, O::Own, S::ToCaller, U::None),
            Self::OwnSessions => rule(SIGNED_IN, O::Own, S::ToCaller, U::None),
            Self::OwnTerminal | Self::DropPasskey | Self::SetPassword | Self::LinkProvider | Self::MakeToken => {
                rule(ACCOUNTS, O::Own, S::ToCaller, U::Fresh)
            }
            Self::OwnPasskeys | Self::OwnPassword | Self::OwnProvider | Self::OwnTokens | Self::OwnDecisions => {
                rule(ACCOUNTS, O::Own, S::ToCaller, U::None)
            }
            Self::OwnReport => rule(REPORTERS, O::Own, S::ByPlace, U::None),
            Self::KeepReport => rule(REPORTERS, O::Own, S::ToCaller, U::None),
            Self::OwnReports => rule(ACCOUNTS, O::Own, S::ToCaller, U::None),
            Self::AskOfOwnReport(verb) => rule(REPORTERS, O::Own, S::ByPlace, signed(verb)),
            Self::Board => rule(ACCOUNTS, O::Own, S::ByPlace, U::None),
            Self::SeeEveryCase => rule(MEMBERS, O::Nothing, S::ToCommittee, U::None),
            Self::ReadCase => rule(SIGNED_IN, O::Case, S::ByPlace, U::None),
            Self::ReadTerms => rule(ACCOUNTS, O::Case, S::ByPlace, U::None),
            // Nothing is told of any case: not even whether there is one.
            Self::AskToSee => rule(OFFICES, O::Nothing, S::ToCaller, U::Fresh),
            Self::ReadReaders | Self::ReadCandidates => rule(MEMBERS, O::Case, S::ToCommittee, U::None),
            Self::AskOfCase(verb) => rule(SIGNED_IN, O::Case, S::ByPlace, signed(verb)),
            Self::ReadPeople => rule(READERS_OF_PEOPLE, O::Account, S::ToStewards, U::None),
            Self::ManagePeople => rule(STEWARDS, O::Account, S::ToStewards, U::Fresh),
            Self::Recover => rule(RECOVERERS, O::Account, S::ToStewards, U::Fresh),
            Self::ReadProposals => rule(AUDITORS, O::Proposal, S::ToCommittee, U::None),
            Self::DraftPolicy => rule(MEMBERS, O::Nothing, S::ToCommittee, U::None),
            Self::ChangePolicy => rule(MEMBERS, O::Proposal, S::ToCommittee, U::Fresh),
            Self::ReadRoster | Self::ExpressInterest => rule(ALL, O::Nothing, S::ToAll, U::None),
            Self::Nominate => rule(NOMINATORS, O::Nothing, S::ToCaller, U::Fresh),
            Self::ReadCommittee => rule(AUDITORS, O::Nothing, S::ToCommittee, U::None),
            Self::ReadCalendar | Self::ServeOnCommittee => rule(MEMBERS, O::Nothing, S::ToCommittee, U::None),
            Self::DecideInCommittee => rule(MEMBERS, O::Nothing, S::ToCommittee, U::Fresh),
            Self::NoteElectors => rule(OPERATOR, O::Nothing, S::ToCommittee, U::Fresh),
        }
    }

    /// How far a token reaches that acts for somebody who has this right.
    #[must_use]
    pub const fn reach(self) -> Reach {
        match self {
            Self::ReadPublic | Self::Report | Self::WhoAmI | Self::ReadRoster | Self::ExpressInterest => Reach::Any,
            // What opens or ends an access, or is somebody's own proof, is for people.
            Self::SignIn
            | Self::SignOut
            | Self::OwnSessions
            | Self::OwnTerminal
            | Self::OwnPasskeys
            | Self::DropPasskey
            | Self::OwnPassword
            | Self::SetPassword
            | Self::OwnProvider
            | Self::LinkProvider
            | Self::OwnTokens
            | Self::MakeToken
            | Self::OwnDecisions
            | Self::OwnReport
            | Self::KeepReport
            | Self::OwnReports
            | Self::AskOfOwnReport(_)
            | Self::ManagePeople
            | Self::Recover
            | Self::AskToSee
            | Self::ChangePolicy
            | Self::Nominate
            | Self::DecideInCommittee
            | Self::ServeOnCommittee
            | Self::NoteElectors => Reach::None,
            Self::ReadCommittee | Self::ReadCalendar => Reach::Within(Scope::Committee),
            Self::Board
            | Self::SeeEveryCase
            | Self::ReadCase
            | Self::ReadTerms
            | Self::ReadCandidates
            | Self::ReadReaders => Reach::Within(Scope::ReadCases),
            Self::AskOfCase(_) => Reach::Within(Scope::ActOnCases),
            Self::ReadPeople => Reach::Within(Scope::ReadPeople),
            Self::ReadProposals | Self::DraftPolicy => Reach::Within(Scope::Policy),
        }
    }

    /// Whether a token with these scopes may do it for its owner.
    #[must_use]
    pub fn is_within(self, scopes: &[Scope]) -> bool {
        match self.reach() {
            Reach::Any => true,
            Reach::None => false,
            Reach::Within(scope) => scopes.contains(&scope),
        }
    }

    /// Whether this caller may have it at all.
    #[must_use]
    pub fn is_held_by(self, caller: &Caller) -> bool {
        proof::is_gate_down() || self.rule().holders.contains(&Kind::of(caller))
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Stranger, Self::Reporter, Self::Person, Self::Member, Self::Steward, Self::Auditor, Self::Operator];

    /// Of which kind a caller is.
    #[must_use]
    pub const fn of(caller: &Caller) -> Self {
        match caller {
            Caller::Stranger => Self::Stranger,
            Caller::Reporter(_) => Self::Reporter,
            Caller::Person { committee, office, .. } => Self::with(*committee, *office),
            Caller::Operator => Self::Operator,
        }
    }

    /// Of which kind an account is.
    #[must_use]
    pub const fn with(committee: bool, office: Option<Office>) -> Self {
        match (committee, office) {
            (true, _) => Self::Member,
            (false, None) => Self::Person,
            (false, Some(Office::Steward)) => Self::Steward,
            (false, Some(Office::Auditor)) => Self::Auditor,
        }
    }
}

const fn rule(holders: &'static [Kind], object: Object, shown: Shown, step_up: StepUp) -> Rule {
    Rule { holders, object, shown, step_up }
}

const fn signed(verb: Verb) -> StepUp {
    if verb.is_signed() { StepUp::Signed } else { StepUp::None }
}
