//! A change of the policy in the running desk: proposed by a member or by the operator's file, voted on as the policy in force
//! demands, and in force the moment it is carried.
//!
//! Knows the order of things: look at it, propose, note what the votes and the time brought about, adopt. How a vote is
//! counted is in `domain`; what is wrong with a policy is in `lint`.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use documents::letter::proposal_letter;
use domain::Timestamp;
use domain::ids::{PersonId, ProposalId};
use domain::policy::{Ballot, Method, Policy};
use domain::proposal::{Proposal, ProposalEvent, ProposalRecord, ProposalRefusal, propose};
use domain::voting::{Choice, Outcome as Standing};
use domain::words::Prose;
use store::{Person, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

/// How often something is tried again when others were faster.
const TRIES_MAX: usize = 8;
/// The setting that remembers what the operator's file said when it was last looked at.
const FILE: &str = "policy-file";

/// What came of a wish about proposals.
#[derive(Debug)]
pub enum Proposed<T> {
    /// Done.
    Done(T),
    /// The rules say no.
    Refused(ProposalRefusal),
    /// The policy cannot be kept as it stands.
    Unfit(lint::Report),
    /// No such thing for this caller.
    NotFound,
}

/// A policy that somebody might propose, looked at.
#[derive(Debug)]
pub struct Draft {
    /// What is wrong with it; errors keep it from being proposed.
    pub report: lint::Report,
    /// What it changes, in words; nothing when it cannot be read.
    pub differences: Vec<String>,
}

/// A proposal as a member sees it.
pub struct ProposalPage {
    /// Which.
    pub id: ProposalId,
    /// Where it stands.
    pub proposal: Proposal,
    /// How its vote stands now.
    pub standing: Standing,
    /// What it changes, in words, compared with the policy in force; with the one before it once it is over.
    pub differences: Vec<String>,
    /// Who is named in it.
    pub people: Vec<Person>,
}

/// What became of the operator's file at the start.
pub enum FilePolicy {
    /// It says what is in force.
    InForce,
    /// It is in force from now on; before, this was, if it could be read.
    Adopted(Option<Box<Policy>>),
    /// It says something else and was put to the vote.
    Proposed(ProposalId),
    /// It says something else, as it did at the last start: the members decided otherwise, or are about to.
    Older,
    /// It says something else, and cannot be put to the vote: another proposal is open, or errors are in it.
    Waits,
}

impl Desk {
    /// Looks at a policy without proposing it. For members.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn look_at_policy(&self, caller: &Caller, text: &str) -> Result<Option<Draft>, Fault> {
        Ok(self.admits(caller, Right::DraftPolicy).await?.then(|| self.draft(text)))
    }

    fn draft(&self, text: &str) -> Draft {
        let today = self.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let report = lint::policy_toml(text, &lint::Context { file: None, repository: None, today });
        let differences = Policy::parse(text)
            .map(|policy| documents::policy_diff::differences(&self.policy(), &policy))
            .unwrap_or_default();
        Draft { report, differences }
    }

    /// Proposes another policy; carried at once where the policy in force lets one person decide.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn propose_policy(
        &self,
        caller: &Caller,
        text: &str,
        reason: Prose,
    ) -> Result<Proposed<ProposalId>, Fault> {
        let Some(by) = self.member(caller).await? else { return Ok(Proposed::NotFound) };
        self.open_proposal(&self.seen_by(caller), Some(by), text, reason).await
    }

    async fn open_proposal(
        &self,
        store: &Store,
        by: Option<PersonId>,
        text: &str,
        reason: Prose,
    ) -> Result<Proposed<ProposalId>, Fault> {
        let report = self.draft(text).report;
        if report.has_errors() {
            return Ok(Proposed::Unfit(report));
        }
        if Policy::parse(text).is_ok_and(|policy| policy == *self.policy()) {
            return Ok(Proposed::Refused(ProposalRefusal::NothingChanges));
        }
        if !self.believes_clock() {
            return Ok(Proposed::Refused(ProposalRefusal::ClockLeapt));
        }
        if folded(store).await?.iter().any(|(_, proposal)| proposal.end.is_none()) {
            return Ok(Proposed::Refused(ProposalRefusal::AnotherOpen));
        }
        let electorate: BTreeSet<PersonId> = self.members_with_a_word().await?.iter().map(|member| member.id).collect();
        let events = propose(&self.policy(), text.to_owned(), reason, by, electorate);
        // A machine that wakes with a clock from long ago opens no vote whose time is over once the clock is set.
        let now = self.last_seen().await.map_or_else(|| self.now(), |last| last.max(self.now()));
        let id = ProposalId::from_bytes(self.id16());
        let records: Vec<ProposalRecord> =
            events.into_iter().zip(1..).map(|(event, seq)| ProposalRecord { seq, at: now, event }).collect();
        store.append_proposal(id, &records).await?;
        self.inner.idle.store(false, Ordering::SeqCst);
        let members = self.members_in_reach().await?;
        self.tell(id, "opened", "A change of the response policy is proposed.", &members).await;
        self.settle_proposals().await?;
        Ok(Proposed::Done(id))
    }

    /// Says what a member thinks of a proposal; their last word before the end counts.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn vote_on_policy(
        &self,
        caller: &Caller,
        id: ProposalId,
        choice: Choice,
        reason: Option<Prose>,
    ) -> Result<Proposed<()>, Fault> {
        self.add(caller, id, |proposal, by, now| proposal.say(by, choice, reason.clone(), now)).await
    }

    /// Takes one's own proposal back.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn take_back_policy(&self, caller: &Caller, id: ProposalId) -> Result<Proposed<()>, Fault> {
        self.add(caller, id, Proposal::take_back).await
    }

    /// Load, decide, append; again when others were faster.
    async fn add(
        &self,
        caller: &Caller,
        id: ProposalId,
        decide: impl Fn(&Proposal, PersonId, Timestamp) -> Result<ProposalEvent, ProposalRefusal>,
    ) -> Result<Proposed<()>, Fault> {
        let Some(by) = self.member(caller).await? else { return Ok(Proposed::NotFound) };
        let store = self.seen_by(caller);
        for _ in 0..TRIES_MAX {
            let Some((_, proposal)) = folded(&store).await?.into_iter().find(|(known, _)| *known == id) else {
                return Ok(Proposed::NotFound);
            };
            if !self.believes_clock() {
                return Ok(Proposed::Refused(ProposalRefusal::ClockLeapt));
            }
            let now = self.now();
            let event = match decide(&proposal, by, now) {
                Ok(event) => event,
                Err(refusal) => return Ok(Proposed::Refused(refusal)),
            };
            let record = ProposalRecord { seq: proposal.version + 1, at: now, event };
            if store.append_proposal(id, &[record]).await? {
                self.settle_proposals().await?;
                return Ok(Proposed::Done(()));
            }
        }
        Err(Fault::Busy)
    }

    /// Every proposal there was, the last first. For members.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn proposals(&self, caller: &Caller) -> Result<Option<Vec<ProposalPage>>, Fault> {
        if !self.admits(caller, Right::ReadProposals).await? {
            return Ok(None);
        }
        let (store, now) = (self.seen_by(caller), self.now());
        let everybody = store.everybody().await?;
        let versions = self.policies().await?;
        let mut pages = Vec::new();
        for (id, proposal) in folded(&store).await? {
            let base = match proposal.end {
                // What was in force when it came.
                Some(_) => {
                    versions.iter().find(|version| version.since <= proposal.at).and_then(|old| old.policy.clone())
                }
                None => Some(Policy::clone(&self.policy())),
            };
            let new = Policy::parse(&proposal.text).ok();
            let differences = base.zip(new).map(|(old, new)| documents::policy_diff::differences(&old, &new));
            let named = |person: &Person| proposal.electorate.contains(&person.id) || proposal.by == Some(person.id);
            let people = everybody.iter().filter(|person| named(person)).cloned().collect();
            let standing = proposal.standing(now);
            pages.push(ProposalPage { id, proposal, standing, differences: differences.unwrap_or_default(), people });
        }
        pages.sort_by_key(|page| std::cmp::Reverse(page.proposal.at));
        Ok(Some(pages))
    }

    /// Whether a proposal is being voted on, as far as the last look tells.
    #[must_use]
    pub fn is_voting(&self) -> bool {
        self.inner.voting.load(Ordering::SeqCst)
    }

    /// One proposal. For members.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn proposal(&self, caller: &Caller, id: ProposalId) -> Result<Option<ProposalPage>, Fault> {
        Ok(self.proposals(caller).await?.and_then(|pages| pages.into_iter().find(|page| page.id == id)))
    }

    /// Notes what the votes and the time have brought about: what was carried is in force from now on.
    ///
    /// # Errors
    /// A fault of the machine; what was noted before it stays noted.
    pub async fn settle_proposals(&self) -> Result<(), Fault> {
        if self.inner.idle.load(Ordering::SeqCst) || !self.believes_clock() {
            return Ok(());
        }
        let now = self.now();
        let mut open = false;
        for (id, proposal) in
            folded(&self.inner.store).await?.into_iter().filter(|(_, proposal)| proposal.end.is_none())
        {
            match proposal.due(now) {
                None => open = true,
                Some(event) => self.end_proposal(id, &proposal, event).await?,
            }
        }
        self.inner.voting.store(open, Ordering::SeqCst);
        self.inner.idle.store(!open, Ordering::SeqCst);
        Ok(())
    }

    async fn end_proposal(&self, id: ProposalId, proposal: &Proposal, event: ProposalEvent) -> Result<(), Fault> {
        let adopted = event == ProposalEvent::Adopted;
        // In force first: were the machine to fail between the two, it would be put in force again, which changes nothing.
        if adopted {
            self.put_in_force(&proposal.text).await?;
        }
        let record = ProposalRecord { seq: proposal.version + 1, at: self.now(), event };
        if self.inner.store.append_proposal(id, &[record]).await? {
            let members = self.members_in_reach().await?;
            let news = if adopted {
                "Another response policy is in force."
            } else {
                "A change of the policy was not carried."
            };
            self.tell(id, "ended", news, &members).await;
        }
        Ok(())
    }

    /// Puts a policy in force for new cases, and keeps it with the moment.
    async fn put_in_force(&self, text: &str) -> Result<(), Fault> {
        self.note_policy(text).await?;
        if let Ok(policy) = Policy::parse(text) {
            self.adopt(policy.into());
        }
        Ok(())
    }

    /// Looks at the operator's file at the start. It is in force when nothing was before, when nobody else has a say, or when it
    /// says what is in force; else it is put to the vote that the policy in force demands, and that one stays in force.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn take_file(&self, text: &str) -> Result<FilePolicy, Fault> {
        self.inner.idle.store(false, Ordering::SeqCst);
        let seen = self.inner.store.setting(FILE).await?;
        let in_force = self.policies().await?.into_iter().next();
        let said = Policy::parse(text).ok();
        if in_force.as_ref().is_some_and(|version| version.policy == said) {
            self.inner.store.put_setting(FILE, text.as_bytes()).await?;
            return Ok(FilePolicy::InForce);
        }
        let Some(Some(before)) = in_force.map(|version| version.policy) else {
            self.put_in_force(text).await?;
            self.inner.store.put_setting(FILE, text.as_bytes()).await?;
            return Ok(FilePolicy::Adopted(None));
        };
        if seen.as_deref() == Some(text.as_bytes()) {
            self.adopt(before.into());
            return Ok(FilePolicy::Older);
        }
        if self.is_alone(&before).await? {
            self.put_in_force(text).await?;
            self.inner.store.put_setting(FILE, text.as_bytes()).await?;
            return Ok(FilePolicy::Adopted(Some(Box::new(before))));
        }
        self.adopt(before.into());
        let reason = Prose::new("The operator changed the policy file.").map_err(|_| Fault::Unfolded)?;
        match self.open_proposal(&self.inner.store, None, text, reason).await? {
            Proposed::Done(id) => {
                self.inner.store.put_setting(FILE, text.as_bytes()).await?;
                Ok(FilePolicy::Proposed(id))
            }
            Proposed::Refused(_) | Proposed::Unfit(_) | Proposed::NotFound => Ok(FilePolicy::Waits),
        }
    }

    /// Whether the policy in force lets whoever has the file decide: one maintainer, or nobody else yet.
    async fn is_alone(&self, in_force: &Policy) -> Result<bool, Fault> {
        let sole = in_force.votes.get(&Ballot::PolicyChange).map(|vote| vote.method) == Some(Method::Sole);
        Ok(in_force.is_sole() || sole || self.inner.store.committee().await?.len() <= 1)
    }

    /// The member that a caller is, if they are one.
    async fn member(&self, caller: &Caller) -> Result<Option<PersonId>, Fault> {
        let admitted = self.admits(caller, Right::ChangePolicy).await?;
        Ok(caller.person().filter(|_| admitted))
    }

    /// A letter to each member. It says that there is something to see, and where; one that cannot be sent is not tried again,
    /// for the board says the same.
    async fn tell(&self, id: ProposalId, what: &str, news: &str, members: &[Person]) {
        let link = format!("{}/policy-proposals/{id}", self.inner.base_url);
        let project = self.policy().project.name.reveal().to_owned();
        for member in members {
            let letter = proposal_letter(&project, news, &link);
            let key = format!("proposal/{id}/{what}/{}", member.id);
            self.send_once(&key, &member.address, letter).await;
        }
    }
}

/// Every proposal, as it stands.
async fn folded(store: &Store) -> Result<Vec<(ProposalId, Proposal)>, Fault> {
    let logs = store.proposals().await?;
    Ok(logs.into_iter().filter_map(|(id, log)| Some((id, Proposal::fold(&log)?))).collect())
}
