//! Rules about Rust files: an opening sentence, a bearable length, honest names, and no way out of the pure crates.
//!
//! Looks at one file at a time; must not know the rest of the house.

use super::Rules;
use crate::house::File;
use crate::scan::{self, Token};

/// Rules about what a crate's file says.
pub(super) fn check(rules: &Rules, owner: &str, file: &File) -> Vec<String> {
    if file.is_test || file.module.last().is_some_and(|name| name == "tests") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let lines = file.text.lines().count().saturating_sub(file.source.test_lines);
    let excused = file.text.contains("#![expect(clippy::too_many_lines") || file.text.contains("// tidy: long-file: ");
    if lines > rules.lines_max && !excused {
        findings.push(format!(
            "{}: {lines} lines, tests left out; cut where a piece can be named without \"and\", or say why not in a line `// tidy: long-file: why`",
            file.name
        ));
    }
    for gate in rules.gate.iter().filter(|gate| gate.file != file.name) {
        let said = |call: &str| calls(&file.source.tokens, call);
        let around = gate.calls.iter().flat_map(|call| said(call));
        findings.extend(around.map(|line| format!("{}:{line}: only {} may: {}", file.name, gate.file, gate.why)));
    }
    for reference in scan::references(&file.source, &file.module).iter().filter(|reference| !reference.ours) {
        let path = reference.path.join("::");
        let names = |rule: &str| path == rule || path.strip_prefix(rule).is_some_and(|rest| rest.starts_with("::"));
        if rules.pure.iter().any(|name| name == owner)
            && let Some(rule) = rules.impure.iter().find(|rule| names(rule))
        {
            findings.push(format!(
                "{}:{}: `{path}`: `{owner}` is pure and may not name `{rule}`",
                file.name, reference.line
            ));
        }
        for (rule, allowed) in
            rules.only.iter().filter(|(rule, allowed)| names(rule) && !allowed.iter().any(|name| name == owner))
        {
            findings.push(format!("{}:{}: only {} may name `{rule}`", file.name, reference.line, allowed.join(", ")));
        }
    }
    findings
}

/// The lines where words and marks stand one after the other, as `store . load`.
fn calls(tokens: &[Token], call: &str) -> Vec<usize> {
    let wanted: Vec<&str> = call.split(' ').collect();
    let there = |some: &&[Token]| some.iter().map(|token| token.text.as_str()).eq(wanted.iter().copied());
    tokens.windows(wanted.len()).filter(there).filter_map(|some| Some(some.first()?.line)).collect()
}

/// Rules for every Rust file, tests too.
pub(super) fn names_and_openings(rules: &Rules, name: &str, text: &str) -> Vec<String> {
    let Some(path) = name.strip_suffix(".rs") else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let stem = path.rsplit('/').next().unwrap_or(path);
    if rules.file_names.iter().any(|avoid| avoid == stem) {
        findings.push(format!("{name}: a file is named for the noun inside it, not `{stem}`"));
    }
    let opening: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let sentence = opening.iter().take_while(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ");
    if opening.is_empty() {
        findings.push(format!("{name}: starts without `//!`: say what the module knows and what it must not know"));
    } else if !sentence.contains(' ') || !sentence.ends_with(['.', ':', '?']) {
        findings.push(format!("{name}: opens with `{sentence}`, which is no sentence"));
    }
    let ignored = text.lines().position(|line| line.trim_start().starts_with("#[ignore"));
    if let Some(line) = ignored {
        findings
            .push(format!("{name}:{}: an ignored test is forgotten; let it print `SKIPPED: why` and pass", line + 1));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::Gate;
    use super::*;

    fn rules() -> Rules {
        toml::from_str(
            "lines_max=3\nfile_names=['utils']\npure=['domain']\nimpure=['std::fs','tokio']\nword=[]\n[only]\n'std::env'=['app']",
        )
        .unwrap()
    }

    fn findings(owner: &str, text: &str) -> String {
        let source = scan::read(text);
        let file = File {
            name: "f.rs".to_owned(),
            module: vec!["f".to_owned()],
            text: text.to_owned(),
            source,
            is_test: false,
        };
        check(&rules(), owner, &file).join("\n")
    }

    #[test]
    fn a_pure_crate_may_not_name_the_machine_but_its_tests_may() {
        assert!(findings("domain", "use std::{fs, io};").contains("f.rs:1: `std::fs`: `domain` is pure"));
        assert!(findings("domain", "fn f() {\n tokio::spawn(g()); }").contains("f.rs:2"));
        assert_eq!(findings("domain", "// std::fs\nuse std::fsx;"), "");
        assert_eq!(findings("domain", "#[cfg(test)]\nmod tests { use std::fs; }"), "");
        assert_eq!(findings("store", "use std::fs;"), "");
    }

    #[test]
    fn the_environment_is_read_in_one_place() {
        assert!(findings("desk", "fn f() { std::env::var(\"X\"); }").contains("only app may name"));
        assert_eq!(findings("app", "use std::env;"), "");
    }

    #[test]
    fn a_call_of_the_gate_is_found_wherever_else_it_stands() {
        let mut rules = rules();
        rules.gate.push(Gate {
            calls: vec!["store . load".to_owned()],
            file: "gate.rs".to_owned(),
            why: "why".to_owned(),
        });
        let text = "fn f() {\n self.store\n  .load(case); voting.load(Ordering); }\n// store.load(x)";
        let file = |name: &str| File {
            name: name.to_owned(),
            module: vec!["f".to_owned()],
            text: text.to_owned(),
            source: scan::read(text),
            is_test: false,
        };
        assert!(check(&rules, "desk", &file("f.rs")).concat().contains("f.rs:2: only gate.rs may: why"));
        assert!(!check(&rules, "desk", &file("gate.rs")).concat().contains("only gate.rs"));
    }

    #[test]
    fn a_long_file_is_named_unless_it_says_why() {
        assert!(findings("domain", "a\nb\nc\nd\n").contains("4 lines"));
        assert_eq!(findings("domain", "a\nb\nc\n// tidy: long-file: one table\n"), "");
        assert_eq!(findings("domain", "a;\nb;\n#[cfg(test)]\nmod tests {\n}\n"), "");
    }

    #[test]
    fn every_module_opens_with_a_sentence() {
        let opening = |text: &str| names_and_openings(&rules(), "src/case.rs", text).concat();
        assert_eq!(opening("//! What a case is,\n//! and is not.\n//!\n//! More"), "");
        assert!(opening("fn f() {}").contains("starts without"));
        assert!(opening("//! Placeholder.\n").contains("no sentence"));
        assert!(opening("//! A sentence.\n#[ignore = \"slow\"]\n").contains("src/case.rs:2: an ignored test"));
        assert!(
            names_and_openings(&rules(), "src/utils.rs", "//! A sentence.").concat().contains("named for the noun")
        );
    }
}
