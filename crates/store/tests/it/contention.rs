//! Many at once: one wins, the others are told, and what belongs to others goes on.

use domain::case::event::Event;
use domain::ids::PersonId;
use domain::people::Actor;
use store::{AppendError, Person, Store};
use tokio::task::JoinSet;

use crate::harness::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_200_who_redeem_one_code_one_gets_in_on_sqlite() {
    let embedded = Embedded::new();
    one_code(embedded.open().await, embedded.open().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_wins_on_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let open = || async { Store::open(&postgres.location(), &root()).await.expect("it opens") };
    let (store, other) = (open().await, open().await);
    one_code(store.clone(), other.clone()).await;
    one_version(store.clone(), other.clone()).await;
    one_last_member(&store, &other).await;
    one_case(store, other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_50_who_append_to_one_version_one_is_kept_on_sqlite() {
    let embedded = Embedded::new();
    let (store, other) = (embedded.open().await, embedded.open().await);
    one_version(store.clone(), other.clone()).await;
    one_last_member(&store, &other).await;
    one_case(store, other).await;
}

async fn one_code(store: Store, other: Store) {
    store.put_person(&account(ADA, "ada", true)).await.expect("it is kept");
    store.put_code([7; 32], ADA, day(1)).await.expect("it is kept");
    let mut tries = JoinSet::new();
    for n in 0..200 {
        let door = if n % 2 == 0 { store.clone() } else { other.clone() };
        tries.spawn(async move { door.redeem_code([7; 32], day(0)).await.expect("no fault") });
    }
    let won: Vec<_> = tries.join_all().await.into_iter().flatten().collect();
    assert_eq!(won, [ADA]);
}

/// Of members who all go at once one stays; an account ends once, and a change that was on its way does not bring it back.
async fn one_last_member(store: &Store, other: &Store) {
    let all: Vec<Person> = (0x61..0x65).map(|n| account(PersonId::from_bytes([n; 16]), "many", true)).collect();
    for member in all.iter().chain([&account(ADA, "ada", true)]) {
        store.put_person(member).await.expect("it is kept");
    }
    assert!(store.close_account(ADA, day(2)).await.expect("no fault"));
    assert!(!other.close_account(ADA, day(2)).await.expect("no fault"), "it was closed before");
    let mut tries = JoinSet::new();
    for (nth, id) in all.iter().map(|member| member.id).enumerate() {
        let door = if nth % 2 == 0 { store.clone() } else { other.clone() };
        tries.spawn(async move { door.close_account(id, day(2)).await.expect("no fault") });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|closed| *closed).count(), 3);
    let [stays] = &*store.committee().await.expect("no fault") else { panic!("one stays") };
    let gone = all.iter().find(|one| one.id != stays.id).expect("others");
    store.put_person(&Person { name: "late".to_owned(), ..gone.clone() }).await.expect("no fault");
    let found = store.person(gone.id).await.expect("no fault").expect("it is there");
    assert_eq!((found.removed_at, &found.name), (Some(day(2)), &gone.name));
}

async fn one_version(store: Store, other: Store) {
    for n in [1, 2] {
        store.append(opening(case(n), "A report", minute(0))).await.expect("it is kept");
    }
    let mut tries = JoinSet::new();
    let loaded = store.load(case(1)).await.expect("no fault").expect("it is there");
    let version = loaded.head.version();
    let mut appends = Vec::new();
    for n in 0..50 {
        let door = if n % 2 == 0 { store.clone() } else { other.clone() };
        let stale = door.load(case(1)).await.expect("no fault").expect("it is there");
        appends.push((door, more(case(1), stale, Actor::committee(ADA), Event::ReportAcknowledged, minute(n))));
    }
    for (door, append) in appends {
        tries.spawn(async move { door.append(append).await });
    }
    // Another case in the same batches is nobody's conflict.
    let neighbour = happen(&store, case(2), Actor::committee(ADA), Event::ReportAcknowledged, minute(1)).await;
    let outcomes = tries.join_all().await;
    let kept = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let conflicts = outcomes.iter().filter(|outcome| matches!(outcome, Err(AppendError::Conflict))).count();
    assert_eq!((kept, conflicts), (1, 49), "{outcomes:?}");
    neighbour.expect("it is kept");
    let loaded = other.load(case(1)).await.expect("no fault").expect("it is there");
    assert_eq!(loaded.head.version(), version + 1);
    assert_eq!(store.verify().await.expect("no fault").problems, []);
}

/// Fifty who keep trying all get their word in, in some order.
async fn one_case(store: Store, other: Store) {
    let before = store.load(case(1)).await.expect("no fault").expect("it is there").head.version();
    let mut tries = JoinSet::new();
    for n in 0..50 {
        let door = if n % 2 == 0 { store.clone() } else { other.clone() };
        tries.spawn(async move {
            while let Err(error) =
                happen(&door, case(1), Actor::committee(ADA), Event::ReporterInvited, minute(n)).await
            {
                assert!(matches!(error, AppendError::Conflict), "{error}");
            }
        });
    }
    // Whoever verifies and rebuilds meanwhile sees whole cases, as they were at one moment.
    while !tries.is_empty() {
        assert_eq!(other.verify().await.expect("no fault").problems, []);
        assert_eq!(other.rebuild().await.expect("no fault").changed, 0);
        while tries.try_join_next().is_some() {}
    }
    let loaded = other.load(case(1)).await.expect("no fault").expect("it is there");
    assert_eq!(loaded.head.version(), before + 50);
    assert_eq!(store.verify().await.expect("no fault").problems, []);
}
