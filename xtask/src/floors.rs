//! `cargo xtask floors`: a crate may look down, never up or sideways; so may a module inside its crate.
//!
//! Knows the plan in `floors.toml` and compares the house with it. It must not know any other rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::house::{self, Crate, File};
use crate::scan::{self, Reference};

/// The plan, as written in `floors.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    /// The floor of each crate.
    crates: BTreeMap<String, u8>,
    /// Outside crates that only these of ours may use.
    only: BTreeMap<String, Vec<String>>,
    /// Modules in floor order, lowest first: by crate, or by `crate.module` for the inside of a module.
    modules: BTreeMap<String, Vec<String>>,
}

/// What a module list is about: the inside of a crate, or of one of its modules.
struct Room<'a> {
    key: &'a str,
    base: Vec<String>,
    order: &'a [String],
}

/// Checks the house; each finding is a sentence.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let plan = plan(root)?;
    let crates = house::crates(root)?;
    let mut findings = crate_floors(&plan, &crates);
    for member in &crates {
        let files = house::sources(root, &member.dir)?;
        findings.extend(module_floors(&plan, &member.name, &files));
    }
    let names: BTreeSet<&str> = crates.iter().map(|member| member.name.as_str()).collect();
    for key in plan.modules.keys() {
        let owner = key.split('.').next().unwrap_or_default();
        if !names.contains(owner) {
            findings.push(format!("xtask/floors.toml orders the modules of `{owner}`, which is no crate of ours"));
        }
    }
    Ok(findings)
}

/// Module lists in the order that the imports of today ask for, ready to be pasted into `floors.toml`.
pub(crate) fn suggest(root: &Path) -> Result<String> {
    let mut lines = Vec::new();
    for member in house::crates(root)? {
        let files = house::sources(root, &member.dir)?;
        let bases: BTreeSet<Vec<String>> =
            files.iter().map(|file| file.module.iter().take(1).cloned().collect()).collect();
        for base in bases {
            let modules = declared(&files, &base);
            if modules.len() < 2 {
                continue;
            }
            let key: Vec<&str> = std::iter::once(member.name.as_str()).chain(base.iter().map(String::as_str)).collect();
            let (order, stuck) = lowest_first(&modules, &edges(&files, &base));
            lines.push(format!("{:?} = {order:?}", key.join(".")));
            lines.extend(stuck.iter().map(|line| format!("# in a circle: {line}")));
        }
    }
    Ok(lines.join("\n"))
}

fn plan(root: &Path) -> Result<Plan> {
    let path = root.join("xtask/floors.toml");
    let text = fs::read_to_string(&path).context("reading xtask/floors.toml")?;
    toml::from_str(&text).context("reading xtask/floors.toml")
}

fn crate_floors(plan: &Plan, crates: &[Crate]) -> Vec<String> {
    let mut findings = Vec::new();
    for member in crates {
        let name = &member.name;
        let Some(floor) = plan.crates.get(name) else {
            findings.push(format!("crate `{name}` has no floor: give it one in xtask/floors.toml"));
            continue;
        };
        for (need, other) in plan.crates.iter().filter(|(need, _)| member.needs.contains(*need)) {
            if other >= floor {
                let way = if other == floor { "sideways" } else { "up" };
                findings.push(format!(
                    "crate `{name}` (floor {floor}) depends {way} on `{need}` (floor {other}): a crate may only look down"
                ));
            }
        }
        for (need, allowed) in plan.only.iter().filter(|(need, _)| member.needs.contains(*need)) {
            if !allowed.contains(name) {
                findings
                    .push(format!("crate `{name}` depends on `{need}`, which only {} may use", allowed.join(" and ")));
            }
        }
    }
    for gone in plan.crates.keys().filter(|name| !crates.iter().any(|member| member.name == **name)) {
        if gone != "bench" {
            findings.push(format!("xtask/floors.toml gives a floor to `{gone}`, which is no crate of ours"));
        }
    }
    findings
}

fn module_floors(plan: &Plan, name: &str, files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    let nested = format!("{name}.");
    if !plan.modules.contains_key(name) && declared(files, &[]).len() > 1 {
        let modules = declared(files, &[]);
        findings.push(format!(
            "crate `{name}` has no module order: list {} in xtask/floors.toml, lowest first (`cargo xtask floors --suggest` helps)",
            modules.join(", ")
        ));
    }
    for (key, order) in plan.modules.iter().filter(|(key, _)| *key == name || key.starts_with(&nested)) {
        let base = key.split('.').skip(1).map(str::to_owned).collect();
        findings.extend(room(&Room { key, base, order }, files));
    }
    findings
}

