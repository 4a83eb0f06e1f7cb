//! A policy file on its way: made, checked, explained, compared, rendered. No desk runs.

use std::io::{Read as _, Write as _};
use std::process::Output;

use crate::house::{House, said, sluice_in};

struct Bench(tempfile::TempDir);

impl Bench {
    fn run(&self, arguments: &[&str]) -> Output {
        sluice_in(&self.0.path().join("data"), arguments, &[])
    }

    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn refuses(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }
}

const NEW: [&str; 13] = [
    "policy",
    "new",
    "--name",
    "The \"Lantern\"",
    "--organisation",
    "lantern",
    "--repository",
    "https://git.example/lantern/lantern",
    "--contact",
    "security@lantern.example",
    "--announce",
    "news@lantern.example",
    "--preset",
];

#[test]
fn a_new_policy_names_the_project_and_nothing_of_the_preset_is_left_in() {
    let bench = Bench(tempfile::tempdir().unwrap());
    for preset in ["solo", "committee"] {
        let file = format!("{preset}.toml");
        bench.says(&[&NEW[..], &[preset, "--out", &file]].concat());
        let rendered = bench.says(&["policy", "render", &file]);
        assert!(
            rendered.contains("# Security policy of The \"Lantern\"") && rendered.contains("security@lantern.example")
        );
        assert!(!rendered.contains("security@example.org") && !rendered.contains("announce@example.org"), "{rendered}");
        let checked = bench.says(&["policy", "check", &file]);
        assert!(checked.contains("First answer"), "assumed, and nobody confirmed it: {checked}");
    }
    let changed = bench.run(&["policy", "diff", "solo.toml", "committee.toml"]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(said(&changed).contains("Fix ready: within 7 days instead of 14 days."), "{}", said(&changed));
    assert!(bench.says(&["policy", "diff", "solo.toml", "solo.toml"]).contains("the same"));
}

#[test]
fn a_policy_is_explained_and_rendered_for_machines() {
    let bench = Bench(tempfile::tempdir().unwrap());
    bench.says(&[&NEW[..], &["committee"]].concat());
    let page = bench.says(&["policy", "explain", "policy.toml"]);
    assert!(page.contains("Fix team at work") && page.contains("within 24 hours of the report"), "{page}");
    assert!(bench.says(&["policy", "explain", "policy.toml", "--svg"]).starts_with("<svg"));
    let insights = bench.says(&["policy", "render", "policy.toml", "--as", "insights"]);
    assert!(insights.contains("  name: \"The \\\"Lantern\\\"\"\n"), "{insights}");
    let contact = bench.says(&[
        "policy",
        "render",
        "policy.toml",
        "--as",
        "security-txt",
        "--desk",
        "https://desk.example/",
        "--expires",
        "2100-01-01",
    ]);
    assert_eq!(
        contact,
        "Contact: https://desk.example/report\nContact: mailto:security@lantern.example\nExpires: 2100-01-01T00:00:00Z\n\
         Canonical: https://desk.example/.well-known/security.txt\nPolicy: https://desk.example/policy\nPreferred-Languages: en\n"
    );
    let over = bench.refuses(&["policy", "render", "policy.toml", "--as", "security-txt", "--expires", "2001-01-01"]);
    assert!(over.contains("--expires"), "{over}");
}

#[test]
fn what_is_missing_or_wrong_is_said_and_nothing_is_replaced() {
    let bench = Bench(tempfile::tempdir().unwrap());
    let unsaid = bench.refuses(&["policy", "new", "--preset", "solo"]);
    assert!(unsaid.contains("--name"), "{unsaid}");
    let file = bench.0.path().join("policy.toml");
    std::fs::write(&file, "version = \"1\"\n[projct]\n").unwrap();
    assert!(bench.refuses(&[&NEW[..], &["solo"]].concat()).contains("stays as it is"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "version = \"1\"\n[projct]\n");
    let wrong = bench.refuses(&["policy", "check", "policy.toml"]);
    assert!(wrong.contains("line 2, column 2: `projct` is no key here; did you mean `project`?"), "{wrong}");
    bench.says(&[&NEW[..], &["committee", "--out", "late.toml"]].concat());
    let late = bench.0.path().join("late.toml");
    let text = std::fs::read_to_string(&late).unwrap().replace("maximum = \"P90D\"", "maximum = \"P14D\"");
    std::fs::write(&late, text).unwrap();
    let wrong = bench.refuses(&["policy", "check", "late.toml"]);
    assert!(wrong.contains("`clocks.release` is due after the latest end of secrecy."), "{wrong}");
    assert!(bench.refuses(&["policy", "explain", "nowhere.toml"]).contains("nowhere.toml"));
}

#[test]
fn any_security_md_is_linted_and_a_build_stops_on_it() {
    let bench = Bench(tempfile::tempdir().unwrap());
    let copied =
        "# Security\n\nMail [email protected] or see https://github.com/sigstore/cosign/security/advisories/new.\n";
    std::fs::write(bench.0.path().join("SECURITY.md"), copied).unwrap();
    let told = bench.refuses(&["policy", "lint", "SECURITY.md", "--repository", "github.com/lantern/lantern"]);
    for rule in ["address-scrambled", "foreign-link", "acknowledgement-time-missing", "OSPS-VM-"] {
        assert!(told.contains(rule), "`{rule}` is not in {told}");
    }
    let machine = bench.run(&["policy", "lint", "SECURITY.md", "--format", "sarif"]);
    assert_eq!(machine.status.code(), Some(1));
    let sarif: serde_json::Value = serde_json::from_slice(&machine.stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().any(|found| found["ruleId"] == "address-scrambled"));
    bench.says(&[&NEW[..], &["committee"]].concat());
    let rendered = bench.says(&["policy", "render", "policy.toml"]);
    std::fs::write(bench.0.path().join("SECURITY.md"), rendered).unwrap();
    let quiet = bench.says(&["policy", "lint", "SECURITY.md", "--repository", "git.example/lantern/lantern"]);
    assert!(quiet.contains("0 errors, 0 warnings"), "{quiet}");
    assert!(bench.says(&["policy", "lint", "policy.toml", "--format", "json"]).starts_with("[]"));
}

/// A page as a stranger's browser gets it.
fn page(house: &House, path: &str) -> String {
    let address = house.base_url.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn another_policy_is_told_at_the_start_and_the_public_page_says_since_when() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    House::start(&data, &[]).kill();
    let file = data.join("policy.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let stricter =
        text.replacen("version = \"1\"", "version = \"2\"", 1).replacen("within = \"P14D\"", "within = \"P10D\"", 1);
    std::fs::write(&file, &stricter).unwrap();
    let house = House::start(&data, &[]);
    assert!(house.said.contains("Fix ready: within 10 days instead of 14 days."), "{}", house.said);
    let page = page(&house, "/policy");
    for part in ["Version 2, in force since", "What changed, and when", "Version: 2 instead of 1."] {
        assert!(page.contains(part), "`{part}` is not in {page}");
    }
    house.kill();
    // A comment changes nothing that is in force.
    std::fs::write(&file, format!("# Ours\n{stricter}")).unwrap();
    let house = House::start(&data, &[]);
    assert!(!house.said.contains("Another policy"), "{}", house.said);
    house.kill();
}

#[test]
fn a_preset_is_rendered_without_a_file_and_a_role_gets_its_own_list() {
    let bench = Bench(tempfile::tempdir().unwrap());
    assert!(bench.says(&["policy", "render", "--preset", "solo"]).starts_with("# Security policy of Example"));
    let list = ["policy", "render", "--preset", "committee", "--as", "checklists"];
    let all = bench.says(&list);
    assert!(all.contains("## For the fix team") && all.contains("- [ ] Send the reporter a first answer"), "{all}");
    let one = bench.says(&[&list[..], &["--for", "fix-team"]].concat());
    assert!(one.contains("- [ ] Accept the terms") && !one.contains("a first answer"), "{one}");
    let page = bench.says(&["policy", "render", "--preset", "solo", "--as", "checklists-html", "--for", "maintainer"]);
    assert!(page.contains("<input type=\"checkbox\">") && !page.contains("For reporters"), "{page}");
    let nobody = bench.refuses(&["policy", "render", "--preset", "solo", "--as", "checklists", "--for", "fix-team"]);
    assert!(nobody.contains("--for maintainer"), "{nobody}");
    let mixed = bench.refuses(&["policy", "render", "--preset", "solo", "--for", "reporter"]);
    assert!(mixed.contains("--as checklists"), "{mixed}");
    bench.refuses(&["policy", "render"]);
}
