//! A full disk: what does not fit is refused, what was acknowledged stays, and when there is room again it goes on.

use domain::ids::CaseId;
use store::{AppendError, Fault, Options, Store};

use crate::harness::*;

const KIB: u64 = 1024;

fn numbered(n: u16) -> CaseId {
    let mut bytes = [0x55; 16];
    bytes[..2].copy_from_slice(&n.to_be_bytes());
    CaseId::from_bytes(bytes)
}

#[tokio::test]
async fn a_full_store_refuses_keeps_what_it_acknowledged_and_recovers() {
    let embedded = Embedded::new();
    let limited = Options { size_bytes_max: Some(512 * KIB) };
    let store = Store::open_with(&embedded.location(), &root(), limited).await.expect("it opens");
    let mut acknowledged = Vec::new();
    let refused = loop {
        let n = u16::try_from(acknowledged.len()).expect("a small number");
        match store.append(opening(numbered(n), "A report", minute(i64::from(n)))).await {
            Ok(_) => acknowledged.push(numbered(n)),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, AppendError::Fault(Fault::Full)), "{refused:?}");
    assert!(acknowledged.len() > 10, "{}", acknowledged.len());
    assert!(std::fs::metadata(embedded.file()).expect("the file").len() <= 512 * KIB);

    // Full is full, for everybody, and reading goes on.
    let again = store.append(opening(case(1), "Another", day(1))).await;
    assert!(matches!(again, Err(AppendError::Fault(Fault::Full))), "{again:?}");
    let many = futures_of(&store, 8).await;
    assert!(many.iter().all(|outcome| matches!(outcome, Err(AppendError::Fault(Fault::Full)))), "{many:?}");
    all_are_there(&store, &acknowledged).await;

    // Room again, while the store is open: the limit's database shrinks by what is removed from it.
    let freed = acknowledged.split_off(acknowledged.len() - 4);
    remove(&embedded, &freed).await;
    store.append(opening(case(1), "Another", day(1))).await.expect("there is room again");
    acknowledged.push(case(1));
    all_are_there(&store, &acknowledged).await;
    store.close().await;

    // And with a higher limit.
    let raised = Options { size_bytes_max: Some(1024 * KIB) };
    let store = Store::open_with(&embedded.location(), &root(), raised).await.expect("it opens");
    for n in 2..8 {
        store.append(opening(case(n), "Another", day(1))).await.expect("there is room again");
        acknowledged.push(case(n));
    }
    all_are_there(&store, &acknowledged).await;
    store.close().await;
}

async fn futures_of(store: &Store, count: u8) -> Vec<Result<store::Head, AppendError>> {
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..count {
        let store = store.clone();
        tries.spawn(async move { store.append(opening(case(100 + n), "Another", day(1))).await });
    }
    tries.join_all().await
}

/// Every acknowledged case is whole, and nothing else is there.
async fn all_are_there(store: &Store, acknowledged: &[CaseId]) {
    for case in acknowledged {
        assert!(store.load(*case).await.expect("no fault").is_some(), "{case}");
    }
    let verification = store.verify().await.expect("no fault");
    assert_eq!(verification.problems, []);
    assert_eq!(verification.cases, acknowledged.len() as u64);
}

/// Another program on the same file removes cases whole.
async fn remove(embedded: &Embedded, cases: &[CaseId]) {
    use sqlx::Connection as _;
    let url = format!("sqlite://{}", embedded.file().display());
    let mut file = sqlx::SqliteConnection::connect(&url).await.expect("it opens");
    for case in cases {
        for sql in [
            "DELETE FROM event WHERE case_no = (SELECT case_no FROM case_head WHERE case_id = $1)",
            "DELETE FROM blob WHERE case_no = (SELECT case_no FROM case_head WHERE case_id = $1)",
            "DELETE FROM outbox WHERE case_no = (SELECT case_no FROM case_head WHERE case_id = $1)",
            "DELETE FROM case_person WHERE case_no = (SELECT case_no FROM case_head WHERE case_id = $1)",
            "DELETE FROM case_index WHERE case_no = (SELECT case_no FROM case_head WHERE case_id = $1)",
            "DELETE FROM case_head WHERE case_id = $1",
        ] {
            sqlx::query(sql).bind(case.as_bytes().as_slice()).execute(&mut file).await.expect("it is removed");
        }
    }
    file.close().await.expect("it closes");
}