fn room(room: &Room<'_>, files: &[File]) -> Vec<String> {
    let modules = declared(files, &room.base);
    let (key, order) = (room.key, room.order);
    let mut findings = Vec::new();
    for module in modules.iter().filter(|module| !order.contains(module)) {
        findings.push(format!(
            "module `{module}` of `{key}` is not in xtask/floors.toml: put it into the list `{key}` where it belongs, lowest first"
        ));
    }
    for gone in order.iter().filter(|name| !modules.contains(name)) {
        findings.push(format!("xtask/floors.toml lists module `{gone}` of `{key}`, which is gone"));
    }
    let floor = |name: &str| order.iter().position(|other| other == name);
    for (from, to, place) in edges(files, &room.base) {
        match to {
            Target::Module(to) => {
                if let (Some(low), Some(high)) = (floor(&from), floor(&to))
                    && high > low
                {
                    findings.push(format!("{place}: `{from}` imports up from `{to}` (order of `{key}` in xtask/floors.toml)"));
                }
            }
            Target::Root(item) => findings.push(format!(
                "{place}: `{from}` imports `{item}` from the root of `{key}`, which stands above all its modules: move it into a module below"
            )),
        }
    }
    findings
}

/// What an import leads to, once names the root only passes on are followed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Module(String),
    Root(String),
}

/// The modules directly under `base`, tests left out.
fn declared(files: &[File], base: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| file.module == base && !file.is_test) {
        for module in scan::modules(&file.source) {
            if !found.contains(&module) {
                found.push(module);
            }
        }
    }
    found
}

/// Imports between the modules directly under `base`: from, to, and the place of the import.
fn edges(files: &[File], base: &[String]) -> Vec<(String, Target, String)> {
    let modules = declared(files, base);
    let mut passed_on = BTreeMap::new();
    for file in files.iter().filter(|file| file.module == base) {
        passed_on.extend(scan::imports(&file.source, &file.module));
    }
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.module.starts_with(base) && !file.is_test) {
        let Some(from) = file.module.get(base.len()).filter(|name| modules.contains(name)) else {
            continue;
        };
        for reference in scan::references(&file.source, &file.module) {
            let target = target(&reference, base, &modules, &passed_on);
            if let Some(to) = target.filter(|to| *to != Target::Module(from.clone())) {
                found.push((from.clone(), to, format!("{}:{}", file.name, reference.line)));
            }
        }
    }
    found
}

fn target(
    reference: &Reference,
    base: &[String],
    modules: &[String],
    passed_on: &BTreeMap<String, Vec<String>>,
) -> Option<Target> {
    let inside = reference.path.strip_prefix(base).filter(|_| reference.ours)?;
    let name = inside.first()?;
    if modules.contains(name) {
        return Some(Target::Module(name.clone()));
    }
    match passed_on.get(name) {
        Some(path) => match path.strip_prefix(base).and_then(<[String]>::first) {
            Some(to) if modules.contains(to) => Some(Target::Module(to.clone())),
            _ => None,
        },
        None if passed_on.contains_key("*") => None,
        None => Some(Target::Root(name.clone())),
    }
}

