//! The registry of commands: what each asks of the desk, so that a command's right is its route's.
//!
//! A command that asks for something else than what is written here stops in every test. Knows words and routes; must not know
//! who may.

/// A command and what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CliVerb {
    /// The command's words, after `sluice`.
    pub words: &'static str,
    /// The method it asks with.
    pub method: &'static str,
    /// The route it asks.
    pub route: &'static str,
}

/// Every command that asks a desk, in the order of its words. `do` stands for each thing that can be asked of a case.
pub const VERBS: [CliVerb; 70] = [
    verb("advisories", "GET", "/api/v1/advisories"),
    verb("advisories", "GET", "/api/v1/advisories/{slug}"),
    verb("board", "GET", "/api/v1/cases"),
    verb("candidates", "GET", "/api/v1/cases/{case}/candidates"),
    verb("case", "GET", "/api/v1/cases/{case}"),
    verb("committee answer-interest", "POST", "/api/v1/committee/interest-answer"),
    verb("committee back", "POST", "/api/v1/committee/leave-end"),
    verb("committee ballot", "GET", "/api/v1/committee"),
    verb("committee ballots", "GET", "/api/v1/committee"),
    verb("committee cover", "POST", "/api/v1/committee/cover"),
    verb("committee deputy", "POST", "/api/v1/committee/deputy"),
    verb("committee duty", "POST", "/api/v1/committee/duty"),
    verb("committee extend", "POST", "/api/v1/committee/extension"),
    verb("committee hand-over", "POST", "/api/v1/committee/hand-over"),
    verb("committee here", "POST", "/api/v1/committee/here"),
    verb("committee interest", "POST", "/api/v1/committee/interest"),
    verb("committee leave", "POST", "/api/v1/committee/leave"),
    verb("committee leaving-step", "POST", "/api/v1/committee/leaving-step"),
    verb("committee log", "GET", "/api/v1/committee"),
    verb("committee nominate", "POST", "/api/v1/committee/nomination"),
    verb("committee offer-shift", "POST", "/api/v1/committee/shift-offer"),
    verb("committee other-body", "POST", "/api/v1/committee/other-body"),
    verb("committee ping", "POST", "/api/v1/committee/ping"),
    verb("committee remove", "POST", "/api/v1/committee/removal"),
    verb("committee resume", "POST", "/api/v1/committee/suspension-end"),
    verb("committee roster", "GET", "/api/v1/committee/roster"),
    verb("committee roster", "GET", "/api/v1/roster"),
    verb("committee rotation", "POST", "/api/v1/committee/rotation"),
    verb("committee show", "GET", "/api/v1/committee"),
    verb("committee stand-aside", "POST", "/api/v1/committee/standing-aside"),
    verb("committee step-down", "POST", "/api/v1/committee/stepping-down"),
    verb("committee suspend", "POST", "/api/v1/committee/suspension"),
    verb("committee take-shift", "POST", "/api/v1/committee/shift"),
    verb("committee task", "POST", "/api/v1/committee/task"),
    verb("committee vote", "POST", "/api/v1/committee/vote"),
    verb("committee withdraw", "POST", "/api/v1/committee/withdrawal"),
    verb("do", "POST", "/api/v1/cases/{case}/{noun}"),
    verb("invitation", "GET", "/api/v1/cases/{case}/invitation"),
    verb("me", "GET", "/api/v1/me"),
    verb("member change", "POST", "/api/v1/people/{person}/change"),
    verb("member invite", "POST", "/api/v1/people"),
    verb("member list", "GET", "/api/v1/people"),
    verb("member openings", "GET", "/api/v1/people/{person}/openings"),
    verb("member recovery approve", "POST", "/api/v1/people/{person}/recovery"),
    verb("member recovery begin", "POST", "/api/v1/people/{person}/recovery"),
    verb("member recovery list", "GET", "/api/v1/recoveries"),
    verb("member recovery stop", "POST", "/api/v1/people/{person}/recovery"),
    verb("member remove", "POST", "/api/v1/people/{person}/removal"),
    verb("member sign-out", "DELETE", "/api/v1/people/{person}/sessions"),
    verb("my-report", "GET", "/api/v1/report"),
    verb("passkey list", "GET", "/api/v1/passkeys"),
    verb("passkey remove", "DELETE", "/api/v1/passkeys/{passkey}"),
    verb("policy", "GET", "/api/v1/policy"),
    verb("proposal list", "GET", "/api/v1/policy-proposals"),
    verb("proposal look", "POST", "/api/v1/policy-look"),
    verb("proposal new", "POST", "/api/v1/policy-proposals"),
    verb("proposal read", "GET", "/api/v1/policy-proposals/{proposal}"),
    verb("proposal say", "POST", "/api/v1/policy-proposals/{proposal}/words"),
    verb("proposal take-back", "POST", "/api/v1/policy-proposals/{proposal}/withdrawal"),
    verb("readers", "GET", "/api/v1/cases/{case}/readers"),
    verb("report", "POST", "/api/v1/reports"),
    verb("see", "POST", "/api/v1/access-requests"),
    verb("session end", "DELETE", "/api/v1/sessions/{session}"),
    verb("session end-others", "DELETE", "/api/v1/sessions"),
    verb("session list", "GET", "/api/v1/sessions"),
    verb("sign-in", "POST", "/api/v1/session"),
    verb("sign-out", "DELETE", "/api/v1/session"),
    verb("token end", "DELETE", "/api/v1/tokens/{token}"),
    verb("token list", "GET", "/api/v1/tokens"),
    verb("token new", "POST", "/api/v1/tokens"),
];

