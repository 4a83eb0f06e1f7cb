//! Transcripts from the terminal: what a person types, and what they read.

use serde_json::Value;

use crate::house::{House, said, sluice_in, text};

fn open() -> (tempfile::TempDir, House) {
    let dir = tempfile::tempdir().unwrap();
    let house = House::start(&dir.path().join("data"), &[]);
    (dir, house)
}

/// Runs a command that must succeed; what it printed.
fn ok(house: &House, arguments: &[&str]) -> String {
    let output = house.sluice(arguments);
    assert!(output.status.success(), "sluice {}: {}", arguments.join(" "), said(&output));
    said(&output)
}

/// The newest case on the board.
fn newest(house: &House) -> String {
    let board: Value = serde_json::from_str(&ok(house, &["board", "--json"])).unwrap();
    text(board.pointer("/cases/0").unwrap(), "id")
}

#[test]
fn a_first_start_needs_no_configuration_and_says_what_to_do() {
    let (_dir, house) = open();
    assert!(house.said.contains("Back it up"), "{}", house.said);
    assert!(house.said.contains("policy.toml"), "{}", house.said);
    assert!(house.set_up.is_some(), "{}", house.said);
    let token = house.first_member();
    assert_eq!(text(&token.get("/api/v1/me").unwrap(), "role"), "committee");
    let data = house.data.clone();
    house.kill();
    let again = House::start(&data, &[]);
    assert!(
        again.set_up.is_none() && !again.said.contains("Back it up"),
        "only the first start prints them: {}",
        again.said
    );
}

#[test]
fn a_report_is_sent_answered_and_read_from_the_terminal() {
    let (_dir, house) = open();
    let sent = ok(&house, &["report", "--title", "Crash on an empty file", "--body", "It ends at once."]);
    let receipt = sent
        .split_whitespace()
        .find(|word| word.starts_with("sluice-r-"))
        .unwrap_or_else(|| panic!("no receipt: {sent}"))
        .to_owned();
    let link =
        ok(&house, &["member", "invite", "--name", "Ana", "--mail", "ana@desk.example", "--organisation", "Northwind"]);
    let link = link
        .split_whitespace()
        .find(|word| word.contains("/sign-in/"))
        .unwrap_or_else(|| panic!("no link: {link}"))
        .to_owned();
    ok(&house, &["sign-in", &link]);
    let board = ok(&house, &["board"]);
    assert!(board.contains("Crash on an empty file"), "{board}");

    let case = newest(&house);
    let refused = house.sluice(&["do", &case, "acceptance"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("PR-07"), "the refusal cites the rule: {}", said(&refused));
    ok(&house, &["do", &case, "acknowledgement"]);
    ok(&house, &["do", &case, "messages", "to=reporter", "text=We look at it today."]);
    let page = ok(&house, &["case", &case]);
    assert!(page.contains("Crash on an empty file"), "{page}");

    ok(&house, &["sign-out"]);
    ok(&house, &["sign-in", &receipt]);
    let mine = ok(&house, &["my-report"]);
    assert!(mine.contains("We look at it today."), "{mine}");
}

#[test]
fn a_committee_decides_goes_away_and_remembers_who_was_on_it_from_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let house = House::start_as(domain::policy::Preset::Committee, &dir.path().join("data"), &[]);
    house.first_member();
    let invite = |name: &str| {
        let mail = format!("{name}@desk.example");
        let said = ok(&house, &["member", "invite", "--name", name, "--mail", &mail, "--organisation", name]);
        said.split_whitespace().find(|word| word.contains("/sign-in/")).unwrap().to_owned()
    };
    let (ana, _ben) = (invite("Ana"), invite("Ben"));
    assert!(ok(&house, &["committee", "roster"]).contains("Ana"), "anybody may know who answers");
    let stranger = house.sluice(&["committee", "show"]);
    assert_eq!(stranger.status.code(), Some(3), "{}", said(&stranger));
    ok(&house, &["sign-in", &ana]);
    let why = ["--reason", "She knows the parser."];
    ok(
        &house,
        &[&["committee", "nominate", "--name", "Nora", "--address", "nora@elsewhere.example"], &why[..]].concat(),
    );
    let ballots = ok(&house, &["committee", "ballots"]);
    assert!(ballots.contains("Shall Nora join the committee?") && ballots.contains("Open until"), "{ballots}");
    let committee: Value = serde_json::from_str(&ok(&house, &["committee", "show", "--json"])).unwrap();
    let number = committee.pointer("/ballots/0/ballot").unwrap().to_string();
    let record = ok(&house, &["committee", "ballot", &number]);
    assert!(record.contains("Silence is consent") && record.contains("3 members may vote."), "{record}");
    ok(&house, &["committee", "extend", &number, "--by", "P2D", "--reason", "A holiday."]);
    let past = house.sluice(&["committee", "leave", "2020-01-01", "2020-01-20"]);
    assert_eq!(past.status.code(), Some(1), "{}", said(&past));
    assert!(said(&past).contains("This begins today or later"), "{}", said(&past));
    ok(&house, &["committee", "duty", "release"]);
    let before = ok(&house, &["committee", "roster", "--at", "2020-03-03"]);
    assert!(!before.contains("Ana"), "nobody was on it then: {before}");
    let today = ok(&house, &["committee", "roster", "--at", &jiff::Zoned::now().date().to_string()]);
    assert!(today.contains("Ana") && today.contains("Ben") && !today.contains("Nora"), "{today}");
    let warned = ok(&house, &["committee", "step-down", "--yes", "--reason", "It was a good time."]);
    assert!(!warned.is_empty());
    let gone = house.sluice(&["committee", "show"]);
    assert_ne!(gone.status.code(), Some(0), "every access has ended: {}", said(&gone));
}

