//! One story for both engines: what is kept comes back, in order, to whom it belongs, exactly once.

use std::fmt::Write as _;

use domain::case::event::Event;
use domain::case::facts::{Circle, Closing, Standing};
use domain::ids::{CaseId, ConfirmationId, PasskeyId, PersonId};
use domain::people::{Actor, Part};
use domain::proposal::{ProposalEvent, ProposalRecord};
use domain::voting::Choice;
use expect_test::{Expect, expect};
use jiff::SignedDuration;
use store::{
    AppendError, Cursor, Expected, Filter, KeptPasskey, KeptPassword, ListQuery, NewBlob, NewSession, NewToken, Person,
    PublishedAdvisory, Rebuilt, Scope, Seen, Store, Who,
};

use crate::harness::*;

#[tokio::test]
async fn the_story_is_the_same_on_sqlite() {
    let embedded = Embedded::new();
    told(&embedded.open().await, &embedded.open().await).await;
}

#[tokio::test]
async fn the_story_is_the_same_on_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let open = || async { Store::open(&postgres.location(), &root()).await.expect("it opens") };
    told(&open().await, &open().await).await;
}

/// The whole story. `other` is a second process on the same data: what one writes the other reads.
async fn told(store: &Store, other: &Store) {
    assert_eq!(store.instance(), other.instance());
    a_report_comes_back_as_it_was_told(store, other).await;
    an_append_to_a_log_that_went_on_is_a_conflict(store, other).await;
    the_list_has_what_is_due_first(store).await;
    each_sees_the_cases_they_read(store).await;
    the_outbox_gives_each_job_to_one(store, other).await;
    nothing_passes_the_publication(store).await;
    accounts_are_kept(store).await;
    codes_work_once(store, other).await;
    sessions_end(store).await;
    passkeys_are_somebodys(store).await;
    a_password_is_its_account_s(store).await;
    receipts_are_kept_with_accounts(store).await;
    tokens_end(store).await;
    readings_are_noted(store).await;
    a_challenge_is_used_once(store, other).await;
    confirmations_end(store, other).await;
    advisories_are_public(store).await;
    settings_and_policies_are_kept(store).await;
    a_job_that_somebody_put_off_for_ever_goes_all_the_same(store).await;
    what_the_body_decides_of_itself_is_kept(store).await;
    everything_verifies_and_the_lists_equal_the_logs(store, other).await;
    store.close().await;
    other.close().await;
}

async fn a_report_comes_back_as_it_was_told(store: &Store, other: &Store) {
    let appended = store.on_append();
    let append = opening(case(1), "Bundle accepted for the wrong signature", minute(0));
    let records = append.records.clone();
    let head = store.append(append).await.expect("it is kept");
    assert_eq!(head.version(), records.len() as u64);
    assert!(appended.has_changed().expect("the store is open"));

    let loaded = other.load(case(1)).await.expect("no fault").expect("the case is there");
    assert_eq!(loaded.records, records);
    assert_eq!(loaded.head.version(), head.version());
    assert!(other.load(case(9)).await.expect("no fault").is_none());

    let body = other.blob(case(1), blob(1)).await.expect("no fault").expect("the body is there");
    assert_eq!(String::from_utf8_lossy(&body), "the body of Bundle accepted for the wrong signature");
    assert!(other.blob(case(9), blob(1)).await.expect("no fault").is_none(), "a blob is read with its case only");
    assert_eq!(other.blobs(case(1), &[blob(1), blob(2)]).await.expect("no fault").len(), 1);

    assert_eq!(other.receipt(receipt(case(1))).await.expect("no fault"), Some(case(1)));
    assert_eq!(other.receipt(receipt(case(2))).await.expect("no fault"), None);
}

