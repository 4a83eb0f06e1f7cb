//! The fields of every form: one table, a request a row, with the words beside each field.
//!
//! Knows names as `api` reads them, labels and hints. Must not know values, nor whether anything may be asked.

// tidy: long-file: one table: a verb, the fields of its form

use documents::words;
use domain::case::decide::Verb;
use domain::policy::Rule;

/// A field of a form.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// For a choice: what is sent, and what is said.
    pub(crate) options: &'static [(&'static str, &'static str)],
}

/// How a field is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One line.
    Line,
    /// One line for a machine: a commit, a vector, a number.
    Code,
    /// A mail address.
    Address,
    /// An address on the web.
    Link,
    /// Several lines; so many are shown.
    Text(u8),
    /// A moment, in UTC.
    Moment,
    /// A day.
    Date,
    /// Yes when ticked.
    Flag,
    /// One of a few words.
    Choice,
    /// Who reads a message: a choice that must be seen whole.
    Circle,
    /// Somebody.
    People(Pool),
    /// Not shown.
    Hidden,
}

/// Among whom to choose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pool {
    /// Members of the committee.
    Committee,
    /// Everybody with an account who has no part in the case yet.
    Others,
    /// The fix team.
    Team,
    /// The fix team and the committee.
    Authors,
    /// Outsiders who wait for approval.
    Waiting,
    /// Who asked to see it.
    Asking,
}