const fn verb(words: &'static str, method: &'static str, route: &'static str) -> CliVerb {
    CliVerb { words, method, route }
}

/// Whether any command is written down as asking this.
pub(crate) fn is_registered(method: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    VERBS.iter().any(|verb| verb.method == method && fits(verb.route, path))
}

fn fits(route: &str, path: &str) -> bool {
    let (mut parts, mut asked) = (route.split('/'), path.split('/'));
    loop {
        match (parts.next(), asked.next()) {
            (None, None) => return true,
            (Some(part), Some(said)) if part == said || (part.starts_with('{') && !said.is_empty()) => {}
            (Some(_) | None, Some(_) | None) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::Subcommand as _;

    use super::*;
    use crate::Command;

    /// The words of every command that has none below it.
    fn leaves(command: &clap::Command, words: &str, all: &mut BTreeSet<String>) {
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            let words = format!("{words} {}", below.get_name()).trim().to_owned();
            if below.get_subcommands().next().is_none() {
                all.insert(words);
            } else {
                leaves(below, &words, all);
            }
        }
    }

    #[test]
    fn every_command_is_in_the_registry_and_nothing_else_is() {
        // `policy` alone stands among the program's own commands, beside `policy check`.
        let mut all = BTreeSet::from(["policy".to_owned()]);
        leaves(&Command::augment_subcommands(clap::Command::new("sluice")), "", &mut all);
        let registered: BTreeSet<String> = VERBS.iter().map(|verb| verb.words.to_owned()).collect();
        assert_eq!(registered, all);
    }

    #[test]
    fn the_registry_is_in_the_order_of_its_words() {
        assert!(VERBS.is_sorted_by_key(|verb| (verb.words, verb.route)));
    }

    #[test]
    fn what_is_not_written_down_is_not_asked() {
        assert!(is_registered("GET", "/api/v1/cases?filter=open"));
        assert!(is_registered("POST", "/api/v1/cases/abc/publication"));
        for (method, path) in
            [("DELETE", "/api/v1/cases"), ("GET", "/api/v1/nothing"), ("GET", "/api/v1/cases/"), ("GET", "/api/v1")]
        {
            assert!(!is_registered(method, path), "{method} {path}");
        }
    }
}
