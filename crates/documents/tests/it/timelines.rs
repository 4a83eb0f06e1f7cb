//! A case's timeline as JSON (PR-03, PR-84).

use documents::timeline_json::timeline_json;
use documents::words::Names;
use expect_test::expect;

use crate::story::{at, names, view};

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn the_timeline_as_json_holds_events_clocks_and_spans_and_is_the_same_twice() {
    let (view, now) = (view("2022-09-18T00:00:00Z"), at("2022-09-18T00:00:00Z"));
    let timeline = timeline_json(&view, &names(), now);
    assert_eq!(timeline, timeline_json(&view, &names(), now));
    assert_eq!(timeline.pointer("/spans/fix_public_before_release").unwrap(), "PT7H17M22S");
    let spans = timeline.pointer("/spans_in_words").unwrap().to_string();
    assert!(spans.contains("The fix was readable in public for 7 h 17 min before a release carried it."), "{spans}");
    expect![[r#"
        {
          "at": "2022-08-31T15:00:00Z",
          "by": "the committee",
          "kind": "report_acknowledged",
          "seq": 4,
          "words": "Ana Arroyo sent the first answer."
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(timeline.pointer("/events/3").unwrap()).unwrap());
    expect![[r#"
        [
          {
            "clock": "acknowledge",
            "due": "2022-09-01T09:00:00Z",
            "from": "2022-08-31T09:00:00Z",
            "met_at": "2022-08-31T15:00:00Z",
            "name": "First answer",
            "state": "met",
            "words": "done on 2022-08-31 15:00 UTC, in time"
          },
          {
            "clock": "fix_team",
            "due": "2022-09-01T09:00:00Z",
            "from": "2022-08-31T09:00:00Z",
            "met_at": "2022-09-01T12:00:00Z",
            "name": "Fix team at work",
            "state": "met late",
            "words": "done on 2022-09-01 12:00 UTC, 3 h after it was due"
          },
          {
            "clock": "fix_development",
            "due": "2022-09-07T09:00:00Z",
            "from": "2022-08-31T09:00:00Z",
            "met_at": "2022-09-06T12:00:00Z",
            "name": "Fix ready",
            "state": "met",
            "words": "done on 2022-09-06 12:00 UTC, in time"
          },
          {
            "clock": "release",
            "due": "2022-09-21T09:00:00Z",
            "from": "2022-08-31T09:00:00Z",
            "met_at": "2022-09-14T16:00:00Z",
            "name": "Release and advisory",
            "state": "met",
            "words": "done on 2022-09-14 16:00 UTC, in time"
          },
          {
            "clock": "publish_gap",
            "due": "2022-09-15T08:37:41Z",
            "from": "2022-09-14T08:37:41Z",
            "met_at": "2022-09-14T16:00:00Z",
            "name": "Advisory after the merge",
            "state": "met",
            "words": "done on 2022-09-14 16:00 UTC, in time"
          },
          {
            "clock": "retrospective",
            "due": "2022-09-17T16:00:00Z",
            "from": "2022-09-14T16:00:00Z",
            "met_at": "2022-09-17T18:30:00Z",
            "name": "Retrospective",
            "state": "met late",
            "words": "done on 2022-09-17 18:30 UTC, 2 h 30 min after it was due"
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(timeline.pointer("/clocks").unwrap()).unwrap());
    let unnamed = timeline_json(&view, &Names::new(), now).to_string();
    assert!(!unnamed.contains("Ana"), "{unnamed}");
}
