//! The facts of the two published cases, as a case would hold them.

use documents::advisory::Advisory;
use domain::case::facts::{Artefact, Release};
use domain::severity::{CvssVector, Rating};
use domain::words::Line;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn release(version: &str, at: &str) -> Release {
    Release {
        version: line(version),
        tag: line(&format!("v{version}")),
        url: line(&format!("https://git.example/v{version}")),
        at: at.parse().unwrap(),
    }
}

/// CVE-2022-36056, committee.
pub(crate) fn cosign() -> Advisory {
    let vector: CvssVector = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N".parse().unwrap();
    Advisory {
        slug: "cve-2022-36056".to_owned(),
        project: "cosign".to_owned(),
        organisation: "sigstore".to_owned(),
        title: "verify-blob accepts a crafted bundle".to_owned(),
        cves: vec!["CVE-2022-36056".parse().unwrap()],
        aliases: vec!["GHSA-8gw7-4j42-w388".to_owned()],
        score: Some(vector.score()),
        vector: Some(vector),
        rating: Some(Rating::Medium),
        summary: "A signature that was never logged can verify.".to_owned(),
        details: "The log entry is not compared with the signature.".to_owned(),
        affected: vec!["Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0".parse().unwrap()],
        weaknesses: vec!["CWE-347".parse().unwrap()],
        exposure: None,
        mitigation: Some("Verify with the extracted signature.".to_owned()),
        upgrade: "Install 1.12.0 or later.".to_owned(),
        check_command: "cosign version".to_owned(),
        releases: vec![release("1.12.0", "2022-09-14T15:55:03Z")],
        artefacts: vec![Artefact {
            name: line("cosign-1.12.0.tar"),
            url: line("https://git.example/cosign-1.12.0.tar"),
            sha256: line(&"ab".repeat(32)),
            built: true,
            signed: true,
            available: true,
            functional: true,
        }],
        credit: Some("Rita".to_owned()),
        published_at: "2022-09-14T16:00:00Z".parse().unwrap(),
        modified_at: "2022-09-14T16:00:00Z".parse().unwrap(),
        withdrawn_at: None,
    }
}

/// RUSTSEC-2025-0071, solo, three branches, no CVE, no score, no mitigation.
pub(crate) fn ammonia() -> Advisory {
    Advisory {
        slug: "rustsec-2025-0071".to_owned(),
        project: "ammonia".to_owned(),
        organisation: "rust-ammonia".to_owned(),
        cves: vec![],
        aliases: vec!["RUSTSEC-2025-0071".to_owned(), "GHSA-mm7x-qfjj-5g2c".to_owned()],
        vector: None,
        score: None,
        summary: "Cleaned text can turn into script again.".to_owned(),
        details: "Removing a tag left text that a browser parses as markup.".to_owned(),
        affected: [
            "crates.io:ammonia 0 fixed 3.3.1",
            "crates.io:ammonia 4.0.0 fixed 4.0.1",
            "crates.io:ammonia 4.1.0 fixed 4.1.2",
        ]
        .map(|range| range.parse().unwrap())
        .to_vec(),
        weaknesses: vec!["CWE-79".parse().unwrap()],
        exposure: Some("Only when svg or math is allowed together with a raw-text tag.".to_owned()),
        mitigation: None,
        upgrade: "Update to 3.3.1, 4.0.1 or 4.1.2.".to_owned(),
        check_command: "cargo tree --package ammonia".to_owned(),
        releases: ["3.3.1", "4.0.1", "4.1.2"].map(|version| release(version, "2025-09-21T11:30:00Z")).to_vec(),
        artefacts: vec![],
        credit: None,
        published_at: "2025-09-21T12:00:00Z".parse().unwrap(),
        modified_at: "2025-09-21T12:00:00Z".parse().unwrap(),
        ..cosign()
    }
}
