//! The root key: one belongs to the data, another is told so.

use domain::case::event::Event;
use domain::people::Actor;
use expect_test::expect;
use store::{OpenError, Store};
use vault::RootKey;

use crate::harness::*;

#[tokio::test]
async fn another_root_key_is_told_which_one_is_needed() {
    let embedded = Embedded::new();
    embedded.open().await.close().await;
    let other = RootKey::from_bytes([8; 32]);
    let Err(error) = Store::open(&embedded.location(), &other).await else { panic!("it opened") };
    assert!(matches!(error, OpenError::WrongKey { .. }));
    expect!["this root key is not the one this data was made with: the data needs the key with fingerprint 1efe5a61812ef6d7, this key has 9196395bf867c950"].assert_eq(&error.to_string());
    embedded.open().await;
}

#[tokio::test]
async fn nothing_that_people_wrote_lies_in_the_clear() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    store.append(opening(case(1), "The canary sings", minute(0))).await.expect("it is kept");
    happen(&store, case(1), Actor::committee(ADA), Event::CoordinatorNamed { person: ADA }, minute(1))
        .await
        .expect("it is kept");
    let person = store::Person {
        id: ADA,
        name: "Canary Name".to_owned(),
        address: "canary@example.org".to_owned(),
        organisation: "Canary Works".to_owned(),
        handle: None,
        said_by: store::SaidBy::default(),
        committee: true,
        office: None,
        removed_at: None,
    };
    store.put_person(&person).await.expect("it is kept");
    store.put_setting("operator", b"canary setting").await.expect("it is kept");
    let job = store.claim(day(1), jiff::SignedDuration::from_mins(1), 1).await.expect("no fault").remove(0);
    store.retry(&job, day(2), "canary@example.org refused").await.expect("no fault");
    for file in std::fs::read_dir(embedded.dir.path()).expect("a directory") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("it is read").to_ascii_lowercase();
        let sung = bytes.windows(6).any(|window| window == b"canary");
        assert!(!sung, "{}", path.display());
    }
    store.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_a_fault_and_stays_as_it_is() {
    let embedded = Embedded::new();
    std::fs::write(embedded.file(), "these are my notes, and not a database at all").expect("it is written");
    assert!(Store::open(&embedded.location(), &root()).await.is_err());
    let file = std::fs::read_to_string(embedded.file()).expect("it is read");
    assert_eq!(file, "these are my notes, and not a database at all");
}
