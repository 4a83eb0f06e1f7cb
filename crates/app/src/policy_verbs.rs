//! `sluice policy …`: a policy file made, checked, explained, compared and rendered. Needs no desk.
//!
//! Knows files and questions; what a policy means is in `domain`, how it reads in `documents`.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand, ValueEnum};
use desk::ports::Clock as _;
use documents::checklists::Hand;
use documents::{checklists, insights, machine_contact, policy_diff, policy_explained, policy_facts, policy_page};
use domain::policy::{Filling, Policy, Preset};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use outside::SystemClock;

use crate::serve::print;
use crate::{openpgp, policy_file};

/// For how long a rendered security.txt holds unless said otherwise; RFC 9116 asks for less than a year.
const SECURITY_TXT_DAYS: i64 = 180;

/// A longer document is no policy.
const LINTED_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What can be done with a policy file.
#[derive(Subcommand)]
pub(crate) enum PolicyVerb {
    /// Write a policy for this project, from a preset; asks for what no option says.
    New(New),
    /// Whether a file is a policy, whether all of it can be, and what in it nobody has confirmed yet. The exit code is 1 when
    /// something cannot stay as it is.
    Check {
        /// The policy file.
        file: PathBuf,
    },
    /// What is wrong with any SECURITY.md, security.txt (by that name) or policy file (.toml): each finding with its line, why
    /// it matters and how to mend it, and which criteria of others are met. The exit code is 1 on an error or a warning.
    Lint {
        /// The document.
        file: PathBuf,
        /// The repository it stands in, as github.com/owner/name: finds another's names left in.
        #[arg(long, value_name = "REPOSITORY")]
        repository: Option<String>,
        /// How to say it: for people, as JSON, or as SARIF 2.1.0 for code scanning.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Who does what by when, on one page.
    Explain {
        /// The policy file.
        file: PathBuf,
        /// The clocks as a picture (SVG) instead.
        #[arg(long)]
        svg: bool,
    },
    /// What lies between two policies, in words. The exit code is 1 when they differ.
    Diff {
        /// The one in force.
        old: PathBuf,
        /// The one to compare.
        new: PathBuf,
    },
    /// Render a policy: SECURITY.md, or another form.
    Render(Render),
}

/// What is rendered, and how.
#[derive(Args)]
pub(crate) struct Render {
    /// The policy file.
    #[arg(required_unless_present = "preset")]
    file: Option<PathBuf>,
    /// A policy that ships with Sluice, instead of a file.
    #[arg(long, value_enum, conflicts_with = "file")]
    preset: Option<Begin>,
    /// The form.
    #[arg(long = "as", value_enum, default_value = "security-md")]
    form: Form,
    /// The checklist of this role only.
    #[arg(long = "for", value_enum, value_name = "ROLE")]
    hand: Option<ForWhom>,
    /// Where the desk answers: security.txt links there.
    #[arg(long, default_value = "", value_name = "URL")]
    desk: String,
    /// The day on which security.txt ends; half a year from now if not said.
    #[arg(long, value_name = "DATE")]
    expires: Option<Date>,
    /// Sign security.txt with this OpenPGP key, by the gpg of this machine; needs --desk, where the file is served.
    #[arg(long, value_name = "KEY")]
    sign: Option<String>,
}

/// What a new policy begins with.
#[derive(Args)]
pub(crate) struct New {
    /// Who responds: one maintainer, or a committee.
    #[arg(long, value_enum)]
    preset: Option<Begin>,
    /// The project, as people say it.
    #[arg(long)]
    name: Option<String>,
    /// The organisation or owner on the forge.
    #[arg(long)]
    organisation: Option<String>,
    /// Where the code lives.
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// Where reports go by mail.
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// Where announcements go by mail, and a committee's retrospectives.
    #[arg(long, value_name = "ADDRESS")]
    announce: Option<String>,
    /// The chat room where somebody posts a link to each announcement, if there is one.
    #[arg(long, value_name = "URL")]
    chat: Option<String>,
    /// The file to write; an existing one is never replaced. `-` prints it.
    #[arg(long, default_value = "policy.toml")]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Begin {
    Solo,
    Committee,
}

impl Begin {
    const fn preset(self) -> Preset {
        match self {
            Self::Solo => Preset::Solo,
            Self::Committee => Preset::Committee,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    /// For people, as Markdown.
    SecurityMd,
    /// Where to report, for machines (RFC 9116).
    SecurityTxt,
    /// OpenSSF Security Insights, in YAML.
    Insights,
    /// For people, as part of a page.
    Html,
    /// Who does what by when, to tick off, as Markdown.
    Checklists,
    /// The same as HTML.
    ChecklistsHtml,
}

/// Whose checklist.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ForWhom {
    Reporter,
    #[value(alias = "maintainer")]
    Committee,
    Coordinator,
    FixTeam,
    Release,
    Disclosure,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Sarif,
}

/// Does it.
pub(crate) fn run(verb: PolicyVerb) -> anyhow::Result<ExitCode> {
    match verb {
        PolicyVerb::New(new) => make(new)?,
        PolicyVerb::Check { file } => return check(&file),
        PolicyVerb::Lint { file, repository, format } => return find(&file, repository, format),
        PolicyVerb::Explain { file, svg } => {
            let policy = policy_file::existing(&file)?;
            print(&if svg { policy_explained::picture(&policy) } else { policy_explained::page(&policy) });
        }
        PolicyVerb::Diff { old, new } => {
            let said = policy_diff::differences(&policy_file::existing(&old)?, &policy_file::existing(&new)?);
            if !said.is_empty() {
                print(&said.join("\n"));
                return Ok(ExitCode::FAILURE);
            }
            print("Both say the same.");
        }
        PolicyVerb::Render(asked) => print(&render(&asked)?),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether everything in it can be, and what nobody has confirmed.
fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let text = policy_file::text(file)?;
    let policy = policy_file::parsed(file, &text)?;
    let report = lint::policy_toml(&text, &context(file, None));
    print(&format!(
        "{} is version {} of the policy of {}: {} clocks, {} rules.\n\n{}",
        file.display(),
        policy.version.reveal(),
        policy.project.name.reveal(),
        policy.clocks.len(),
        policy.rules.len(),
        report.text()
    ));
    let assumed = policy_facts::assumed(&policy);
    if !assumed.is_empty() {
        print(&format!(
            "\nAssumed, and confirmed by nobody yet (write origin = \"own\" once you mean it):\n  {}",
            assumed.join("\n  ")
        ));
    }
    Ok(if report.fails() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What is wrong with a document, whatever kind it is; its name says the kind.
fn find(file: &Path, repository: Option<String>, format: Format) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    ensure!(bytes.len() <= LINTED_BYTES_MAX, "{} is longer than any policy", file.display());
    let text = String::from_utf8_lossy(&bytes);
    let context = context(file, repository);
    let ends = |end: &str| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(end));
    let report = if ends("toml") {
        lint::policy_toml(&text, &context)
    } else if file.file_name().is_some_and(|name| name.eq_ignore_ascii_case("security.txt")) {
        lint::security_txt(&text, &context)
    } else {
        lint::security_md(&text, &context)
    };
    print(&match format {
        Format::Text => report.text(),
        Format::Json => report.json(),
        Format::Sarif => report.sarif(),
    });
    Ok(if report.fails() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn context(file: &Path, repository: Option<String>) -> lint::Context {
    lint::Context { file: Some(file.display().to_string()), repository, today: today() }
}

fn today() -> Date {
    SystemClock.now().to_zoned(TimeZone::UTC).date()
}

fn render(asked: &Render) -> anyhow::Result<String> {
    let Render { file, preset, form, hand, desk, expires, sign } = asked;
    let policy = &match (preset, file) {
        (Some(preset), _) => preset.preset().policy(),
        (None, Some(file)) => policy_file::existing(file)?,
        (None, None) => bail!("say which policy: a file, or --preset"),
    };
    let is_list = matches!(form, Form::Checklists | Form::ChecklistsHtml);
    ensure!(hand.is_none() || is_list, "--for is about checklists; say --as checklists as well");
    ensure!(
        sign.is_none() || matches!(form, Form::SecurityTxt),
        "--sign is about security.txt; say --as security-txt as well"
    );
    let today = today();
    Ok(match form {
        Form::SecurityMd => policy_page::security_md(policy),
        Form::Html => policy_page::policy_html(policy),
        Form::Checklists => checklists::markdown(policy, &hands(policy, *hand)?),
        Form::ChecklistsHtml => checklists::html(policy, &hands(policy, *hand)?),
        Form::Insights => {
            let file = insights::security_insights(policy, today);
            file.map_err(|_| anyhow::anyhow!("`project.repository` is no address on the web; the format asks for one"))?
        }
        Form::SecurityTxt => security_txt(policy, desk.trim_end_matches('/'), *expires, sign.as_deref())?,
    })
}

/// Where to report, for machines; signed where that is asked for.
fn security_txt(policy: &Policy, desk: &str, expires: Option<Date>, sign: Option<&str>) -> anyhow::Result<String> {
    let today = today();
    let day = match expires {
        Some(day) => day,
        None => today.checked_add(SECURITY_TXT_DAYS.days())?,
    };
    ensure!(day > today, "{day} is over already; say a later day with --expires");
    let until = day.to_zoned(TimeZone::UTC)?.timestamp();
    let file = machine_contact::security_txt(policy, desk, until)?.to_string();
    let Some(key) = sign else { return Ok(file) };
    // A signature holds for a file at its place; without `Canonical` it would hold for a copy anywhere (RFC 9116, 2.5.2).
    ensure!(desk.starts_with("https://"), "a signed file must say where it is served; say it with --desk https://…");
    openpgp::clearsigned(&file, key)
}

/// Whose lists are meant; a role that this policy does not have is an error.
fn hands(policy: &Policy, asked: Option<ForWhom>) -> anyhow::Result<Vec<Hand>> {
    let all = Hand::of(policy);
    let Some(asked) = asked else { return Ok(all) };
    let hand = match asked {
        ForWhom::Reporter => Hand::Reporter,
        ForWhom::Committee => Hand::Committee,
        ForWhom::Coordinator => Hand::Coordinator,
        ForWhom::FixTeam => Hand::FixTeam,
        ForWhom::Release => Hand::Release,
        ForWhom::Disclosure => Hand::Disclosure,
    };
    ensure!(all.contains(&hand), "one maintainer does all of it here; say --for maintainer");
    Ok(vec![hand])
}

fn make(new: New) -> anyhow::Result<()> {
    let New { preset, name, organisation, repository, contact, announce, chat, out } = new;
    ensure!(out == Path::new("-") || !out.exists(), "{} is there already and stays as it is", out.display());
    let preset = match preset {
        Some(begin) => begin.preset(),
        None => match asked("preset", "Who responds, `solo` or `committee`?", None)?.as_str() {
            "solo" => Preset::Solo,
            "committee" => Preset::Committee,
            other => bail!("`{other}` is neither `solo` nor `committee`"),
        },
    };
    let name = asked("name", "What is the project called?", name)?;
    let organisation = asked("organisation", "Which organisation or owner has it on the forge?", organisation)?;
    let repository = asked("repository", "Where does the code live?", repository)?;
    let contact = asked("contact", "Which mail address takes reports?", contact)?;
    let announce = asked("announce", "Which mail address takes announcements?", announce)?;
    let text = preset.filled(&Filling {
        name: &name,
        organisation: &organisation,
        repository: &repository,
        contact: &contact,
        announce: &announce,
        chat: chat.as_deref(),
    });
    let policy = Policy::parse(&text).context("what you said does not make a policy")?;
    if out == Path::new("-") {
        print(&text);
        return Ok(());
    }
    std::fs::write(&out, &text).with_context(|| format!("cannot write {}", out.display()))?;
    print(&format!("{} holds a policy for {}.", out.display(), policy.project.name.reveal()));
    print(&format!("Read it, then: sluice policy explain {}", out.display()));
    Ok(())
}

/// What the option says, else what somebody at a terminal answers.
fn asked(option: &str, question: &str, given: Option<String>) -> anyhow::Result<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    ensure!(std::io::stdin().is_terminal(), "say it with --{option}: {question}");
    let mut out = std::io::stderr();
    write!(out, "{question} ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let answer = line.trim();
    ensure!(!answer.is_empty(), "nothing was said; --{option} says it as well");
    Ok(answer.to_owned())
}