async fn an_append_to_a_log_that_went_on_is_a_conflict(store: &Store, other: &Store) {
    let stale = store.load(case(1)).await.expect("no fault").expect("the case is there");
    happen(other, case(1), Actor::committee(ADA), Event::ReportAcknowledged, minute(5)).await.expect("it is kept");
    let late = more(case(1), stale, Actor::committee(BO), Event::ReportAcknowledged, minute(6));
    assert!(matches!(store.append(late).await, Err(AppendError::Conflict)));
    let again = opening(case(1), "The same id once more", minute(7));
    assert!(matches!(store.append(again).await, Err(AppendError::Conflict)));
    let loaded = store.load(case(1)).await.expect("no fault").expect("the case is there");
    assert_eq!(
        loaded.records.last().map(|last| (last.event.kind(), last.at)),
        Some(("report_acknowledged", minute(5)))
    );

    // A message with its text, onto the log as it is now.
    let mut append =
        more(case(1), loaded, Actor::REPORTER, Event::MessageSent { to: Circle::Reporter, body: blob(21) }, minute(8));
    append.blobs.push(NewBlob { id: blob(21), bytes: b"is anybody there".to_vec() });
    assert!(matches!(append.expected, Expected::At(_)));
    store.append(append).await.expect("it is kept");
    assert_eq!(store.blob(case(1), blob(21)).await.expect("no fault").as_deref(), Some(&b"is anybody there"[..]));
}

