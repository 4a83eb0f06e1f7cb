//! Nothing that was acknowledged is ever lost: the desk is killed two hundred times while reports come in.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use store::{Location, Store};
use vault::{ReceiptCode, RootKey};

use crate::house::{House, said, sluice_in, text};

/// How often the desk is killed.
const KILLS: u64 = 200;

#[test]
fn two_hundred_kills_lose_no_acknowledged_report() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let receipts = Mutex::new(Vec::new());
    for kill in 0..KILLS {
        let house = House::start(&data, &[]);
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| report_until(&house, &over, &receipts));
            }
            // A different moment each time: in the middle of a commit, between two, before the first.
            std::thread::sleep(Duration::from_millis(10 + kill * 7 % 61));
            over.store(true, Ordering::SeqCst);
            kill_now(&house);
        });
    }
    let receipts = receipts.into_inner().unwrap();
    assert!(receipts.len() > 100, "only {} reports were acknowledged; the test shows nothing", receipts.len());
    House::start(&data, &[]).kill();
    let gone = tokio::runtime::Runtime::new().unwrap().block_on(lost(&data, &receipts));
    assert_eq!(gone, 0, "acknowledged reports are gone");
    let verified = sluice_in(&data, &["verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
}

/// How many of these receipts open no case, asked of the store itself: the doors would slow down so many questions.
async fn lost(data: &Path, receipts: &[String]) -> usize {
    let root = RootKey::from_text(&std::fs::read_to_string(data.join("root.key")).unwrap()).unwrap();
    let store = Store::open(&Location::Sqlite(data.join("sluice.db")), &root).await.unwrap();
    let mut gone = 0;
    for receipt in receipts {
        let digest = ReceiptCode::parse(receipt).unwrap().digest(store.mac_key());
        let case = store.receipt(digest).await.unwrap();
        let kept = if let Some(case) = case { store.load(case).await.unwrap().is_some() } else { false };
        gone += usize::from(!kept);
    }
    gone
}

/// Reports until told to stop; keeps the receipt of whatever was acknowledged.
fn report_until(house: &House, over: &AtomicBool, receipts: &Mutex<Vec<String>>) {
    let anybody = house.anybody();
    while !over.load(Ordering::SeqCst) {
        let sent =
            anybody.post("/api/v1/reports", &json!({ "title": "Sent while the desk dies", "body": "Still here?" }));
        if let Ok(answer) = sent {
            receipts.lock().unwrap().push(text(&answer, "receipt"));
        }
    }
}

/// `kill -9` by process id, while others still use the house.
fn kill_now(house: &House) {
    let status = std::process::Command::new("kill").args(["-9", &house.pid().to_string()]).status().unwrap();
    assert!(status.success());
}
