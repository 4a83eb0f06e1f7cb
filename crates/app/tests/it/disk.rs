//! A full disk: the write is refused, nothing acknowledged is lost, and the desk recovers by itself.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::house::{House, said, sluice_in, text};

/// A small file system of its own, unmounted when dropped.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    /// Eight MiB in memory; `None` where mounting is not allowed.
    fn mount(at: &'a Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(at).output().ok()?;
        mounted.status.success().then_some(Self(at))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_refuses_and_recovers_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mount = dir.path().join("disk");
    let Some(_disk) = Disk::mount(&mount) else {
        println!("SKIPPED: mounting a small file system is not allowed here");
        return;
    };
    let data = mount.join("data");
    let house = House::start(&data, &[]);
    let first = house.report("Before the disk is full");
    let ballast = mount.join("ballast");
    // Fills what is left; the short write at the end is the point.
    let _full = std::fs::write(&ballast, vec![7; 8 << 20]);
    let body = json!({ "title": "While it is full", "body": "x".repeat(60_000) });
    let (mut kept, mut refusals) = (vec![first], 0);
    for _ in 0..60 {
        match house.anybody().post("/api/v1/reports", &body) {
            Ok(answer) => kept.push(text(&answer, "receipt")),
            Err(trouble) => {
                refusals += 1;
                assert_eq!(trouble.exit_code(), 4, "a fault, and said so: {trouble}");
            }
        }
    }
    assert!(refusals > 0, "the disk was never full");
    std::fs::remove_file(&ballast).unwrap();
    kept.push(house.report("After it was emptied"));
    for receipt in &kept {
        house.session(receipt).get("/api/v1/report").unwrap();
    }
    house.kill();
    let verified = sluice_in(&data, &["verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn a_database_told_not_to_grow_refuses_and_keeps_what_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let limit = [("SLUICE_DATABASE_BYTES_MAX", "2000000")];
    let house = House::start(&data, &limit);
    let body = json!({ "title": "One of many", "body": "x".repeat(60_000) });
    let mut kept = Vec::new();
    let refused = (0..60).any(|_| match house.anybody().post("/api/v1/reports", &body) {
        Ok(answer) => {
            kept.push(text(&answer, "receipt"));
            false
        }
        Err(_refused) => true,
    });
    assert!(refused && !kept.is_empty(), "{} were kept", kept.len());
    house.kill();
    let house = House::start(&data, &[]);
    for receipt in &kept {
        house.session(receipt).get("/api/v1/report").unwrap();
    }
    house.report("It grows again");
}
