//! The fields of the forms that belong to no case yet: a report, and somebody new.
//!
//! Knows what is asked; what becomes of it is the desk's. Must not know a case.

use super::fields::{Field, Kind, field};

/// The fields of a new report.
pub(crate) const REPORT: [Field; 7] = [
    field(
        "title",
        "What is it, in one line?",
        "For example: any visitor can read another tenant's log lines.",
        Kind::Line,
    ),
    field(
        "body",
        "Everything you know",
        "Affected versions, the steps that show it, a proof of concept, what an attacker gains. Plain text.",
        Kind::Text(12),
    ),
    field("name", "Your name", "As you wish to be called. You can stay anonymous.", Kind::Line).optional(),
    field(
        "address",
        "Your mail address",
        "Only to tell you that there is news. Letters carry a link and nothing else; your receipt works without.",
        Kind::Address,
    )
    .optional(),
    field("credit", "Thank me by name in the advisory", "", Kind::Flag).optional(),
    field(
        "public",
        "It is public already",
        "Anybody can read of it. Everything then happens as soon as possible.",
        Kind::Flag,
    )
    .optional(),
    field(
        "publishes_at",
        "When you mean to publish, in UTC",
        "If you have decided. An earlier date than ours becomes the end of the embargo.",
        Kind::Moment,
    )
    .optional(),
];

/// The fields of somebody to invite.
pub(crate) const PERSON: [Field; 5] = [
    field("name", "Name", "As others see them.", Kind::Line),
    field("address", "Mail address", "Where letters go.", Kind::Address),
    field("organisation", "Organisation", "For whom they work; the committee's balance is counted by it.", Kind::Line),
    field(
        "committee",
        "Member of the committee",
        "Members see every case. Everybody else sees only the cases they were invited to and joined.",
        Kind::Flag,
    )
    .optional(),
    field("office", "Office", "For somebody who is not on the committee. It opens no case.", Kind::Choice).of(&[
        ("none", "None"),
        ("steward", "Steward: looks after accounts"),
        ("auditor", "Auditor: looks at whether the rules are kept"),
    ]),
];

/// The fields of asking to see a case.
pub(crate) const ACCESS: [Field; 2] = [
    field("case", "Case", "Its id: 26 letters and digits, as somebody who knows of it has told you.", Kind::Code),
    field("reason", "Why", "The committee reads it before it decides.", Kind::Text(4)),
];

/// What somebody is called at the forge; asked for when an account is changed.
pub(crate) const HANDLE: Field = field(
    "handle",
    "Name at the forge",
    "As CODEOWNERS names them. It gives no right; it tells a code owner from an outsider.",
    Kind::Line,
)
.optional();

/// The fields of a change of the policy.
pub(crate) const PROPOSAL: [Field; 2] = [
    field(
        "policy",
        "The whole policy",
        "What is in force stands here at first. Edit it, or paste another.",
        Kind::Text(24),
    ),
    field("reason", "Why", "Needed to propose it: the others read it before they say what they think.", Kind::Text(3))
        .optional(),
];

/// What a member thinks of a change.
pub(crate) const WORD: [Field; 2] = [
    field("choice", "What do you think of it?", "Your last word before the end counts.", Kind::Choice).of(&[
        ("yes", "For it"),
        ("no", "Against it"),
        ("abstain", "I abstain"),
    ]),
    field("reason", "Why", "Needed when you are against it.", Kind::Text(3)).optional(),
];
