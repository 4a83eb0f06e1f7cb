//! Request bodies: one type per command, and the table that turns each into the command it stands for.
//!
//! The same bodies come as JSON and as forms. Knows shapes; the texts that belong in the vault stay apart from the command
//! until the desk has put them there.

// tidy: long-file: one table of bodies, a command a row.

use domain::case::command::Command;
use domain::case::decide::Verb;
use domain::case::facts::{
    AffectedRange, Artefact, Assessment, Channel, CheckRun, Circle, CodeOrigin, CreditWish, CveId, CweId,
    DeclineReason, Disclosure, Draft, Exploited, Fix, Mitigation, MoveFactor, Release, Replicated, Reporter, Standing,
    Upstream,
};
use domain::ids::{CommitId, PersonId};
use domain::people::Part;
use domain::policy::Rule;
use domain::severity::{CvssVector, Rating};
use domain::words::{Line, Prose};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{self, BadInput, Moment};
use crate::strict::{MailAddress, Sha256, WebLink};

/// Longest text that goes to the vault, in characters.
pub const TEXT_CHARS_MAX: usize = 100_000;

/// What somebody wants, parsed, with the reason for setting `should` rules aside.
#[derive(Debug)]
pub struct Request {
    /// What is wanted.
    pub wanted: Wanted,
    /// Why a `should` rule is set aside.
    pub reason: Option<Prose>,
}

/// A command that is complete, or one whose text must go to the vault first.
#[derive(Debug)]
pub enum Wanted {
    /// Complete.
    Command(Command),
    /// The policy in force is meant, whichever it is by then.
    PolicyInForce {
        /// Why the case moves to it.
        reason: Prose,
    },
    /// The text goes to the vault first.
    Text {
        /// What the text is.
        of: TextOf,
        /// The words; never logged.
        text: Prose,
    },
}

/// What a text for the vault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOf {
    /// A message of the conversation.
    Message(Circle),
    /// The retrospective.
    Retrospective,
    /// Somebody's own feedback.
    Feedback,
}

/// A new report, from the form or the API. The reporter needs no account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// One line that names the flaw.
    #[schema(value_type = String, max_length = 200)]
    pub title: Line,
    /// Everything you know: versions, steps, proof of concept.
    #[schema(value_type = String, max_length = 100_000)]
    pub body: LongText,
    /// How you wish to be called.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub name: Option<Line>,
    /// Where to write; the receipt page works without.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub address: Option<MailAddress>,
    /// Whether the advisory may thank you by name.
    #[serde(default)]
    pub credit: bool,
    /// Whether it is public already.
    #[serde(default)]
    pub public: bool,
    /// When you mean to publish, if you have decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(default)]
    pub publishes_at: Option<Moment>,
}

/// A long text, bounded and free of control characters; it goes to the vault.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LongText(String);

impl LongText {
    /// The words, for the vault.
    #[must_use]
    pub fn into_words(self) -> String {
        self.0
    }
}

impl std::fmt::Debug for LongText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl TryFrom<String> for LongText {
    type Error = domain::words::BadText;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = text.trim().replace("\r\n", "\n");
        domain::words::bounded(&text, TEXT_CHARS_MAX)?;
        Ok(Self(text))
    }
}

impl NewReport {
    /// Parses a report from JSON.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn from_json(bytes: &[u8]) -> Result<Self, BadInput> {
        input::json(bytes).and_then(Self::thanked_by_name)
    }

    /// Parses a report from a form.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn from_form(bytes: &[u8]) -> Result<Self, BadInput> {
        input::form(bytes).and_then(Self::thanked_by_name)
    }

    /// Whoever wishes to be thanked by name says it.
    fn thanked_by_name(self) -> Result<Self, BadInput> {
        if self.credit && self.name.is_none() {
            return Err(BadInput::of("name", "to be thanked by name, say it here; or take the wish away below"));
        }
        Ok(self)
    }

    /// Who reports.
    #[must_use]
    pub fn reporter(&self) -> Reporter {
        let credit = if self.credit { CreditWish::Named } else { CreditWish::Anonymous };
        Reporter { name: self.name.clone(), address: self.address.as_ref().map(|address| address.0.clone()), credit }
    }

    /// Whether it is public already, and through which door it came.
    #[must_use]
    pub const fn standing(&self) -> (Disclosure, Channel) {
        if self.public { (Disclosure::Public, Channel::Public) } else { (Disclosure::Private, Channel::Form) }
    }
}

