//! Stories that need more than one module, or the official schemas beside the checkout.

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::cvss::{CvssVector, CvssVersion, NotACvssVector, Rating, Score};
use crate::osv::{
    Affected, Credit, CreditKind, DatabaseSpecific, ECOSYSTEMS, End, NotOsv, OsvId, PREFIXES, Package, Range, Record,
    Reference, ReferenceKind, Span, affected_of,
};

/// OSV's schema out of the reference data beside the checkout; says so when it is not there.
fn osv_schema() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/schemas/osv-1.7.5.json");
    let schema = std::fs::read(path).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap());
    if schema.is_none() {
        println!("SKIPPED: ../shared/data is not there");
    }
    schema
}

fn assert_valid(schema: &Value, record: &Record) {
    let json: Value = serde_json::from_str(&record.to_json().unwrap()).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{json:#}");
}

fn time(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn owned(text: &str) -> String {
    text.to_owned()
}

/// The published facts of a case with everything a record can hold.
fn cosign() -> Record {
    let ranges = ["Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0".parse().unwrap()];
    let mut affected = affected_of(&ranges);
    affected.push(Affected {
        package: None,
        ranges: vec![Range::Git {
            repo: owned("https://github.com/sigstore/cosign"),
            span: Span { introduced: owned("0"), end: End::Fixed(owned("80b79ed8b4d28ccbce3d279fd273606b5cddcc25")) },
        }],
        versions: vec![],
    });
    Record {
        published: Some(time("2022-09-14T16:00:00Z")),
        aliases: vec!["GHSA-8gw7-4j42-w388".parse().unwrap()],
        summary: Some(owned("verify-blob accepts a bundle that does not belong to the signature")),
        details: Some(owned("A bundle is accepted although its log entry does not refer to the signature.\n")),
        severity: vec!["CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N".parse().unwrap()],
        affected,
        references: vec![Reference {
            kind: ReferenceKind::Fix,
            url: owned("https://github.com/sigstore/cosign/commit/80b79ed8b4d28ccbce3d279fd273606b5cddcc25"),
        }],
        credits: vec![Credit { name: owned("Ada"), contact: vec![], kind: Some(CreditKind::RemediationDeveloper) }],
        database_specific: DatabaseSpecific {
            cwe_ids: vec!["CWE-347".parse().unwrap()],
            severity: Some(Rating::Medium),
        },
        ..Record::new("CVE-2022-36056".parse().unwrap(), time("2022-09-16T19:13:13Z"))
    }
}

const COSIGN: &str = r#"{
  "schema_version": "1.7.5",
  "id": "CVE-2022-36056",
  "modified": "2022-09-16T19:13:13Z",
  "published": "2022-09-14T16:00:00Z",
  "aliases": [
    "GHSA-8gw7-4j42-w388"
  ],
  "summary": "verify-blob accepts a bundle that does not belong to the signature",
  "details": "A bundle is accepted although its log entry does not refer to the signature.\n",
  "severity": [
    {
      "type": "CVSS_V3",
      "score": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N"
    }
  ],
  "affected": [
    {
      "package": {
        "ecosystem": "Go",
        "name": "github.com/sigstore/cosign"
      },
      "ranges": [
        {
          "type": "SEMVER",
          "events": [
            {
              "introduced": "0"
            },
            {
              "fixed": "1.12.0"
            }
          ]
        }
      ]
    },
    {
      "ranges": [
        {
          "type": "GIT",
          "repo": "https://github.com/sigstore/cosign",
          "events": [
            {
              "introduced": "0"
            },
            {
              "fixed": "80b79ed8b4d28ccbce3d279fd273606b5cddcc25"
            }
          ]
        }
      ]
    }
  ],
  "references": [
    {
      "type": "FIX",
      "url": "https://github.com/sigstore/cosign/commit/80b79ed8b4d28ccbce3d279fd273606b5cddcc25"
    }
  ],
  "credits": [
    {
      "name": "Ada",
      "type": "REMEDIATION_DEVELOPER"
    }
  ],
  "database_specific": {
    "cwe_ids": [
      "CWE-347"
    ],
    "severity": "MODERATE"
  }
}
"#;

#[test]
fn an_osv_record_prints_these_bytes_and_no_others() {
    assert_eq!(cosign().to_json().unwrap(), COSIGN);
}

#[test]
fn osv_records_satisfy_the_official_schema() {
    let Some(schema) = osv_schema() else { return };
    assert_valid(&schema, &cosign());
    let several = ["cargo:ammonia 0 fixed 3.3.1", "cargo:ammonia 4.0.0 fixed 4.0.1", "cargo:ammonia 4.1.0 last 4.1.1"];
    let several = Record {
        withdrawn: Some(time("2025-09-21T00:00:00Z")),
        related: vec!["GHSA-mm7x-qfjj-5g2c".parse().unwrap()],
        upstream: vec!["x_ours-1".parse().unwrap()],
        affected: affected_of(&several.map(|line| line.parse().unwrap())),
        severity: vec!["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N".parse().unwrap()],
        credits: vec![Credit { name: owned("B"), contact: vec![owned("https://example.org/b")], kind: None }],
        ..Record::new("RUSTSEC-2025-0071".parse().unwrap(), time("2025-09-21T00:00:00.5Z"))
    };
    assert_eq!(several.affected.len(), 1, "the three ranges of one package stand together");
    assert_valid(&schema, &several);
    assert_valid(&schema, &Record::new("CVE-2022-36056".parse().unwrap(), time("2022-09-14T16:00:00Z")));
}

#[test]
fn the_official_schema_refuses_what_our_types_cannot_write() {
    let Some(schema) = osv_schema() else { return };
    let validator = jsonschema::options().build(&schema).unwrap();
    for (from, to) in [
        (r#""fixed": "1.12.0""#, r#""fixed": "1.12.0"}, {"last_affected": "1.11.1""#),
        (r#""introduced": "0""#, r#""limit": "0""#),
        ("80b79ed8b4d28ccbce3d279fd273606b5cddcc25\"\n            }", "80b79ed\"\n            }"),
        ("\"Go\"", "\"Golang\""),
        ("CVE-2022-36056", "EXAMPLE-1"),
    ] {
        let wrong: Value = serde_json::from_str(&COSIGN.replacen(from, to, 1)).unwrap();
        assert!(!validator.is_valid(&wrong), "{from} -> {to}");
    }
}

#[test]
fn the_names_we_know_are_the_official_schemas_own() {
    let Some(schema) = osv_schema() else { return };
    let pattern = |name: &str| schema["$defs"][name]["pattern"].as_str().unwrap().to_owned();
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let theirs = |text: &str| text.split('|').map(|name| name.replace('\\', "")).collect::<Vec<_>>();
    let prefixes = theirs(&pattern("prefix").replace("^(x_|(", "").replace(")-)", ""));
    let spelled_out = |prefix: String| match prefix.as_str() {
        "SUSE-[SRFO]U" => ["SUSE-SU", "SUSE-RU", "SUSE-FU", "SUSE-OU"].map(owned).to_vec(),
        _ => vec![prefix],
    };
    let prefixes: Vec<String> = prefixes.into_iter().flat_map(spelled_out).collect();
    assert_eq!(sorted(PREFIXES.map(owned).to_vec()), sorted(prefixes));
    let ecosystems = pattern("ecosystemWithSuffix").replace("^(", "").replace(")(:.+)?$", "");
    assert_eq!(sorted(ECOSYSTEMS.map(owned).to_vec()), sorted(theirs(&ecosystems)));
}

#[test]
fn a_record_that_breaks_a_rule_is_not_printed() {
    let refused = |change: &dyn Fn(&mut Record)| {
        let mut record = cosign();
        change(&mut record);
        record.to_json().unwrap_err()
    };
    let entry = |package: Option<(&str, &str)>, ranges: Vec<Range>| Affected {
        package: package.map(|(ecosystem, name)| Package {
            ecosystem: owned(ecosystem),
            name: owned(name),
            purl: None,
        }),
        ranges,
        versions: vec![],
    };
    let open = |introduced: &str| Span { introduced: owned(introduced), end: End::Open };
    let git = |introduced: &str| Range::Git { repo: owned("https://example.org/x"), span: open(introduced) };
    let affected = |entry: Affected| refused(&|record| record.affected = vec![entry.clone()]);
    let cve: OsvId = "CVE-2022-36056".parse().unwrap();

    assert_eq!(refused(&|record| record.published = Some(time("2023-01-01T00:00:00Z"))), NotOsv::Order("published"));
    assert_eq!(refused(&|record| record.withdrawn = Some(time("2023-01-01T00:00:00Z"))), NotOsv::Order("withdrawn"));
    assert_eq!(refused(&|record| record.aliases.push(cve.clone())), NotOsv::NamedTwice(cve.clone()));
    assert_eq!(refused(&|record| record.summary = Some(owned("two\nlines"))), NotOsv::Text("summary"));
    assert_eq!(refused(&|record| record.details = Some(owned(" "))), NotOsv::Text("details"));
    assert_eq!(refused(&|record| record.severity.extend(cosign().severity)), NotOsv::Severity);
    assert_eq!(refused(&|record| record.credits[0].name = owned("")), NotOsv::Text("credits"));
    for url in ["javascript:alert(1)", "https://", "https://exa mple.org", "https:///x", "/x", "https://e.org/\u{202e}"]
    {
        assert_eq!(refused(&|record| record.references[0].url = owned(url)), NotOsv::Link(owned(url)));
    }
    assert_eq!(
        affected(entry(Some(("cargo", "x")), vec![Range::Semver(open("0"))])),
        NotOsv::Ecosystem(owned("cargo"))
    );
    assert_eq!(affected(entry(Some(("npm", "x")), vec![])), NotOsv::Affected);
    assert_eq!(affected(entry(None, vec![Range::Semver(open("0"))])), NotOsv::Affected);
    assert_eq!(affected(entry(None, vec![])), NotOsv::Affected);
    assert_eq!(affected(entry(None, vec![git("80b79ed")])), NotOsv::Version(owned("80b79ed"), "GIT"));
    assert_eq!(
        affected(entry(Some(("npm", "x")), vec![Range::Semver(open("v1.0.0"))])),
        NotOsv::Version(owned("v1.0.0"), "SEMVER")
    );
    for purl in ["pkg:npm/x@1.0.0", "npm/x", "pkg:npm/x y"] {
        let mut entry = entry(Some(("npm", "x")), vec![Range::Semver(open("0"))]);
        entry.package.as_mut().unwrap().purl = Some(owned(purl));
        assert_eq!(affected(entry), NotOsv::Purl(owned(purl)));
    }
}

#[test]
fn versions_that_are_not_semantic_are_left_to_their_ecosystem() {
    let range = |line: &str| affected_of(&[line.parse().unwrap()])[0].ranges[0].clone();
    assert!(matches!(range("npm:x 1.2.3"), Range::Semver(_)));
    assert!(matches!(range("npm:x 1.2"), Range::Ecosystem(_)));
    assert!(matches!(range("PyPI:x 1.2.3"), Range::Ecosystem(_)));
}

/// Vectors with their scores, which an independent calculator (`cvss` of the Python index) gives as well.
const SCORED: [(&str, u8, Rating, &str); 12] = [
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:P/RL:O/RC:C", 67, Rating::Medium, "CVSS 3.1"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/CR:H/MAV:L", 80, Rating::High, "CVSS 3.1"),
    ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N", 55, Rating::Medium, "CVSS 3.1"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75, Rating::High, "CVSS 3.1"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61, Rating::Medium, "CVSS 3.1"),
    ("CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31, Rating::Low, "CVSS 3.0"),
    ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100, Rating::Critical, "CVSS 3.0"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, Rating::None, "CVSS 3.1"),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100, Rating::Critical, "CVSS-B 4.0"),
    ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 73, Rating::High, "CVSS-B 4.0"),
    ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P", 64, Rating::Medium, "CVSS-BT 4.0"),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0, Rating::None, "CVSS-B 4.0"),
];

