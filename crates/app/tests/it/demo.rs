//! The demo is the main job on real input: ten files, real mail, and a log that verifies.

use std::path::Path;

use serde_json::Value;

use crate::house::{said, sluice_in, text};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_demo_leaves_its_files_and_the_log_shows_the_seven_hours() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let place = out.display().to_string();
    let output = sluice_in(&dir.path().join("unused"), &["demo", "--once", "--out", &place], &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("7 h 17 min"), "{}", said(&output));

    for case in ["cosign", "ammonia"] {
        let at = |name: &str| out.join(case).join(name);
        let timeline: Value = serde_json::from_str(&read(&at("timeline.json"))).unwrap();
        assert!(timeline.get("events").and_then(Value::as_array).is_some_and(|events| events.len() > 15), "{case}");
        let osv: Value = serde_json::from_str(&read(&at("advisory.osv.json"))).unwrap();
        assert!(osv.get("affected").is_some(), "{case}");
        assert!(read(&at("advisory.html")).contains("<html"), "{case}");
        assert!(read(&at("retrospective.md")).starts_with('#'), "{case}");
        let announcement = read(&at("announcement.eml"));
        for mark in ["$", "<!--", "{{"] {
            assert!(!announcement.contains(mark), "{case}: `{mark}` is left in the announcement");
        }
    }
    let osv: Value = serde_json::from_str(&read(&out.join("cosign/advisory.osv.json"))).unwrap();
    assert_eq!(text(&osv, "id"), "CVE-2022-36056");
    assert!(read(&out.join("cosign/timeline.json")).contains("7 h 17 min"));
    assert!(read(&out.join("cosign/retrospective.md")).contains("7 h 17 min"));
    let announcement = read(&out.join("cosign/announcement.eml"));
    assert!(
        announcement.contains("Subject: Security release of sigstore/cosign 1.12.0 is now available"),
        "{announcement}"
    );
    let letters = std::fs::read_dir(out.join("letters")).unwrap().count();
    assert!(letters > 10, "{letters} letters");

    let verified = sluice_in(&out.join("data"), &["verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(said(&verified).contains("all is well"), "{}", said(&verified));
}

#[test]
fn letters_to_participants_carry_a_link_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let output = sluice_in(&dir.path().join("unused"), &["demo", "--once", "--out", &out.display().to_string()], &[]);
    assert!(output.status.success(), "{}", said(&output));
    let secrets = [
        "verify-blob",
        "bundle",
        "CVE-2022-36056",
        "another tenant",
        "GHSA",
        "log lines",
        "CWE",
        "5.5",
        "rita@",
        "Rita",
    ];
    for entry in std::fs::read_dir(out.join("letters")).unwrap() {
        let mail = read(&entry.unwrap().path());
        let is_public = mail.contains("To: announce@")
            || mail.contains("To: dev@")
            || mail.contains("To: <announce@")
            || mail.contains("To: <dev@");
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        if !is_public {
            for secret in secrets {
                let to_rita = secret.eq_ignore_ascii_case("rita@") && head.contains("rita@reporter.example");
                assert!(
                    !body.contains(secret) && (to_rita || !head.contains(secret)),
                    "`{secret}` is in a letter:\n{mail}"
                );
            }
        }
    }
}