macro_rules! bodies {
    ($(
        $(#[$doc:meta])*
        $verb:ident $body:ident { $( $(#[$meta:meta])* $field:ident: $type:ty, )* } |$it:ident| $wanted:expr;
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Deserialize, ToSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $body {
                $(
                    #[doc = concat!("`", stringify!($field), "`, as the command carries it.")]
                    $(#[$meta])*
                    pub $field: $type,
                )*
                /// Why a `should` rule of the policy is set aside, where one stands against it.
                #[serde(default)]
                #[schema(value_type = Option<String>)]
                pub reason: Option<Prose>,
            }
        )*

        /// Parses the body of a command.
        ///
        /// # Errors
        /// Names the field that is wrong; `None` when the verb takes no body from people.
        pub fn parse(verb: Verb, bytes: &[u8], encoding: Encoding) -> Option<Result<Request, BadInput>> {
            Some(match verb {
                $( Verb::$verb => encoding.read::<$body>(bytes).map(|$it| {
                    let reason = $it.reason.clone();
                    Request { wanted: $wanted, reason }
                }), )*
                Verb::SubmitReport | Verb::AskToSee | Verb::NoteTime | Verb::NoteLetterSent | Verb::NoteLetterHeld | Verb::NoteAnnounced => return None,
            })
        }

        /// The schema of each command's body, for the `OpenAPI` document.
        #[must_use]
        pub fn schemas() -> Vec<(Verb, String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)> {
            use utoipa::PartialSchema as _;
            vec![ $( (Verb::$verb, <$body as ToSchema>::name().into_owned(), <$body>::schema()), )* ]
        }
    };
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON.
    Json,
    /// A browser's form.
    Form,
}

impl Encoding {
    fn read<T: serde::de::DeserializeOwned>(self, bytes: &[u8]) -> Result<T, BadInput> {
        match self {
            Self::Json => input::json(bytes),
            Self::Form => input::form(bytes),
        }
    }
}

const fn command(command: Command) -> Wanted {
    Wanted::Command(command)
}

bodies! {
    /// Answer the reporter for the first time.
    Acknowledge Acknowledgement {} |_body| command(Command::Acknowledge);
    /// A message of the conversation.
    SendMessage Message {
        #[schema(value_type = String, example = "reporter")] to: Circle,
        #[schema(value_type = String)] text: Prose,
    } |body| Wanted::Text { of: TextOf::Message(body.to), text: body.text };
    /// The flaw is public.
    NoteDisclosure DisclosureNote { #[schema(value_type = String)] place: Line, #[serde(default)] exploit: bool, }
        |body| command(Command::NoteDisclosure { place: body.place, exploit: body.exploit });
    /// Reliable evidence of attacks.
    NoteAttack Attack { #[schema(value_type = String)] evidence: Prose, } |body| command(Command::NoteAttack { evidence: body.evidence });
    /// Somebody means to publish before a fix.
    NoteThreat ThreatNote { #[serde(default)] #[schema(value_type = Option<String>, format = DateTime)] publishes_at: Option<Moment>, }
        |body| command(Command::NoteThreat { publishes_at: body.publishes_at.map(|at| at.0) });
    /// Ask for private handling.
    AskPrivateHandling PrivateHandlingRequest {} |_body| command(Command::AskPrivateHandling);
    /// The answer to it.
    AnswerPrivateHandling PrivateHandlingAnswer { agrees: bool, } |body| command(Command::AnswerPrivateHandling { agrees: body.agrees });
    /// The three answers of triage.
    Assess AssessmentNote {
        #[schema(value_type = String)] impact: Prose,
        #[schema(value_type = String, example = "yes")] replicated: Replicated,
        #[schema(value_type = String, example = "ours")] origin: CodeOrigin,
        #[schema(value_type = String, example = "no_evidence")] exploited: Exploited,
    } |body| command(Command::Assess(Assessment { impact: body.impact, replicated: body.replicated, origin: body.origin, exploited: body.exploited }));
    /// Take the report on.
    Accept Acceptance {} |_body| command(Command::Accept);
    /// Not a vulnerability of ours.
    Decline Declination { #[schema(value_type = String, example = "duplicate")] because: DeclineReason, #[schema(value_type = String)] note: Prose, }
        |body| command(Command::Decline { reason: body.because, note: body.note });
    /// Real, but not now.
    Defer Deferral { #[schema(value_type = String)] note: Prose, } |body| command(Command::Defer { note: body.note });
    /// Who drives the case.
    NameCoordinator Coordinator { #[schema(value_type = String)] person: PersonId, } |body| command(Command::NameCoordinator { person: body.person });
    /// Another project whose flaw or timeline it is.
    NameUpstream UpstreamNote {
        #[schema(value_type = String)] project: Line,
        #[serde(default)] #[schema(value_type = Option<String>, format = DateTime)] publishes_at: Option<Moment>,
    } |body| command(Command::NameUpstream(Upstream { project: body.project, publishes_at: body.publishes_at.map(|at| at.0) }));
    /// Ask somebody into the case: into its fix team, or with a lesser part.
    InviteFixer Invitation {
        #[schema(value_type = String)] person: PersonId, #[schema(value_type = String, example = "code_owner")] standing: Standing,
        #[serde(default)] #[schema(value_type = Option<String>, example = "fixer")] part: Part,
    }
        |body| command(Command::InviteFixer { person: body.person, standing: body.standing, part: body.part });
    /// Let an outsider in.
    ApproveOutsider OutsiderApproval { #[schema(value_type = String)] person: PersonId, } |body| command(Command::ApproveOutsider { person: body.person });
    /// Accept the embargo terms and join.
    JoinFixTeam Membership {} |_body| command(Command::JoinFixTeam);
    /// Decline the invitation.
    DeclineInvitation InvitationRefusal {} |_body| command(Command::DeclineInvitation);
    /// End somebody's part in the case.
    RemoveFixer Removal { #[schema(value_type = String)] person: PersonId, } |body| command(Command::RemoveFixer { person: body.person });
    /// Let whoever asked see the case, for a few hours.
    LetSee Access { #[schema(value_type = String)] person: PersonId, } |body| command(Command::LetSee { person: body.person });
    /// Offer the reporter a look at the fix.
    InviteReporter ReporterInvitation {} |_body| command(Command::InviteReporter);
    /// Propose secrecy until then.
    ProposeEmbargo EmbargoProposal { #[schema(value_type = String, format = DateTime)] until: Moment, }
        |body| command(Command::ProposeEmbargo { until: body.until.0 });
    /// Agree to the proposal on the table.
    AcceptEmbargo EmbargoAcceptance {} |_body| command(Command::AcceptEmbargo);
    /// Refuse the proposal on the table.
    RejectEmbargo EmbargoRejection {} |_body| command(Command::RejectEmbargo);
    /// End secrecy now.
    EndEmbargo EmbargoEnding { #[schema(value_type = String)] note: Prose, } |body| command(Command::EndEmbargo { reason: body.note });
    /// Open the advisory.
    OpenAdvisory AdvisoryOpening { #[serde(default)] #[schema(value_type = Option<String>)] reference: Option<Line>, }
        |body| command(Command::OpenAdvisory { reference: body.reference });
    /// The advisory's draft, whole.
    DraftAdvisory AdvisoryDraft {
        #[schema(value_type = String)] title: Line,
        #[schema(value_type = String)] summary: Prose,
        #[schema(value_type = String)] details: Prose,
        #[serde(default, deserialize_with = "input::lines")] #[schema(value_type = Vec<String>)] affected: Vec<AffectedRange>,
        #[serde(default, deserialize_with = "input::lines")] #[schema(value_type = Vec<String>)] weaknesses: Vec<CweId>,
        #[serde(default)] #[schema(value_type = Option<String>)] exposure: Option<Prose>,
        #[serde(default)] #[schema(value_type = Option<String>)] mitigation: Option<Prose>,
        #[serde(default)] no_mitigation: bool,
        #[serde(default)] #[schema(value_type = Option<String>)] upgrade: Option<Prose>,
        #[serde(default)] #[schema(value_type = Option<String>)] check_command: Option<Line>,
        #[serde(default, deserialize_with = "alias_lines")] #[schema(value_type = Vec<String>)] aliases: Vec<Line>,
    } |body| command(Command::DraftAdvisory(Box::new(Draft {
        title: body.title, summary: body.summary, details: body.details, affected: body.affected, weaknesses: body.weaknesses,
        exposure: body.exposure, mitigation: mitigation(body.mitigation, body.no_mitigation), upgrade: body.upgrade,
        check_command: body.check_command, aliases: body.aliases,
    })));
    /// What users can do before upgrading.
    StateMitigation MitigationNote { #[serde(default)] #[schema(value_type = Option<String>)] steps: Option<Prose>, #[serde(default)] none: bool, }
        |body| command(Command::StateMitigation { mitigation: mitigation(body.steps, body.none) });
    /// Score the severity.
    ScoreSeverity SeverityScore { #[schema(value_type = String, example = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N")] vector: CvssVector, }
        |body| command(Command::ScoreSeverity { vector: body.vector });
    /// Put the case under the policy that is in force now.
    MoveToPolicy PolicyMove { #[schema(value_type = String)] note: Prose, } |body| Wanted::PolicyInForce { reason: body.note };
    /// Go past a rule that blocks, in an emergency: asked by one, confirmed by another.
    BreakGlass BrokenGlass { #[schema(value_type = String, example = "artefacts_checked")] rule: Rule, #[schema(value_type = String)] note: Prose, }
        |body| command(Command::BreakGlass { rule: body.rule, reason: body.note });
    /// Decide the severity.
    DecideSeverity SeverityDecision { #[schema(value_type = String, example = "medium")] rating: Rating, #[serde(default)] #[schema(value_type = Option<String>)] note: Option<Prose>, }
        |body| command(Command::DecideSeverity { rating: body.rating, reason: body.note });
    /// Ask for a CVE number.
    RequestCve CveRequest { #[schema(value_type = String)] route: Line, } |body| command(Command::RequestCve { route: body.route });
    /// The number.
    AssignCve CveAssignment { #[schema(value_type = String)] id: CveId, } |body| command(Command::AssignCve { id: body.id });
    /// There will be no number.
    WaiveCve CveWaiver { #[schema(value_type = String)] note: Prose, } |body| command(Command::WaiveCve { reason: body.note });
    /// Where the private fork is.
    NoteFork ForkNote { #[schema(value_type = String)] location: Line, } |body| command(Command::NoteFork { location: body.location });
    /// A proposed fix.
    ProposeFix FixProposal { #[schema(value_type = String)] commit: CommitId, #[schema(value_type = String)] author: PersonId, }
        |body| command(Command::ProposeFix(Fix { commit: body.commit, author: body.author }));
    /// A run of the project's checks.
    NoteChecks ChecksNote { #[schema(value_type = String)] commit: CommitId, #[schema(value_type = String)] tool: Line, #[serde(default)] passed: bool, }
        |body| command(Command::NoteChecks(CheckRun { commit: body.commit, tool: body.tool, passed: body.passed }));
    /// Work on the fix is complete.
    DeclareReady Readiness { #[schema(value_type = String)] commit: CommitId, } |body| command(Command::DeclareReady { commit: body.commit });
    /// Who is told what, where and when.
    PlanCommunication CommunicationPlan { #[schema(value_type = String)] plan: Prose, } |body| command(Command::PlanCommunication { plan: body.plan });
    /// One body's word on the release day.
    AgreeReleaseDay ReleaseDayAgreement { #[schema(value_type = String, format = DateTime)] at: Moment, }
        |body| command(Command::AgreeReleaseDay { at: body.at.0 });
    /// Another day, with the factor that moves it.
    MoveReleaseDay ReleaseDayMove {
        #[schema(value_type = String, format = DateTime)] at: Moment,
        #[schema(value_type = String, example = "development_time")] factor: MoveFactor,
        #[schema(value_type = String)] note: Prose,
    } |body| command(Command::MoveReleaseDay { at: body.at.0, factor: body.factor, note: body.note });
    /// Approve the fix.
    ApproveFix FixApproval { #[schema(value_type = String)] commit: CommitId, } |body| command(Command::ApproveFix { commit: body.commit });
    /// The fix is merged and readable.
    MergeFix Merge { #[schema(value_type = String)] commit: CommitId, } |body| command(Command::MergeFix { commit: body.commit });
    /// A release that carries the fix.
    NoteRelease ReleaseNote {
        #[schema(value_type = String)] version: Line,
        #[schema(value_type = String)] tag: Line,
        #[schema(value_type = String)] url: WebLink,
        #[schema(value_type = String, format = DateTime)] at: Moment,
    } |body| command(Command::NoteRelease(Release { version: body.version, tag: body.tag, url: body.url.0, at: body.at.0 }));
    /// The four checks of an artefact.
    CheckArtefact ArtefactCheck {
        #[schema(value_type = String)] name: Line,
        #[schema(value_type = String)] url: WebLink,
        #[schema(value_type = String)] sha256: Sha256,
        #[serde(default)] built: bool,
        #[serde(default)] signed: bool,
        #[serde(default)] available: bool,
        #[serde(default)] functional: bool,
    } |body| command(Command::CheckArtefact(Artefact {
        name: body.name, url: body.url.0, sha256: body.sha256.0, built: body.built, signed: body.signed, available: body.available, functional: body.functional,
    }));
    /// Publish and announce.
    Publish Publication {} |_body| command(Command::Publish);
    /// Take the advisory back.
    Withdraw Withdrawal { #[schema(value_type = String)] note: Prose, } |body| command(Command::Withdraw { reason: body.note });
    /// The retrospective's text.
    DraftRetrospective RetrospectiveText { #[schema(value_type = String)] text: Prose, } |body| Wanted::Text { of: TextOf::Retrospective, text: body.text };
    /// Send it.
    SendRetrospective RetrospectiveSending {} |_body| command(Command::SendRetrospective);
    /// One's own feedback.
    GiveFeedback FeedbackText { #[schema(value_type = String)] text: Prose, } |body| Wanted::Text { of: TextOf::Feedback, text: body.text };
    /// Close the case.
    Close Closure { #[serde(default)] #[schema(value_type = Option<String>)] note: Option<Prose>, } |body| command(Command::Close { note: body.note });
}

fn mitigation(steps: Option<Prose>, none: bool) -> Mitigation {
    match (steps, none) {
        (Some(steps), _) => Mitigation::Steps(steps),
        (None, true) => Mitigation::None,
        (None, false) => Mitigation::Unstated,
    }
}

fn alias_lines<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Line>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        List(Vec<Line>),
    }
    match Either::deserialize(deserializer)? {
        Either::List(list) => Ok(list),
        Either::Text(text) => {
            let entries = text.lines().map(str::trim).filter(|line| !line.is_empty());
            entries.map(|line| Line::new(line).map_err(serde::de::Error::custom)).collect()
        }
    }
}