async fn the_list_has_what_is_due_first(store: &Store) {
    for n in 2..=6 {
        store.append(opening(case(n), &format!("Report {n}"), minute(i64::from(20 - n)))).await.expect("it is kept");
    }
    happen(store, case(3), Actor::committee(ADA), Event::CoordinatorNamed { person: ADA }, day(1))
        .await
        .expect("it is kept");
    happen(store, case(5), Actor::committee(ADA), Event::CaseClosed { closing: Closing::Declined, note: None }, day(1))
        .await
        .expect("it is kept");
    let all = |filter| ListQuery { scope: Scope::Committee, filter, coordinator: None, after: None, limit: 2 };
    let mine = ListQuery { coordinator: Some(ADA), ..all(Filter::All) };
    check_list(
        store,
        &[("open", all(Filter::Open)), ("closed", all(Filter::Closed)), ("all", all(Filter::All)), ("mine", mine)],
        &expect![[r#"
            open: 01 06 | 04 03 | 02
            closed: 05
            all: 01 06 | 04 03 | 02 05
            mine: 03
        "#]],
    )
    .await;
    assert_eq!(store.waking(day(-1), 10).await.expect("no fault"), []);
    let first = store.next_wakeup().await.expect("no fault").expect("something is due");
    assert_eq!(store.waking(first, 10).await.expect("no fault"), [case(1)]);
    assert_eq!(store.waking(day(300), 10).await.expect("no fault").len(), 6);
    assert_eq!(store.waking(day(300), 2).await.expect("no fault").len(), 2);
}

async fn each_sees_the_cases_they_read(store: &Store) {
    for n in [2, 4] {
        let invited = Event::FixerInvited { person: BO, standing: Standing::CodeOwner, part: Part::Fixer };
        happen(store, case(n), Actor::committee(ADA), invited, day(2)).await.expect("it is kept");
    }
    assert_eq!(store.invitations(BO).await.expect("no fault"), [case(4), case(2)]);
    happen(store, case(4), Actor::fixer(BO), Event::FixerJoined { person: BO, part: Part::Fixer }, day(2))
        .await
        .expect("it is kept");
    assert_eq!(store.invitations(BO).await.expect("no fault"), [case(2)]);
    let theirs = |person| ListQuery {
        scope: Scope::Person(person),
        filter: Filter::All,
        coordinator: None,
        after: None,
        limit: 10,
    };
    check_list(
        store,
        &[("bo", theirs(BO)), ("cy", theirs(CY))],
        &expect![[r#"
        bo: 04
        cy: 
    "#]],
    )
    .await;
    happen(store, case(4), Actor::committee(ADA), Event::FixerRemoved { person: BO }, day(3))
        .await
        .expect("it is kept");
    check_list(
        store,
        &[("bo, removed", theirs(BO))],
        &expect![[r#"
        bo, removed: 
    "#]],
    )
    .await;
}

/// Every page of each list: cases by their number, pages cut by a bar. Each cursor goes through its text.
async fn check_list(store: &Store, lists: &[(&str, ListQuery)], expected: &Expect) {
    let mut told = String::new();
    for (name, query) in lists {
        let mut query = query.clone();
        let mut pages = Vec::new();
        loop {
            let page = store.list(&query).await.expect("no fault");
            let cases: Vec<String> = page.rows.iter().map(|row| format!("{:02}", row.case.as_bytes()[0])).collect();
            pages.push(cases.join(" "));
            let Some(next) = page.next else { break };
            query.after = Some(next.to_string().parse::<Cursor>().expect("a cursor reads its own text"));
        }
        writeln!(told, "{name}: {}", pages.join(" | ")).expect("writing to a text");
    }
    expected.assert_eq(&told);
}

const LEASE: SignedDuration = SignedDuration::from_mins(2);

#[expect(clippy::cognitive_complexity, reason = "a straight story")]
async fn the_outbox_gives_each_job_to_one(store: &Store, other: &Store) {
    // Everything so far is due; the two processes share it out between them.
    let (mine, theirs) = tokio::join!(store.claim(day(3), LEASE, 4), other.claim(day(3), LEASE, 4));
    let (mine, theirs) = (mine.expect("no fault"), theirs.expect("no fault"));
    let rest = store.claim(day(3), LEASE, 100).await.expect("no fault");
    let mut keys: Vec<&str> = mine.iter().chain(&theirs).chain(&rest).map(|job| job.key.as_str()).collect();
    let given = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), given, "no job is given to two");
    assert_eq!((mine.len(), theirs.len()), (4, 4));
    assert_eq!(store.claim(day(3), LEASE, 100).await.expect("no fault").len(), 0);

    // A worker that comes back after its lease finds that the job is another's.
    let mine = &mine[0];
    let after_lease = day(3).checked_add(LEASE).expect("a time");
    assert_eq!(store.next_job_at().await.expect("no fault"), Some(after_lease));
    let again = other.claim(after_lease, LEASE, 100).await.expect("no fault");
    let theirs = again.iter().find(|job| job.key == mine.key).expect("it is given out again");
    assert_eq!((theirs.attempts, theirs.fence), (2, mine.fence + 1));
    assert_eq!(theirs.effect, mine.effect);
    assert!(!store.finish(mine).await.expect("no fault"), "the fence is stale");
    store.retry(mine, day(9), "too late").await.expect("no fault");
    assert!(other.finish(theirs).await.expect("no fault"));
    assert!(!other.finish(theirs).await.expect("no fault"), "done is done");

    // What is given back comes again at its time; what is done does not.
    for job in again.iter().filter(|job| job.key != mine.key) {
        other.retry(job, day(4), "the server is away").await.expect("no fault");
    }
    assert_eq!(store.next_job_at().await.expect("no fault"), Some(day(4)));
    let third = store.claim(day(4), LEASE, 1000).await.expect("no fault");
    assert_eq!(third.len(), again.len() - 1);
    assert!(third.is_sorted_by_key(|job| job.attempts), "{third:?}");
    for job in &third {
        assert!(store.finish(job).await.expect("no fault"));
    }
    assert_eq!(store.next_job_at().await.expect("no fault"), None);
}

async fn a_job_that_somebody_put_off_for_ever_goes_all_the_same(store: &Store) {
    let hour = SignedDuration::from_hours(1);
    assert_eq!(store.hasten(day(400), hour).await.expect("no fault"), 0, "nothing waits longer than it may");
    let waiting = store.next_job_at().await.expect("no fault");
    let Some(waiting) = waiting else { return };
    let long_before = waiting.checked_sub(hour + hour).expect("a time");
    assert!(store.hasten(long_before, hour).await.expect("no fault") > 0);
    assert_eq!(store.next_job_at().await.expect("no fault"), Some(long_before));
}

async fn nothing_passes_the_publication(store: &Store) {
    happen(store, case(2), Actor::committee(ADA), Event::AdvisoryPublished, day(5)).await.expect("it is kept");
    let first = store.claim(day(5), LEASE, 100).await.expect("no fault");
    assert_eq!(names(&first), ["publish"]);
    store.retry(&first[0], day(6), "the site is away").await.expect("no fault");
    assert_eq!(
        store.next_job_at().await.expect("no fault"),
        Some(day(6)),
        "what waits behind it does not wake anybody"
    );
    assert_eq!(names(&store.claim(day(5), LEASE, 100).await.expect("no fault")), [""; 0]);
    let again = store.claim(day(6), LEASE, 100).await.expect("no fault");
    assert_eq!(names(&again), ["publish"]);
    assert!(store.finish(&again[0]).await.expect("no fault"));
    let rest = store.claim(day(6), LEASE, 100).await.expect("no fault");
    assert!(rest.len() >= 2 && rest.iter().all(|job| job.case == case(2)), "{rest:?}");

    // The same wishes once more: what was wished for is not wished for again.
    happen(store, case(2), Actor::committee(ADA), Event::AdvisoryPublished, day(6)).await.expect("it is kept");
    assert_eq!(names(&store.claim(day(6), LEASE, 100).await.expect("no fault")), [""; 0]);
}

fn names(jobs: &[store::Job]) -> Vec<&str> {
    jobs.iter().filter_map(|job| job.key.split_once('/').map(|(_, name)| name)).collect()
}

async fn accounts_are_kept(store: &Store) {
    let (ada, bo, cy) = (account(ADA, "ada", true), account(BO, "bo", false), account(CY, "cy", true));
    for person in [&cy, &ada, &bo] {
        store.put_person(person).await.expect("it is kept");
    }
    let gone = Person { removed_at: Some(day(2)), address: String::new(), ..cy };
    store.put_person(&gone).await.expect("it is kept");
    assert_eq!(store.person(ADA).await.expect("no fault").as_ref(), Some(&ada));
    assert_eq!(store.person(PersonId::from_bytes([9; 16])).await.expect("no fault"), None);
    assert_eq!(
        store.committee().await.expect("no fault"),
        std::slice::from_ref(&ada),
        "who has left is on no committee"
    );
    assert_eq!(store.everybody().await.expect("no fault"), [ada, bo.clone(), gone.clone()]);
    assert_eq!(store.people(&[CY, BO]).await.expect("no fault"), [bo, gone]);
}

async fn codes_work_once(store: &Store, other: &Store) {
    store.put_code([1; 32], ADA, day(3)).await.expect("it is kept");
    store.put_code([2; 32], ADA, day(3)).await.expect("it is kept");
    assert_eq!(other.redeem_code([1; 32], day(2)).await.expect("no fault"), Some(ADA));
    assert_eq!(store.redeem_code([1; 32], day(2)).await.expect("no fault"), None);
    assert_eq!(store.redeem_code([2; 32], day(3)).await.expect("no fault"), None, "its time is over");
    store.put_code([4; 32], CY, day(3)).await.expect("no fault");
    assert_eq!(store.redeem_code([4; 32], day(2)).await.expect("no fault"), None, "the account has ended");
    store.put_code([3; 32], BO, day(30)).await.expect("it is kept");
}

#[expect(clippy::cognitive_complexity, reason = "a straight story")]
async fn sessions_end(store: &Store) {
    let idle = SignedDuration::from_hours(25);
    let at = |n| [n; 32];
    let put = async |n, who, begun, end| {
        let new = NewSession { digest: at(n), who, created_at: begun, expires_at: end, idle, verified_at: None };
        store.put_session(new).await.expect("it is kept");
    };
    put(1, Who::Person(ADA), day(0), day(14)).await;
    put(2, Who::Reporter(case(1)), day(0), day(14)).await;
    let who = async |n, now| store.session(at(n), now).await.expect("no fault").map(|signed| signed.who);
    assert_eq!(who(1, day(0)).await, Some(Who::Person(ADA)));
    assert_eq!(who(2, minute(1)).await, Some(Who::Reporter(case(1))));
    assert_eq!(who(3, day(0)).await, None);
    // Used every day it lives on, noted through the writer; a write that follows says that the note is there.
    for n in 1..14 {
        assert_eq!(who(1, day(n)).await, Some(Who::Person(ADA)), "day {n}");
        store.put_setting("seen", b"").await.expect("it is kept");
    }
    assert_eq!(who(1, day(14)).await, None, "its end has come");
    assert_eq!(who(2, day(2)).await, None, "it was not used for a day");
    put(4, Who::Person(BO), day(1), day(20)).await;
    put(5, Who::Person(BO), day(1), day(20)).await;
    put(6, Who::Person(ADA), day(1), day(20)).await;
    store.end_session(at(4)).await.expect("no fault");
    assert_eq!(who(4, day(1)).await, None);
    store.end_sessions_of(BO).await.expect("no fault");
    assert_eq!(who(5, day(1)).await, None);
    assert_eq!(who(6, day(1)).await, Some(Who::Person(ADA)));
    // Another token in its place: the old one is nobody's, and the proof is noted.
    assert!(store.replace_session(at(6), at(7), minute(1)).await.expect("no fault"));
    assert!(!store.replace_session(at(6), at(8), minute(1)).await.expect("no fault"), "it was replaced already");
    assert_eq!(who(6, day(1)).await, None);
    let seven = store.session(at(7), minute(2)).await.expect("no fault").expect("it is there");
    assert_eq!((seven.who, seven.verified_at), (Who::Person(ADA), Some(minute(1))));
}

fn passkey(n: u8, person: PersonId) -> KeptPasskey {
    KeptPasskey {
        id: PasskeyId::from_bytes([n; 16]),
        person,
        name: format!("key {n}"),
        made_at: minute(n.into()),
        used_at: None,
        key: format!("{{\"n\":{n}}}").into_bytes(),
    }
}

async fn readings_are_noted(store: &Store) {
    let seen =
        |at, version| Seen { first_at: day(0), last_at: day(at), version, place: "committee".to_owned(), times: 1 };
    assert!(store.readers(case(1)).await.expect("no fault").is_empty());
    store.note_seen(case(1), Some(ADA), &seen(1, 3)).await.expect("it is kept");
    store.note_seen(case(1), Some(ADA), &seen(3, 5)).await.expect("it is kept");
    store.note_seen(case(1), None, &seen(2, 4)).await.expect("it is kept");
    store.note_seen(case(2), Some(BO), &seen(4, 9)).await.expect("it is kept");
    let found = store.readers(case(1)).await.expect("no fault");
    assert_eq!(found, [(Some(ADA), seen(3, 5)), (None, seen(2, 4))]);
    assert_eq!(store.seen(case(2), Some(BO)).await.expect("no fault"), Some(seen(4, 9)));
    assert_eq!(store.seen(case(2), Some(ADA)).await.expect("no fault"), None);
}

async fn tokens_end(store: &Store) {
    let token = |n: u8, person, days| NewToken {
        digest: [n; 32],
        person,
        name: format!("program {n}"),
        scopes: vec!["read_cases".to_owned()],
        made_at: day(i64::from(n)),
        expires_at: day(days),
    };
    for new in [token(1, ADA, 9), token(2, ADA, 9), token(3, BO, 9), token(4, ADA, 5)] {
        assert!(store.put_token(new).await.expect("no fault"));
    }
    assert!(!store.put_token(token(5, CY, 9)).await.expect("no fault"), "the account has ended");
    let (first, owner) = store.token([1; 32], day(4)).await.expect("no fault").expect("it is there");
    assert_eq!((first.person, first.name.as_str(), owner.id), (ADA, "program 1", ADA));
    assert!(store.token([4; 32], day(5)).await.expect("no fault").is_none(), "its time is over");
    assert!(store.token([9; 32], day(4)).await.expect("no fault").is_none());
    let listed = store.tokens_of(ADA, day(5)).await.expect("no fault");
    assert_eq!(listed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["program 2", "program 1"]);
    assert!(!store.end_token_of(BO, first.id).await.expect("no fault"), "it is not his");
    assert!(store.end_token_of(ADA, first.id).await.expect("no fault"));
    assert!(!store.end_token([1; 32]).await.expect("no fault"), "it has ended");
    store.end_tokens_of(ADA).await.expect("no fault");
    assert!(store.tokens_of(ADA, day(4)).await.expect("no fault").is_empty());
    assert_eq!(store.tokens_of(BO, day(4)).await.expect("no fault").len(), 1);
}

async fn receipts_are_kept_with_accounts(store: &Store) {
    assert!(!store.is_receipt_held(case(3)).await.expect("no fault"));
    assert!(store.hold_receipt(BO, case(3), minute(1)).await.expect("it is kept"));
    assert!(store.hold_receipt(BO, case(1), minute(2)).await.expect("it is kept"));
    assert!(!store.hold_receipt(BO, case(3), minute(3)).await.expect("no fault"), "it is there already");
    assert_eq!(store.receipts_of(BO).await.expect("no fault"), [case(3), case(1)]);
    assert_eq!(store.receipts_of(CY).await.expect("no fault"), []);
    assert!(store.holds_receipt(BO, case(1)).await.expect("no fault"));
    assert!(!store.holds_receipt(CY, case(1)).await.expect("no fault"));
    assert!(store.is_receipt_held(case(3)).await.expect("no fault"));
}

async fn a_password_is_its_account_s(store: &Store) {
    let one = KeptPassword { hash: "$argon2id$one".to_owned(), secret: [1; 20], made_at: minute(0) };
    let other = KeptPassword { hash: "$argon2id$other".to_owned(), ..one.clone() };
    store.put_password(ADA, &one).await.expect("it is kept");
    store.put_password(BO, &one).await.expect("it is kept");
    store.put_password(ADA, &other).await.expect("it takes the place of the first");
    assert!(store.password_of(ADA).await.expect("no fault") == Some(other));
    assert!(store.forget_password(BO).await.expect("no fault"));
    assert!(!store.forget_password(BO).await.expect("no fault"));
    assert!(store.password_of(BO).await.expect("no fault").is_none());
}

async fn passkeys_are_somebodys(store: &Store) {
    let (one, two, his) = (passkey(1, ADA), passkey(2, ADA), passkey(3, BO));
    for key in [&two, &one, &his] {
        assert!(store.add_passkey(key).await.expect("no fault"));
    }
    let taken = KeptPasskey { person: BO, ..one.clone() };
    assert!(!store.add_passkey(&taken).await.expect("no fault"), "a key is one person's");
    store.put_passkey(&taken).await.expect("no fault");
    assert_eq!(store.passkeys_of(ADA).await.expect("no fault"), [one.clone(), two.clone()]);
    let used = KeptPasskey { used_at: Some(day(1)), ..one };
    store.put_passkey(&used).await.expect("no fault");
    assert_eq!(store.passkey(used.id).await.expect("no fault"), Some(used.clone()));
    assert!(!store.remove_passkey(BO, used.id).await.expect("no fault"), "it is not his");
    assert!(store.remove_passkey(ADA, used.id).await.expect("no fault"));
    assert!(!store.remove_passkey(ADA, two.id).await.expect("no fault"), "the last one stays");
}

async fn a_challenge_is_used_once(store: &Store, other: &Store) {
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..200 {
        let store = if n % 2 == 0 { store.clone() } else { other.clone() };
        tries.spawn(async move { store.use_challenge(b"one", day(1), day(0)).await.expect("no fault") });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|won| *won).count(), 1);
    assert!(store.use_challenge(b"two", day(1), day(0)).await.expect("no fault"));
}

async fn confirmations_end(store: &Store, other: &Store) {
    let id = ConfirmationId::from_bytes([4; 16]);
    store.put_confirmation(id, day(0), minute(5), b"publish").await.expect("it is kept");
    assert_eq!(store.confirmation(id, minute(4)).await.expect("no fault").as_deref(), Some(b"publish".as_slice()));
    assert_eq!(store.confirmation(id, minute(5)).await.expect("no fault"), None, "its time is over");
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..200 {
        let store = if n % 2 == 0 { store.clone() } else { other.clone() };
        tries.spawn(async move { store.take_confirmation(id).await.expect("no fault") });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|won| *won).count(), 1);
    store.put_decision(case(1), 7, ADA, b"proof").await.expect("it is kept");
    assert_eq!(store.decision(case(1), 7, ADA).await.expect("no fault").as_deref(), Some(b"proof".as_slice()));
    assert_eq!(store.decision(case(1), 7, BO).await.expect("no fault"), None);
    assert_eq!(store.decision(case(1), 8, ADA).await.expect("no fault"), None);
}

async fn advisories_are_public(store: &Store) {
    let advisory = |n: u8, at| PublishedAdvisory {
        slug: format!("SLUICE-2026-{n}"),
        case: case(n),
        published_at: at,
        withdrawn_at: None,
        document: format!("{{\"n\":{n}}}").into_bytes(),
    };
    for (n, at) in [(2, day(5)), (3, day(6)), (4, day(6))] {
        store.put_advisory(&advisory(n, at)).await.expect("it is kept");
    }
    let withdrawn = PublishedAdvisory { withdrawn_at: Some(day(8)), ..advisory(3, day(6)) };
    store.put_advisory(&withdrawn).await.expect("it is kept");
    let (first, next) = store.advisories(None, 2).await.expect("no fault");
    let (second, end) = store.advisories(next, 2).await.expect("no fault");
    assert_eq!(first, [advisory(4, day(6)), withdrawn.clone()]);
    assert_eq!((second, end), (vec![advisory(2, day(5))], None));
    assert_eq!(store.advisory("SLUICE-2026-3").await.expect("no fault"), Some(withdrawn));
    assert_eq!(store.advisory("SLUICE-2026-9").await.expect("no fault"), None);
    let taken = PublishedAdvisory { slug: "SLUICE-2026-2".to_owned(), ..advisory(5, day(7)) };
    assert!(store.put_advisory(&taken).await.is_err(), "a slug belongs to one case");
}

async fn settings_and_policies_are_kept(store: &Store) {
    assert_eq!(store.setting("operator").await.expect("no fault"), None);
    store.put_setting("operator", b"one").await.expect("it is kept");
    store.put_setting("operator", b"two").await.expect("it is kept");
    assert_eq!(store.setting("operator").await.expect("no fault").as_deref(), Some(&b"two"[..]));
    assert_eq!(store.policies().await.expect("no fault"), []);
    store.put_policy("the first", day(0)).await.expect("it is kept");
    store.put_policy("the second", day(1)).await.expect("it is kept");
    let kept = store.policies().await.expect("no fault");
    assert_eq!(kept, [(day(0), "the first".to_owned()), (day(1), "the second".to_owned())]);
}

async fn what_the_body_decides_of_itself_is_kept(store: &Store) {
    a_proposal_keeps_what_happened_to_it_and_of_two_who_add_one_is_kept(store).await;
    the_committees_log_goes_on_where_it_stood_and_of_two_who_add_one_is_kept(store).await;
}

async fn a_proposal_keeps_what_happened_to_it_and_of_two_who_add_one_is_kept(store: &Store) {
    let proposed = proposed();
    assert!(store.append_proposal(proposal(1), &proposed).await.expect("no fault"));
    let event = ProposalEvent::Voted { by: BO, choice: Choice::No, reason: None };
    let next = |at| ProposalRecord { seq: 3, at, event: event.clone() };
    assert!(store.append_proposal(proposal(1), &[next(day(1))]).await.expect("no fault"));
    assert!(!store.append_proposal(proposal(1), &[next(day(2))]).await.expect("no fault"), "somebody was faster");
    let kept = store.proposals().await.expect("no fault");
    assert_eq!(kept.get(&proposal(1)), Some(&[proposed, vec![next(day(1))]].concat()));
}

async fn the_committees_log_goes_on_where_it_stood_and_of_two_who_add_one_is_kept(store: &Store) {
    assert!(store.committee_log().await.expect("no fault").is_none());
    store.append_committee(None, &seated()).await.expect("it is kept");
    let again = store.append_committee(None, &seated()).await;
    assert!(matches!(again, Err(AppendError::Conflict)), "it begins once");
    let (one, other) = (loaded(store).await, loaded(store).await);
    assert_eq!(one.records, seated());
    store.append_committee(Some(&one.head), &[signed(3, ADA)]).await.expect("it is kept");
    let late = store.append_committee(Some(&other.head), &[signed(3, BO)]).await;
    assert!(matches!(late, Err(AppendError::Conflict)), "somebody was faster");
    assert_eq!(loaded(store).await.records, [seated(), vec![signed(3, ADA)]].concat());
}

async fn loaded(store: &Store) -> store::CommitteeLog {
    store.committee_log().await.expect("no fault").expect("it has begun")
}

async fn everything_verifies_and_the_lists_equal_the_logs(store: &Store, other: &Store) {
    let verification = other.verify().await.expect("no fault");
    assert_eq!(verification.problems, []);
    assert_eq!((verification.cases, verification.blobs), (6, 7));
    let live = rows(store).await;
    assert_eq!(store.rebuild().await.expect("no fault"), Rebuilt { cases: 6, changed: 0 });
    assert_eq!(rows(store).await, live);
}

async fn rows(store: &Store) -> Vec<(CaseId, u64)> {
    let all = ListQuery { scope: Scope::Committee, filter: Filter::All, coordinator: None, after: None, limit: 100 };
    store.list(&all).await.expect("no fault").rows.iter().map(|row| (row.case, row.version)).collect()
}
