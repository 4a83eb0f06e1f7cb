//! Every event shape ever written still parses and prints the same. The file only grows.

use domain::case::event::Recorded;

#[test]
fn every_event_shape_ever_written_still_reads_and_prints_the_same_corpus() {
    let corpus = include_str!("../corpus/events.jsonl");
    for (number, written) in corpus.lines().enumerate() {
        let read: Recorded =
            serde_json::from_str(written).unwrap_or_else(|error| panic!("line {}: {error}", number + 1));
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "line {}", number + 1);
    }
    assert!(corpus.lines().count() >= 55, "the corpus holds every kind");
}

#[test]
fn the_corpus_holds_every_kind_of_event() {
    let corpus = include_str!("../corpus/events.jsonl");
    let source = include_str!("../../src/case/event.rs");
    let kinds = source
        .lines()
        .filter_map(|line| line.trim().split_once("=> \""))
        .filter_map(|(_, rest)| rest.strip_suffix("\","));
    for kind in kinds {
        assert!(
            corpus.contains(&format!(r#""kind":"{kind}""#)),
            "no example of {kind}: add a line to tests/corpus/events.jsonl"
        );
    }
}

#[test]
fn every_event_shape_of_the_committee_still_reads_and_prints_the_same_and_none_is_missing_corpus() {
    let corpus = include_str!("../corpus/committee.jsonl");
    for (number, written) in corpus.lines().enumerate() {
        let read: domain::committee::event::Recorded =
            serde_json::from_str(written).unwrap_or_else(|error| panic!("line {}: {error}", number + 1));
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "line {}", number + 1);
    }
    let source = include_str!("../../src/committee/event.rs");
    let kinds = source.lines().filter_map(|line| line.trim().split_once("=> \"")?.1.strip_suffix("\","));
    let missing: Vec<&str> = kinds.filter(|kind| !corpus.contains(&format!(r#""kind":"{kind}""#))).collect();
    assert_eq!(missing, [""; 0], "add a line for each to tests/corpus/committee.jsonl");
}