#[test]
fn vectors_have_the_scores_of_the_standard() {
    for (text, tenths, rating, name) in SCORED {
        let vector: CvssVector = text.parse().unwrap();
        assert_eq!((vector.score().tenths(), vector.rating()), (tenths, rating), "{text}");
        assert_eq!((vector.nomenclature().as_str(), vector.to_string().as_str()), (name, text));
        assert_eq!(serde_json::to_value(&vector).unwrap(), *text);
        assert_eq!(serde_json::from_value::<CvssVector>(text.into()).unwrap(), vector);
    }
}

#[test]
fn a_text_that_is_no_vector_is_told_why() {
    let why = |text: &str| text.parse::<CvssVector>().unwrap_err().to_string();
    let canonical = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N";
    for (text, reason) in [
        ("", "a CVSS vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/"),
        ("AV:L/AC:L/Au:N/C:N/I:P/A:C", "a CVSS vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/"),
        ("cvss:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N", "a CVSS vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/"),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:Q", "invalid CVSSv3 A (Availability Impact) metric: `Q`"),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N/A:N", "duplicate CVSSv3 A (Availability Impact) metric"),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/a:N", &format!("the standard writes this vector as {canonical}")),
        ("CVSS:3.1/AC:L/AV:L/PR:L/UI:N/S:U/C:N/I:H/A:N", &format!("the standard writes this vector as {canonical}")),
        (&"CVSS:3.1/".repeat(100), "this is longer than any CVSS vector"),
    ] {
        assert_eq!(why(text), reason, "{text}");
    }
    for (text, missing) in [
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H", "A"),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/I:H/A:N/RC:C", "C"),
        ("CVSS:3.0/E:P", "AV"),
    ] {
        assert_eq!(text.parse::<CvssVector>(), Err(NotACvssVector::Missing(missing)), "{text}");
    }
    for wrong in ["CVSS:4.0/AV:N", "CVSS:3.1/", "CVSS:4.0/", "CVSS:3.1/AV:L//AC:L", "CVSS:3.1/AV"] {
        assert!(matches!(wrong.parse::<CvssVector>(), Err(NotACvssVector::Metric(_))), "{wrong}");
    }
}

