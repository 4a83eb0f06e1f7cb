//! The advisory in other formats: OSV against the official schema, HTML with hostile text.

use std::path::Path;

use documents::{osv, page};
use serde_json::Value;

use crate::facts::{ammonia, cosign};

#[test]
fn both_cases_are_valid_osv_by_the_official_schema() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/schemas/osv-1.7.5.json");
    let Ok(schema) = std::fs::read_to_string(&file) else {
        println!("SKIPPED: ../shared/data is not there");
        return;
    };
    let schema: Value = serde_json::from_str(&schema).unwrap();
    for advisory in [cosign(), ammonia()] {
        let record: Value = serde_json::from_str(&osv::json(&advisory).unwrap()).unwrap();
        if let Err(error) = jsonschema::validate(&schema, &record) {
            panic!("{}: {error}", advisory.slug);
        }
    }
}

#[test]
fn the_osv_record_names_every_branch_and_both_ids() {
    let record: Value = serde_json::from_str(&osv::json(&ammonia()).unwrap()).unwrap();
    assert_eq!(record.pointer("/id").unwrap(), "RUSTSEC-2025-0071");
    assert_eq!(record.pointer("/aliases/0").unwrap(), "GHSA-mm7x-qfjj-5g2c");
    let text = record.to_string();
    for version in ["3.3.1", "4.0.1", "4.1.2"] {
        assert!(text.contains(&format!(r#"{{"fixed":"{version}"}}"#)), "{text}");
    }
}

#[test]
fn hostile_text_stays_text_on_the_page() {
    let mut advisory = cosign();
    advisory.title = "<script>alert(1)</script>".to_owned();
    advisory.details = "\"><img src=x onerror=alert(1)>".to_owned();
    let html = page::standalone(&advisory);
    assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    assert!(html.contains("&#60;script&#62;") || html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn an_advisory_survives_being_kept() {
    for advisory in [cosign(), ammonia()] {
        let kept = serde_json::to_vec(&advisory).unwrap();
        assert_eq!(serde_json::from_slice::<documents::advisory::Advisory>(&kept).unwrap(), advisory);
    }
}

#[test]
fn the_page_links_the_releases_and_never_what_is_not_on_the_web_pr70() {
    let html = page::fragment(&cosign());
    assert!(html.contains(r#"<a href="https://git.example/v1.12.0" rel="noreferrer">"#), "{html}");
    assert!(html.contains("CWE-347"), "{html}");
    let mut advisory = cosign();
    for url in ["javascript:alert(1)", "https://x\"onclick=a", "on our site", "data:text/html,x", "https:///etc"] {
        for release in &mut advisory.releases {
            release.url = domain::words::Line::new(url).unwrap();
        }
        for artefact in &mut advisory.artefacts {
            artefact.url = domain::words::Line::new(url).unwrap();
        }
        let html = page::standalone(&advisory);
        assert!(!html.contains("<a "), "{url}: {html}");
        assert!(osv::json(&advisory).is_ok(), "a place in words does not keep the record from scanners: {url}");
    }
}

#[test]
fn an_advisory_without_any_number_is_still_a_valid_record() {
    let mut advisory = cosign();
    (advisory.cves, advisory.aliases, advisory.slug) = (vec![], vec![], "advisory-2022-09-14-1600".to_owned());
    let record: Value = serde_json::from_str(&osv::json(&advisory).unwrap()).unwrap();
    assert_eq!(record.pointer("/id").unwrap(), "x_advisory-2022-09-14-1600");
}
