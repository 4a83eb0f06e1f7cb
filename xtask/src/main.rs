//! The developers' only door: `cargo xtask`. One language, one help text.
//!
//! Knows how the house is checked, tested and measured; must not know what the program does.
#![expect(clippy::print_stdout, reason = "a developer's tool speaks on the terminal")]

mod floors;
mod house;
mod scan;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(fault) => {
            println!("xtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    let root = house::root();
    match words {
        ["floors", "--suggest"] => {
            println!("{}", floors::suggest(&root)?);
            Ok(ExitCode::SUCCESS)
        }
        ["floors"] => Ok(tell("floors", &floors::check(&root)?)),
        ["tidy"] => Ok(tell("tidy", &tidy::check(&root)?)),
        _ => Ok(ExitCode::FAILURE),
    }
}

fn tell(rule: &str, findings: &[String]) -> ExitCode {
    for finding in findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("{rule}: all is well");
        ExitCode::SUCCESS
    } else {
        println!("{rule}: {} findings", findings.len());
        ExitCode::FAILURE
    }
}
