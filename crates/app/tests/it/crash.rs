//! Nothing that was acknowledged is ever lost: the desk is killed two hundred times while reports come in.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

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
            std::thread::sleep(Duration::from_millis(3 + kill * 7 % 41));
            over.store(true, Ordering::SeqCst);
            kill_now(&house);
        });
    }
    let receipts = receipts.into_inner().unwrap();
    assert!(receipts.len() > 200, "only {} reports were acknowledged; the test shows nothing", receipts.len());
    let house = House::start(&data, &[]);
    for receipt in &receipts {
        let page = house.session(receipt).get("/api/v1/report");
        assert!(page.is_ok(), "an acknowledged report is gone: {page:?}");
    }
    house.kill();
    let verified = sluice_in(&data, &["verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
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