pub(super) const fn field(name: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> Field {
    Field { name, label, hint, kind, required: true, options: &[] }
}

impl Field {
    pub(super) const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub(super) const fn of(mut self, options: &'static [(&'static str, &'static str)]) -> Self {
        self.options = options;
        self
    }
}

/// What may be gone past in an emergency.
const GLASS: &[(&str, &str)] = &[
    ("assessment_first", words::rule(Rule::AssessmentFirst)),
    ("affected_first", words::rule(Rule::AffectedFirst)),
    ("severity_decided", words::rule(Rule::SeverityDecided)),
    ("cve_settled", words::rule(Rule::CveSettled)),
    ("work_in_fork", words::rule(Rule::WorkInFork)),
    ("checks_run", words::rule(Rule::ChecksRun)),
    ("ready_first", words::rule(Rule::ReadyFirst)),
    ("both_agree", words::rule(Rule::BothAgree)),
    ("communication_plan", words::rule(Rule::CommunicationPlan)),
    ("approval_by_another", words::rule(Rule::ApprovalByAnother)),
    ("merge_on_release_day", words::rule(Rule::MergeOnReleaseDay)),
    ("artefacts_checked", words::rule(Rule::ArtefactsChecked)),
    ("announcement_complete", words::rule(Rule::AnnouncementComplete)),
    ("mitigation_stated", words::rule(Rule::MitigationStated)),
    ("channel_named", words::rule(Rule::ChannelNamed)),
    ("upstream_first", words::rule(Rule::UpstreamFirst)),
    ("retrospective_not_before", words::rule(Rule::RetrospectiveNotBefore)),
    ("retrospective_sent", words::rule(Rule::RetrospectiveSent)),
];

/// Asked for beside a step that a rule of the policy may stand against.
pub(crate) const REASON: Field = field(
    "reason",
    "Reason, if a rule is set aside",
    "Only needed where the policy asks for something that is not there. It is recorded with the rule.",
    Kind::Text(2),
)
.optional();

const COMMIT: Field =
    field("commit", "Commit", "The whole id, 40 or 64 hex digits; not a branch, not an abbreviation.", Kind::Code);
const NOTE_TO_REPORTER: Field = field("note", "Note", "The reporter reads it.", Kind::Text(4));

/// The fields of a request.
#[expect(clippy::too_many_lines, reason = "one table: a request, its fields")]
pub(crate) const fn of(verb: Verb) -> &'static [Field] {
    match verb {
        Verb::SendMessage => {
            const { &[field("to", "Who reads it", "", Kind::Circle), field("text", "Message", "Plain text.", Kind::Text(5))] }
        }
        Verb::Assess => {
            const {
                &[
                    field("impact", "Impact", "What an attacker gains.", Kind::Text(4)),
                    field("replicated", "Can it be replicated?", "", Kind::Choice).of(&[
                        ("yes", "Yes"),
                        ("no", "Tried, and no"),
                        ("unclear", "Not tried, or not clear"),
                    ]),
                    field("origin", "Whose code is it?", "", Kind::Choice).of(&[
                        ("ours", "Ours"),
                        ("upstream", "Another project's, which we depend on"),
                        ("unclear", "Not clear yet"),
                    ]),
                    field("exploited", "Is anybody being attacked?", "Your judgement as of now.", Kind::Choice).of(&[
                        ("no_evidence", "There is no evidence of it"),
                        ("evidence", "There is reliable evidence of it"),
                    ]),
                ]
            }
        }
        Verb::Decline => {
            const {
                &[
                    field("because", "Because", "", Kind::Choice).of(&[
                        ("not_a_vulnerability", "It works as documented"),
                        ("not_replicable", "It could not be replicated, and there is no more to add"),
                        ("duplicate", "It was told before"),
                        ("not_ours", "It is another project's, and they have been told"),
                        ("unsupported", "It is no longer supported"),
                        ("spam", "There is nothing to answer"),
                    ]),
                    NOTE_TO_REPORTER,
                ]
            }
        }
        Verb::Defer => const { &[NOTE_TO_REPORTER] },
        Verb::NameCoordinator => const { &[field("person", "Coordinator", "", Kind::People(Pool::Committee))] },
        Verb::NoteDisclosure => {
            const {
                &[
                    field("place", "Where it can be read", "A link, or the name of the place.", Kind::Line),
                    field("exploit", "With a working exploit", "", Kind::Flag).optional(),
                ]
            }
        }
        Verb::MoveToPolicy => {
            const {
                &[field(
                    "note",
                    "Why this case too",
                    "It stays in the log; everybody in the case sees it.",
                    Kind::Text(3),
                )]
            }
        }
        Verb::BreakGlass => {
            const {
                &[
                    field(
                        "rule",
                        "It blocks until",
                        "Only a rule that this case's policy calls a “must”.",
                        Kind::Choice,
                    )
                    .of(GLASS),
                    field(
                        "note",
                        "Why it cannot wait",
                        "It stays in the log, beside who asked and who confirmed.",
                        Kind::Text(3),
                    ),
                ]
            }
        }
        Verb::NoteAttack => const { &[field("evidence", "Evidence", "What was seen, by whom, when.", Kind::Text(4))] },
        Verb::NoteThreat => {
            const { &[field("publishes_at", "Their date, in UTC", "If they gave one.", Kind::Moment).optional()] }
        }
        Verb::AnswerPrivateHandling => {
            const {
                &[field("agrees", "The answer", "", Kind::Choice)
                    .of(&[("true", "Publication waits for a fix"), ("false", "Publication does not wait")])]
            }
        }
        Verb::NameUpstream => {
            const {
                &[
                    field("project", "Project", "", Kind::Line),
                    field(
                        "publishes_at",
                        "When they publish, in UTC",
                        "Once they have said so. We do not go first.",
                        Kind::Moment,
                    )
                    .optional(),
                ]
            }
        }
        Verb::InviteFixer => {
            const {
                &[
                    field("person", "Whom", "Somebody with an account.", Kind::People(Pool::Others)),
                    field("standing", "How they stand to the code", "", Kind::Choice).of(&[
                        ("code_owner", "Code owner or maintainer"),
                        ("outsider", "Outsider: joins after another member approves"),
                    ]),
                    field(
                        "part",
                        "As what",
                        "Each reads the case until it is closed, or their part ends.",
                        Kind::Choice,
                    )
                    .of(&[
                        ("fixer", "Fix team: works on the fix"),
                        ("guest", "Guest: helps, and decides nothing"),
                        ("observer", "Observer: reads what the fix team reads"),
                        ("release_manager", "Release manager: makes and checks the releases"),
                        ("distributor", "Distributor: told ahead what comes and when, not the report"),
                    ])
                    .optional(),
                    REASON,
                ]
            }
        }
        Verb::ApproveOutsider => const { &[field("person", "Whom", "", Kind::People(Pool::Waiting))] },
        Verb::LetSee => const { &[field("person", "Whom", "", Kind::People(Pool::Asking))] },
        Verb::RemoveFixer => const { &[field("person", "Whom", "", Kind::People(Pool::Team))] },
        Verb::ProposeEmbargo => const { &[field("until", "Until, in UTC", "", Kind::Moment)] },
        Verb::EndEmbargo => const { &[field("note", "Reason", "", Kind::Text(3))] },
        Verb::OpenAdvisory => {
            const {
                &[field("reference", "Reference", "The forge's own id or link, if there is one.", Kind::Line)
                    .optional()]
            }
        }
        Verb::DraftAdvisory => DRAFT,
        Verb::StateMitigation => {
            const {
                &[
                    field("steps", "What users can do before upgrading", "", Kind::Text(5)).optional(),
                    field("none", "There is nothing they can do", "", Kind::Flag).optional(),
                ]
            }
        }
        Verb::ScoreSeverity => {
            const {
                &[field(
                    "vector",
                    "CVSS vector",
                    "As the standard writes it, for example CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N.",
                    Kind::Code,
                )]
            }
        }
        Verb::DecideSeverity => {
            const {
                &[
                    field("rating", "Severity", "", Kind::Choice).of(&[
                        ("none", "None"),
                        ("low", "Low"),
                        ("medium", "Medium"),
                        ("high", "High"),
                        ("critical", "Critical"),
                    ]),
                    field("note", "Why", "Needed when it differs from the score.", Kind::Text(3)).optional(),
                ]
            }
        }
        Verb::RequestCve => {
            const { &[field("route", "Asked of", "The forge, a numbering authority, …", Kind::Line), REASON] }
        }
        Verb::AssignCve => const { &[field("id", "Number", "As CVE-2026-12345.", Kind::Code)] },
        Verb::WaiveCve => const { &[field("note", "Reason", "", Kind::Text(3))] },
        Verb::NoteFork => {
            const { &[field("location", "Where it is", "Only the people at work on the fix see it.", Kind::Line)] }
        }
        Verb::ProposeFix => {
            const { &[COMMIT, field("author", "Author", "Nobody approves their own fix.", Kind::People(Pool::Authors))] }
        }
        Verb::NoteChecks => {
            const {
                &[
                    COMMIT,
                    field("tool", "With what", "The name of the tool that ran them.", Kind::Line),
                    field("passed", "They passed", "", Kind::Flag).optional(),
                ]
            }
        }
        Verb::DeclareReady | Verb::ApproveFix | Verb::MergeFix => const { &[COMMIT, REASON] },
        Verb::PlanCommunication => {
            const { &[field("plan", "Plan", "Who is told what, where, in which order and when.", Kind::Text(8))] }
        }
        Verb::AgreeReleaseDay => const { &[field("at", "Moment, in UTC", "", Kind::Moment), REASON] },
        Verb::MoveReleaseDay => {
            const {
                &[
                    field("at", "New moment, in UTC", "", Kind::Moment),
                    field("factor", "Because of", "", Kind::Choice).of(&[
                        ("severity", "The severity: worse or better than thought"),
                        ("development_time", "Development time"),
                        ("release_work", "Building, signing, testing, packaging"),
                        ("availability", "Holidays or few hands (low severity only)"),
                    ]),
                    field("note", "Note", "", Kind::Text(3)),
                    REASON,
                ]
            }
        }
        Verb::NoteRelease => {
            const {
                &[
                    field("version", "Version", "As users write it.", Kind::Line),
                    field("tag", "Tag", "", Kind::Line),
                    field("url", "Where it is", "", Kind::Link),
                    field("at", "When the tag was made, in UTC", "", Kind::Moment),
                ]
            }
        }
        Verb::CheckArtefact => {
            const {
                &[
                    field("name", "Name", "The file or the image.", Kind::Line),
                    field("url", "Where users get it", "", Kind::Link),
                    field("sha256", "SHA-256", "Of its bytes, in hex.", Kind::Code),
                    field("built", "Built from the tag", "", Kind::Flag).optional(),
                    field("signed", "Its signature verifies", "", Kind::Flag).optional(),
                    field("available", "Anybody can fetch it", "", Kind::Flag).optional(),
                    field("functional", "It runs", "", Kind::Flag).optional(),
                ]
            }
        }
        Verb::Withdraw => const { &[field("note", "Reason", "It is public.", Kind::Text(3))] },
        Verb::DraftRetrospective => {
            const {
                &[field(
                    "text",
                    "Retrospective",
                    "Drafted from the log. Roles rather than names; complete the critique.",
                    Kind::Text(16),
                )]
            }
        }
        Verb::GiveFeedback => const { &[field("text", "Feedback", "", Kind::Text(5))] },
        Verb::Close => const { &[field("note", "Note", "", Kind::Text(2)).optional(), REASON] },
        Verb::Accept | Verb::Publish | Verb::SendRetrospective | Verb::InviteReporter => const { &[REASON] },
        Verb::Acknowledge
        | Verb::AskPrivateHandling
        | Verb::JoinFixTeam
        | Verb::DeclineInvitation
        | Verb::AcceptEmbargo
        | Verb::RejectEmbargo
        | Verb::SubmitReport
        | Verb::AskToSee
        | Verb::NoteTime
        | Verb::NoteLetterSent
        | Verb::NoteLetterHeld
        | Verb::NoteAnnounced => &[],
    }
}

