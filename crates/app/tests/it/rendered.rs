//! What our policy files render to, as a linter of others' documents reads it.

use std::path::Path;

use documents::policy_page;
use domain::policy::{Policy, Preset};
use lint::{Context, Met, security_md};

fn context() -> Context {
    Context { file: None, repository: None, today: jiff::civil::date(2026, 11, 23) }
}

/// A preset as a project fills it in, and as it is read by others.
fn filled(preset: Preset) -> Policy {
    let text =
        preset.text().replace("example.org", "lantern.dev").replace("https://git.example/", "https://git.lantern.dev/");
    Policy::parse(&text.replace("Example", "Lantern").replace("example/example", "lantern/lantern")).unwrap()
}

#[test]
fn a_preset_once_filled_in_renders_to_a_page_with_nothing_to_mend() {
    for preset in [Preset::Committee, Preset::Solo] {
        let report = security_md(&policy_page::security_md(&filled(preset)), &context());
        assert_eq!(report.findings, [], "{preset:?}: {}", report.text());
        for met in ["OSPS-VM-01.01", "OSPS-VM-02.01", "OSPS-VM-03.01", "scorecard-security-policy"] {
            let criterion = report.criteria.iter().find(|criterion| criterion.id == met).unwrap();
            assert_eq!(criterion.met, Met::Yes, "{preset:?}: {met}");
        }
    }
}

#[test]
fn an_archived_preset_renders_to_a_page_that_is_honest_about_it_pr88() {
    for preset in [Preset::Committee, Preset::Solo] {
        let mut policy = filled(preset);
        policy.project.lifecycle = domain::policy::Lifecycle::Archived;
        let report = security_md(&policy_page::security_md(&policy), &context());
        assert_eq!(report.findings, [], "{preset:?}: {}", report.text());
    }
}

#[test]
fn the_examples_of_the_field_render_to_pages_with_nothing_to_mend() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let policy = Policy::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let report = security_md(&policy_page::security_md(&policy), &context());
        assert_eq!(report.findings, [], "{}: {}", path.display(), report.text());
    }
}