/// Sorts modules so that each comes after what it imports; what cannot be sorted is told as circles.
fn lowest_first(modules: &[String], edges: &[(String, Target, String)]) -> (Vec<String>, Vec<String>) {
    let needs = |from: &String, placed: &[String]| {
        edges
            .iter()
            .filter(|(start, to, _)| start == from && matches!(to, Target::Module(to) if !placed.contains(to)))
            .map(|(start, to, place)| format!("{start} -> {to:?} at {place}"))
            .collect::<Vec<_>>()
    };
    let mut order: Vec<String> = Vec::new();
    let mut stuck = Vec::new();
    while order.len() < modules.len() {
        let waiting: Vec<&String> = modules.iter().filter(|name| !order.contains(name)).collect();
        let free = waiting.iter().find(|name| needs(name, &order).is_empty());
        let fewest = waiting.iter().min_by_key(|name| needs(name, &order).len());
        let Some(next) = free.or(fewest) else { break };
        stuck.extend(needs(next, &order));
        order.push((*next).clone());
    }
    (order, stuck)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, module: &[&str], text: &str) -> File {
        let module = module.iter().map(|part| (*part).to_owned()).collect();
        File { name: name.to_owned(), module, text: String::new(), source: scan::read(text), is_test: false }
    }

    fn plan(text: &str) -> Plan {
        toml::from_str(text).unwrap()
    }

    fn member(name: &str, needs: &[&str]) -> Crate {
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        Crate { name: name.to_owned(), dir: std::path::PathBuf::new(), needs }
    }

    #[test]
    fn a_crate_may_look_down_but_not_up_or_sideways() {
        let plan = plan("[crates]\nlow=0\nmiddle=1\nbeside=1\nhigh=2\n[only]\nsqlx=['low']\n[modules]");
        let house = |needs: &[&str]| {
            crate_floors(
                &plan,
                &[member("low", &["sqlx"]), member("middle", needs), member("beside", &[]), member("high", &[])],
            )
        };
        assert!(house(&["low", "serde"]).is_empty());
        assert!(house(&["high"]).concat().contains("depends up on `high`"));
        assert!(house(&["beside"]).concat().contains("depends sideways on `beside`"));
        assert!(house(&["sqlx"]).concat().contains("only low may use"));
    }

    #[test]
    fn a_crate_without_a_floor_is_named() {
        let plan = plan("[crates]\n[only]\n[modules]");
        assert!(crate_floors(&plan, &[member("stray", &[])]).concat().contains("crate `stray` has no floor"));
    }

    #[test]
    fn an_import_from_a_module_above_is_named_with_its_place() {
        let plan = plan("[crates]\n[only]\n[modules]\nx=['ids','case']\n'x.case'=['event','state']");
        let files = [
            file("lib.rs", &[], "pub mod ids;\npub mod case;\npub use case::event::Event;"),
            file("ids.rs", &["ids"], "use std::fmt;\nuse crate::case::event::Event;"),
            file("case.rs", &["case"], "pub mod event;\npub mod state;\nuse crate::ids::Id;"),
            file("event.rs", &["case", "event"], "use super::state::Case;"),
            file("state.rs", &["case", "state"], "use super::event::Event;\nuse crate::ids::Id;"),
        ];
        assert_eq!(
            module_floors(&plan, "x", &files),
            [
                "ids.rs:2: `ids` imports up from `case` (order of `x` in xtask/floors.toml)",
                "event.rs:1: `event` imports up from `state` (order of `x.case` in xtask/floors.toml)",
            ]
        );
    }

    #[test]
    fn a_name_that_the_root_only_passes_on_counts_where_it_lives() {
        let plan = plan("[crates]\n[only]\n[modules]\nx=['ids','case']");
        let root =
            file("lib.rs", &[], "mod ids;\nmod case;\npub use case::Case;\npub use jiff::Timestamp;\npub struct Own;");
        let below = file("ids.rs", &["ids"], "use crate::Timestamp;\nuse crate::Case;\nuse crate::Own;");
        let findings = module_floors(&plan, "x", &[root, below]);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings.concat().contains("ids.rs:2: `ids` imports up from `case`"));
        assert!(findings.concat().contains("ids.rs:3: `ids` imports `Own` from the root"));
    }

    #[test]
    fn a_module_that_is_not_listed_and_one_that_is_gone_are_named() {
        let plan = plan("[crates]\n[only]\n[modules]\nx=['ids','gone']");
        let findings = module_floors(&plan, "x", &[file("lib.rs", &[], "mod ids;\nmod fresh;")]);
        assert!(findings.concat().contains("module `fresh` of `x` is not in xtask/floors.toml"));
        assert!(findings.concat().contains("lists module `gone` of `x`, which is gone"));
    }

    #[test]
    fn a_suggested_order_puts_what_is_imported_first_and_tells_circles() {
        let modules = ["a", "b", "c"].map(str::to_owned);
        let edge = |from: &str, to: &str| (from.to_owned(), Target::Module(to.to_owned()), "f:1".to_owned());
        let (order, stuck) = lowest_first(&modules, &[edge("a", "b"), edge("b", "c")]);
        assert_eq!((order.join(" ").as_str(), stuck.len()), ("c b a", 0));
        assert_eq!(lowest_first(&modules, &[edge("a", "b"), edge("b", "a")]).1.len(), 1);
    }
}
