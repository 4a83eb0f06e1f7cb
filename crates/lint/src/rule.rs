//! Every rule there is: its stable id, how bad it is, and why it matters.
//!
//! Knows the list and nothing of how a rule is found. A rule is never renamed: people switch them off by name.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Note,
    /// A reader is misled or left alone at some point.
    Warning,
    /// A report may not arrive, or the document says what cannot be true.
    Error,
}

impl Severity {
    /// The word for it, which is also SARIF's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Writes the table of rules once: the type, the list and the questions about a rule.
macro_rules! rules {
    ($($name:ident, $id:literal, $severity:ident, $why:literal;)*) => {
        /// A rule of the linter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(#[doc = $why] $name,)*
        }

        impl RuleId {
            /// All of them, as they stand in the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How bad it is, unless a finding says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Why it matters, in one sentence.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$name => $why,)* }
            }
        }
    };
}

rules! {
    // any policy document
    FileEmpty, "file-empty", Error, "An empty policy tells a finder nothing, and tools count it as a policy.";
    PageCopied, "page-copied", Note, "A copied web page has lost its addresses and links, and carries words that are not the policy's.";
    ContactMissing, "contact-missing", Error, "Whoever finds a flaw and cannot reach you privately will tell everybody, or nobody.";
    ContactPublicOnly, "contact-public-only", Error, "A report in the public tracker tells attackers and you at the same moment.";
    ContactPlaceholder, "contact-placeholder", Error, "Mail to a placeholder address reaches nobody.";
    ContactReserved, "contact-reserved", Note, "Names below `.example` and `.invalid` are reserved for documents and never receive mail.";
    ContactInsecure, "contact-insecure", Warning, "Whoever sits on the line can read a report sent over http, or replace the page that asks for it.";
    ContactAbsentLink, "contact-empty", Error, "A link without an address looks like a way to reach you and is none.";
    AddressScrambled, "address-scrambled", Error, "A page protected the address from robots and the copy kept the protection instead of the address.";
    ForeignLink, "foreign-link", Error, "Reports and links go to another organisation, which cannot fix your code and learns of your flaws.";
    ForeignName, "foreign-name", Warning, "A policy in another organisation's name promises nothing about this project.";
    RosterEmpty, "roster-empty", Warning, "A group without members answers nobody, and no one knows who may read a report.";
    ContactsEmpty, "contacts-empty", Error, "A heading that promises a contact and gives none stops a report.";
    ChannelsEmpty, "channels-empty", Warning, "Users cannot subscribe to a channel that is not named, so the fix does not reach them.";
    ChatUnreachable, "chat-unreachable", Warning, "A chat that is named without a link or a channel cannot be found by those who do not know it already.";
    SectionEmpty, "section-empty", Warning, "An empty section is a promise nobody wrote.";
    ListEmpty, "list-empty", Warning, "A list that is announced and not given leaves the reader waiting.";
    LinkEmpty, "link-empty", Warning, "A link that leads nowhere hides that its target was lost.";
    AcknowledgementMissing, "acknowledgement-time-missing", Warning, "A reporter who does not know when to expect an answer cannot tell patience from being ignored.";
    DisclosureMissing, "disclosure-time-missing", Note, "Without a time frame for fix and publication, secrecy has no end that both sides agreed to.";
    TimesContradict, "times-contradict", Error, "Two times that cannot both be kept mean that one promise is broken from the start.";
    NoticeTooEarly, "notice-too-early", Error, "A notice promised before a release can exist cannot be given.";
    VoteByOne, "vote-by-one", Warning, "In a body of two, a vote that leaves out its subject is one person deciding about the other.";
    ArchivedPromises, "archived-promises", Error, "Nobody works on an archived project, so what it promises will not happen.";
    PlaceholderUnfilled, "placeholder-unfilled", Warning, "A template that was not filled in shows that nobody read the policy, and its links do not work.";
    PlaceholderUnbalanced, "placeholder-unbalanced", Error, "A placeholder that is not closed is never replaced, and goes out as it stands.";
    TemplateSentence, "template-sentence", Error, "These are the instructions of a template, addressed to you and not to a finder.";
    VersionsEmpty, "versions-empty", Warning, "A table of supported versions without versions tells users nothing about theirs.";
    VersionsTemplate, "versions-template", Warning, "These are the sample versions of the forge's template, not this project's.";
    KeyUnnamed, "key-without-fingerprint", Warning, "Without a fingerprint or a link a finder takes whatever key a key server offers.";
    KeyExpired, "key-expired", Error, "Nobody can encrypt to an expired key.";
    AnchorDead, "anchor-dead", Warning, "A link inside the document leads to a heading that is not there.";
    HeadingTwice, "heading-twice", Warning, "Two sections of the same name answer the same question twice, and links reach only the first.";
    // our own policy files
    PolicyUnreadable, "policy-unreadable", Error, "A file that cannot be read is not in force, whatever it says.";
    ContactUnreadable, "contact-unreadable", Error, "A finder who reaches nobody publishes, or gives up.";
    EmbargoBeyondMaximum, "embargo-beyond-maximum", Error, "Every private report would begin with a date that the policy forbids.";
    DeadlineBeyondEmbargo, "deadline-beyond-embargo", Error, "The flaw would be public before the step that secrecy is for.";
    ReminderBeforeStart, "reminder-before-start", Warning, "It would come at once, and remind nobody of anything.";
    FirstDayAfterLast, "first-day-after-last", Error, "There is no day on which it can be kept.";
    NoWorkingDays, "no-working-days", Error, "Such a day would never come.";
    BlackoutBackwards, "blackout-backwards", Error, "It would keep no release back, and somebody relies on it.";
    MembersImpossible, "members-impossible", Error, "Nobody could say whether the body is complete.";
    SoleOfSeveral, "sole-of-several", Warning, "Nobody could say whether one decides, or all of them.";
    SecondPersonOfOne, "second-person-of-one", Error, "The step could never be taken.";
    PresetLeft, "preset-left", Warning, "Readers take an example for the project's own word.";
    SlotMissing, "slot-missing", Error, "No day would ever be the recommended one.";
    SlotOnRestDay, "slot-on-rest-day", Warning, "Users would have to act when nobody is there to help.";
    HandedOverToNobody, "handed-over-to-nobody", Error, "A finder who is sent away must be told where to.";
    VoteIncomplete, "vote-incomplete", Error, "Nobody could say when the vote is over, or how it went.";
    DiversityImpossible, "diversity-impossible", Error, "The body would break its own rule from the first day.";
    LeaveBackwards, "leave-backwards", Error, "Nobody could say what an absence of that length asks for.";
    CommitteeNotTold, "committee-not-told", Error, "Nobody could work on the case.";
    NoticeBeyondList, "notice-beyond-list", Error, "The list would have to publish before the release.";
    LevelsMissing, "levels-missing", Error, "No case could be given a severity.";
    TrackFromNowhere, "track-from-nowhere", Error, "No case would ever be on it.";
    EscalationTooEarly, "escalation-too-early", Warning, "Reporters would go elsewhere while you are still in time.";
    MoveWithoutReason, "move-without-reason", Error, "The permission could never be used.";
    RetrospectiveUntimed, "retrospective-untimed", Warning, "A case would wait for something that is never due.";
    // security.txt
    TxtContactMissing, "txt-contact-missing", Error, "RFC 9116 asks for at least one `Contact`; without it the file is not a security.txt.";
    TxtContactInvalid, "txt-contact-invalid", Error, "A contact is a URI (`mailto:`, `https:` or `tel:`); tools do not read a bare address.";
    TxtExpiresMissing, "txt-expires-missing", Error, "RFC 9116 asks for `Expires`; without it nobody knows whether the file is stale.";
    TxtExpiresTwice, "txt-expires-twice", Error, "`Expires` stands exactly once; of two dates nobody knows which holds.";
    TxtExpiresInvalid, "txt-expires-invalid", Error, "`Expires` is a date and time as in RFC 3339; tools take anything else for expired.";
    TxtExpired, "txt-expired", Error, "An expired file should not be used: finders are told to look elsewhere.";
    TxtExpiresSoon, "txt-expires-soon", Warning, "The file expires within 30 days; after that finders are told to look elsewhere.";
    TxtExpiresFar, "txt-expires-far", Warning, "RFC 9116 advises less than a year, so that stale contacts die out by themselves.";
    TxtFieldUnknown, "txt-field-unknown", Note, "Readers pass over fields they do not know.";
    TxtFieldMisspelt, "txt-field-misspelt", Warning, "Readers pass over a misspelt field, so what it says is lost.";
    TxtValueEmpty, "txt-value-empty", Error, "A field without a value says nothing.";
    TxtLinkInsecure, "txt-link-insecure", Error, "RFC 9116 demands https for web addresses: over http anyone on the line can replace the page.";
    TxtLinkInvalid, "txt-link-invalid", Error, "The field holds a link, not the thing itself.";
    TxtLanguagesTwice, "txt-languages-twice", Error, "`Preferred-Languages` stands at most once, with all languages in one line.";
    TxtLanguagesInvalid, "txt-languages-invalid", Warning, "Languages are given as tags like `en` or `de`, separated by commas.";
    TxtCanonicalMissing, "txt-canonical-missing", Note, "Without `Canonical` a copy of the file on another host cannot be told from the original.";
    TxtByteOrderMark, "txt-byte-order-mark", Warning, "A byte order mark makes readers miss the first field.";
    TxtNotUtf8, "txt-not-utf8", Error, "The file must be UTF-8; some of its bytes are not.";
    TxtSignatureBroken, "txt-signature-broken", Error, "A signature that is not whole cannot be checked, and readers may drop the file.";
    TxtLineBroken, "txt-line-broken", Error, "Every line is `Name: value`, a comment or empty; the grammar allows nothing else.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_has_a_name_of_its_own_in_small_letters_and_a_sentence() {
        let names: BTreeSet<&str> = RuleId::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(names.len(), RuleId::ALL.len());
        for rule in RuleId::ALL {
            assert!(rule.id().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{rule:?}");
            assert!(rule.why().ends_with('.'), "{rule:?}");
        }
    }
}