/// The advisory's draft.
const DRAFT: &[Field] = &[
    field("title", "Title", "One line that names the flaw.", Kind::Line),
    field(
        "summary",
        "Summary",
        "What it is and what it allows, for a reader who decides whether to care.",
        Kind::Text(4),
    ),
    field("details", "Details", "Everything a reader needs to understand it.", Kind::Text(6)),
    field(
        "affected",
        "Affected versions",
        "One range per line, for example: PyPI:lantern 2.0.0 fixed 2.4.2, or PyPI:lantern 2.0.0 last 2.4.1.",
        Kind::Text(3),
    )
    .optional(),
    field("weaknesses", "Weaknesses", "One CWE number per line.", Kind::Text(2)).optional(),
    field("exposure", "What makes it likely", "Features, extensions or configuration.", Kind::Text(3)).optional(),
    field("mitigation", "Mitigation", "What users can do before upgrading.", Kind::Text(3)).optional(),
    field("no_mitigation", "There is no mitigation", "", Kind::Flag).optional(),
    field("upgrade", "How to upgrade", "", Kind::Text(3)).optional(),
    field(
        "check_command",
        "What users run to see their version",
        "The policy's own command when left empty.",
        Kind::Code,
    )
    .optional(),
    field("aliases", "Other identifiers", "One per line: GHSA, RUSTSEC …", Kind::Text(2)).optional(),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_form_asks_for_what_its_request_reads_and_for_nothing_else() {
        for (verb, body, schema) in api::bodies::schemas() {
            let schema = serde_json::to_value(&schema).unwrap();
            let properties = schema["properties"].as_object();
            let mut read: BTreeSet<String> = properties.into_iter().flatten().map(|(name, _)| name.clone()).collect();
            let needed = schema["required"].as_array();
            let needed: BTreeSet<String> =
                needed.into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect();
            let asked: BTreeSet<String> = of(verb).iter().map(|field| field.name.to_owned()).collect();
            let required: BTreeSet<String> =
                of(verb).iter().filter(|field| field.required).map(|field| field.name.to_owned()).collect();
            // A reason is asked for only where a rule may stand against it.
            if !asked.contains("reason") {
                read.remove("reason");
            }
            assert_eq!(asked, read, "{body}");
            assert_eq!(required, needed, "{body}");
        }
    }
}
