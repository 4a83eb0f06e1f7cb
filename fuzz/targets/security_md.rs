//! Any bytes as a SECURITY.md, a security.txt and a policy file: findings with places, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let today = jiff::civil::date(2026, 11, 23);
    let context = lint::Context { file: None, repository: Some("github.com/lantern/lantern".to_owned()), today };
    let lines = u32::try_from(text.lines().count() + 1).unwrap_or(u32::MAX);
    for report in
        [lint::security_md(&text, &context), lint::security_txt(&text, &context), lint::policy_toml(&text, &context)]
    {
        assert!(report.findings.iter().all(|finding| finding.line >= 1 && finding.line <= lines));
        let _said = (report.text(), report.json(), report.sarif());
    }
});