#[test]
fn the_bands_meet_where_first_says() {
    let rating = |tenths| Score::from_tenths(tenths).unwrap().rating();
    for (from, to, band) in [
        (0, 0, Rating::None),
        (1, 39, Rating::Low),
        (40, 69, Rating::Medium),
        (70, 89, Rating::High),
        (90, 100, Rating::Critical),
    ] {
        assert!((from..=to).all(|tenths| rating(tenths) == band), "{band}");
    }
}

#[test]
fn every_score_survives_json_and_nothing_else_is_a_score() {
    for tenths in 0..=100 {
        let score = Score::from_tenths(tenths).unwrap();
        let json = serde_json::to_string(&score).unwrap();
        assert_eq!(serde_json::from_str::<Score>(&json).unwrap(), score);
        assert_eq!(json, score.to_string());
    }
    for wrong in ["-0.1", "10.1", "5.55", "1e99", "\"5.5\"", "null"] {
        assert!(serde_json::from_str::<Score>(wrong).is_err(), "{wrong}");
    }
    assert!(Score::try_from(f64::NAN).is_err() && Score::try_from(f64::INFINITY).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_panic_and_what_parses_prints_the_same(
        text in "CVSS:[34]\\.[01](/[A-Za-z]{1,3}:[A-Za-z]){0,12}|(CVE|GHSA|GO|x_|V8)-?[a-z0-9-]{0,12}|.*"
    ) {
        if let Ok(vector) = text.parse::<CvssVector>() {
            prop_assert_eq!(vector.to_string(), text.clone());
        }
        if let Ok(id) = text.parse::<OsvId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }

    #[test]
    fn every_base_vector_of_version_three_has_one_spelling_and_a_score(
        av in "[NALP]", ac in "[LH]", pr in "[NLH]", ui in "[NR]", s in "[UC]", c in "[NLH]", i in "[NLH]", a in "[NLH]",
    ) {
        let text = format!("CVSS:3.1/AV:{av}/AC:{ac}/PR:{pr}/UI:{ui}/S:{s}/C:{c}/I:{i}/A:{a}");
        let vector: CvssVector = text.parse().unwrap();
        prop_assert_eq!(vector.version(), CvssVersion::V3_1);
        prop_assert_eq!(vector.score().tenths() == 0, [c, i, a].iter().all(|impact| impact == "N"));
        prop_assert!(text.to_lowercase().parse::<CvssVector>().is_err());
    }
}
