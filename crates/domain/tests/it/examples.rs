//! The worked examples in `policies/`: each policy of the field that we looked at can be said, and says the right figures.

use std::fs;
use std::path::PathBuf;

use domain::policy::{Policy, contradictions};
use serde_json::Value;

const NAMES: [&str; 9] =
    ["django", "envoy", "etcd", "go", "kubernetes", "linux-distros", "openstack", "rust", "sigstore"];

/// What each says, by key; the sources and the day they were looked at are at the head of each file.
const FIGURES: &[(&str, &str, &str)] = &[
    ("kubernetes", "clocks.acknowledge.within", "3bd"),
    ("kubernetes", "clocks.fix_team.within", "PT24H"),
    ("kubernetes", "clocks.fix_development.within", "P7D"),
    ("kubernetes", "distributors.0.notices", "[\"P28D\",\"P7D\",\"PT24H\"]"),
    ("kubernetes", "release_slot.at", "16:00:00"),
    ("kubernetes", "body.members_max", "9"),
    ("kubernetes", "membership.diversity", "1:1"),
    ("kubernetes", "membership.over_limit_for", "P12M"),
    ("kubernetes", "membership.inactive_after", "P2M"),
    ("kubernetes", "votes.admission.electors", "the steering committee"),
    ("kubernetes", "rotation.every", "P7D"),
    ("kubernetes", "rotation.nudges", "{\"critical\":\"P2D\",\"high\":\"P7D\",\"medium\":\"P1M\"}"),
    ("kubernetes", "slow_below_tenths", "40"),
    ("kubernetes", "tracks.1.from_tenths", "70"),
    ("etcd", "clocks.acknowledge.within", "3bd"),
    ("etcd", "body.members_min", "2"),
    ("etcd", "body.members_max", "4"),
    ("etcd", "embargo.default", "P7D"),
    ("etcd", "clocks.release.within", "P21D"),
    ("etcd", "clocks.retrospective.within", "P3D"),
    ("etcd", "membership.leave.covered_from", "P14D"),
    ("etcd", "membership.inactive_after", "P1M"),
    ("sigstore", "clocks.acknowledge.within", "PT24H"),
    ("sigstore", "body.members_min", "3"),
    ("sigstore", "body.members_max", "5"),
    ("sigstore", "membership.diversity", "2:1"),
    ("sigstore", "clocks.fix_development.within", "P7D"),
    ("sigstore", "clocks.release.within", "P21D"),
    ("sigstore", "reward.paid", "false"),
    ("envoy", "clocks.acknowledge.within", "1bd"),
    ("envoy", "embargo.maximum", "P90D"),
    ("envoy", "distributors.0.notices", "[\"P21D\"]"),
    ("envoy", "distributors.0.maximum", "P28D"),
    ("envoy", "distributors.0.criteria.9", "an address that the organisation keeps, not one person"),
    ("envoy", "distributors.0.reviewed_every", "P12M"),
    ("go", "clocks.acknowledge.within", "P7D"),
    ("go", "embargo.maximum", "P90D"),
    ("go", "severity.scheme", "none"),
    ("go", "tracks.1.announced_before", "P7D"),
    ("go", "escalation.1.after", "P10D"),
    ("go", "release.latest_branches", "2"),
    ("rust", "clocks.acknowledge.within", "PT24H"),
    ("rust", "clocks.assess.within", "PT48H"),
    ("rust", "clocks.update.within", "P5D"),
    ("rust", "escalation.0.after", "PT48H"),
    ("rust", "distributors.0.notices", "[\"PT72H\"]"),
    ("django", "clocks.acknowledge.within", "3bd"),
    ("django", "distributors.0.notices", "[\"P7D\"]"),
    ("django", "embargo.maximum", "P90D"),
    ("django", "release.latest_branches", "2"),
    ("openstack", "embargo.maximum", "P90D"),
    ("openstack", "distributors.0.notices", "[\"5bd\",\"3bd\"]"),
    ("openstack", "release_slot.at", "15:00:00"),
    ("openstack", "release_slot.weekdays", "[\"tue\",\"wed\",\"thu\"]"),
    ("linux-distros", "embargo.maximum", "P14D"),
    ("linux-distros", "embargo.default", "P7D"),
];

fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../policies/{name}.toml"));
    fs::read_to_string(path).unwrap()
}

fn policy(name: &str) -> Policy {
    Policy::parse(&text(name)).map_err(|error| format!("{name}: {error}")).unwrap()
}

#[test]
fn every_example_can_be_said_can_be_kept_and_survives_being_written() {
    for name in NAMES {
        let policy = policy(name);
        assert_eq!(contradictions(&policy), [], "{name}");
        assert_eq!(Policy::parse(&policy.to_toml()).unwrap(), policy, "{name}");
    }
}

#[test]
fn every_example_says_where_its_figures_were_looked_at_and_when() {
    for name in NAMES {
        let text = text(name);
        let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(head.contains("Checked on 2026-") && head.contains("assumed"), "{name}: {head}");
    }
}

#[test]
fn every_figure_is_the_one_its_source_says() {
    for (name, path, figure) in FIGURES {
        let json = serde_json::to_value(policy(name)).unwrap();
        let found = json.pointer(&format!("/{}", path.replace('.', "/")));
        let found = found.map(|found| match found {
            Value::String(text) => text.clone(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => found.to_string(),
        });
        assert_eq!(found.as_deref(), Some(*figure), "{name}: {path}");
    }
}
