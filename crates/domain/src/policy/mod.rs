//! The policy file: what a project promises and demands, as data.
//!
//! Knows the typed sections of one TOML file. It sets parameters of a process whose stages are fixed; it is not a workflow
//! language. Must not know any case.

mod adjustment;
mod body;
mod channel;
mod clock_kind;
mod contradiction;
mod distributor;
mod duty;
mod embargo;
mod file;
mod grading;
mod knowledge;
mod membership;
mod mode;
mod place;
mod presets;
mod project;
mod ratio;
mod release;
mod reporters;
mod rule;
mod strength;
mod vote;

pub use adjustment::{Adjustment, MoveFactor};
pub use body::{Body, BodyKind};
pub use channel::{Carries, Channel};
pub use clock_kind::{Anchor, ClockKind, ClockRule, Owner};
pub use contradiction::{Contradiction, contradictions};
pub use distributor::Distributors;
pub use duty::{Duty, Rotation};
pub use embargo::{EmbargoStart, EmbargoTerms};
pub use file::{BadPolicy, Policy};
pub use grading::{Grading, Level, Scheme, Track};
pub use knowledge::{Group, NeedToKnow};
pub use membership::{Leave, Membership, Nominator};
pub use mode::{CaseMode, ModeRule, Pace};
pub use place::place_of;
pub use presets::{Filling, Preset, committee, solo};
pub use project::{Lifecycle, Project};
pub use ratio::{NotARatio, Proportion, Ratio, Share};
pub use release::{ArtefactCheck, Branch, Identifiers, ReleaseRules};
pub use reporters::{Credit, Escalation, RetrospectiveRules, Reward, Scope, Templates};
pub use rule::Rule;
pub use strength::{Force, Origin, RuleSetting};
pub use vote::{Ballot, Method, Vote};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = Preset::Solo.text().replacen("version = ", "versoin = ", 1);
        let error = Policy::parse(&text).unwrap_err();
        assert_eq!(error.message, "`versoin` is no key here; did you mean `version`?");
        assert!(error.line > 1, "{error}");
    }

    #[test]
    fn a_policy_survives_the_log() {
        for policy in [committee(), solo()] {
            let json = serde_json::to_string(&policy).unwrap();
            assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
        }
    }
}
