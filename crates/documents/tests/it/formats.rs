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