#[test]
fn bad_input_and_strangers_are_told_apart_by_the_exit_code() {
    let (_dir, house) = open();
    let bad = house.sluice(&["report", "--title", "two\nlines", "--body", "x"]);
    assert_eq!(bad.status.code(), Some(2), "{}", said(&bad));
    assert!(said(&bad).contains("title") && said(&bad).contains("single line"), "{}", said(&bad));
    let hidden = house.sluice(&["case", "00000000000000000000000000"]);
    assert_eq!(hidden.status.code(), Some(3), "{}", said(&hidden));
    let gone = sluice_in(&house.data, &["board"], &[("SLUICE_BASE_URL", "http://127.0.0.1:1")]);
    assert_eq!(gone.status.code(), Some(4), "{}", said(&gone));
}

#[test]
fn every_option_is_explained_and_a_wrong_one_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let explained = sluice_in(&data, &["config", "--explain"], &[]);
    assert!(said(&explained).contains("listen (or SLUICE_LISTEN)"), "{}", said(&explained));
    assert!(!data.exists(), "a question makes nothing");
    std::fs::write(dir.path().join("sluice.toml"), "lisen = \"127.0.0.1:1\"\n").unwrap();
    let wrong = sluice_in(&data, &["config"], &[]);
    assert!(!wrong.status.success() && said(&wrong).contains("did you mean `listen`"), "{}", said(&wrong));
}

#[test]
fn an_index_that_was_dropped_is_rebuilt_from_the_logs() {
    let (_dir, house) = open();
    house.report("One");
    house.report("Two");
    let data = house.data.clone();
    house.kill();
    let rebuilt = sluice_in(&data, &["rebuild"], &[]);
    assert!(said(&rebuilt).contains("2 cases"), "{}", said(&rebuilt));
    let verified = sluice_in(&data, &["verify"], &[]);
    assert!(said(&verified).contains("2 cases") && said(&verified).contains("all is well"), "{}", said(&verified));
}

#[test]
fn the_description_of_the_api_is_the_committed_one() {
    let dir = tempfile::tempdir().unwrap();
    let printed = sluice_in(&dir.path().join("data"), &["openapi"], &[]);
    let committed =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json"))
            .unwrap();
    assert_eq!(String::from_utf8_lossy(&printed.stdout).trim(), committed.trim(), "run `cargo xtask openapi`");
}
