//! The full matrix (F-10): whatever somebody is to a case, at whatever stage it is, at every door there is.
//!
//! The expected answer of every cell is kept in `tests/matrix.txt` and read by people; a change of a right is a change of
//! that file. Rows come from the registry: a route that is not in it does not exist.

pub(super) mod cast;
pub(super) mod request;
pub(super) mod stage;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode};
use cluster::{Care, Cluster};
use documents::words;
use domain::case::decide::{Refusal, Verb};
use expect_test::expect_file;
use tokio::task::JoinSet;

use self::cast::{Cast, Open, Role};
use self::stage::Stage;
use super::scene::Answer;
use crate::route::Route;
use crate::routes;

/// What a door answered, as far as rights differ.
pub(super) fn sign(answer: &Answer, nothing: &Answer) -> char {
    let said = || answer.text();
    match answer.status {
        StatusCode::NOT_FOUND if answer == nothing => '.',
        // Another not-found than that of nothing would tell something.
        StatusCode::NOT_FOUND => '!',
        StatusCode::UNAUTHORIZED if answer.text() == nothing.text() => 'a',
        StatusCode::FORBIDDEN if said().contains("out_of_scope") => 't',
        StatusCode::FORBIDDEN => 's',
        StatusCode::CONFLICT if is_not_theirs(&said()) => 'x',
        StatusCode::CONFLICT => 'r',
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => 'i',
        StatusCode::SEE_OTHER if ["/confirm/", "/verify"].iter().any(|to| answer.header(LOCATION).starts_with(to)) => {
            's'
        }
        status if status.is_success() || status.is_redirection() => 'y',
        _ => 'E',
    }
}

/// Whether a refusal says that somebody else may ask this.
fn is_not_theirs(text: &str) -> bool {
    let escaped = |text: &str| text.replace('\'', "&#39;");
    Verb::ALL.into_iter().any(|verb| {
        let said = words::refusal_of(verb, &Refusal::NotYours { verb }).what;
        text.contains(&said) || text.contains(&escaped(&said))
    })
}

const LEGEND: &str = "\
# Who gets what at which door, as the tests find it. Read every change of this file as a change of rights.
# A column is what somebody is to the case; its signs are the stages of the case, in this order:
#   received, accepted, agreed (the fix ready, the day agreed), merged, published, closed, declined.
# .  nothing here, byte for byte as for what does not exist
# a  the same, with the question for a token that calendar programs wait for
# y  done, or shown
# x  somebody else may ask that
# r  the rules say no, as the case stands
# s  a passkey is to be shown or to sign first
# t  no token does that, or not this one
# i  what was sent is wrong: the door is open to it

";

#[tokio::test(flavor = "multi_thread")]
async fn every_door_answers_everybody_at_every_stage_as_the_table_says() {
    let cells = played(None, || {}, |_| true).await;
    println!("matrix, the gate and the wall: {}", counted(&cells));
    let table = table(&cells);
    assert!(!cells.values().any(|signs| signs.contains(['!', 'E'])), "a fault, or a not-found of its own:\n{table}");
    expect_file!["../../../tests/matrix.txt"].assert_eq(&table);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_alone_answers_everybody_the_same() {
    let cells = played(None, store::proof::take_wall_down, |_| true).await;
    println!("matrix, the gate alone: {}", counted(&cells));
    let differences: Vec<String> = differences(&cells, |expected, found| expected != found);
    assert!(differences.is_empty(), "without the wall the gate answers otherwise:\n{}", differences.join("\n"));
}

/// With the gate down everybody comes as a member. What the table denies somebody the wall must deny alone: nothing that is
/// not there turns up, not even in a refusal, and nothing that somebody else may ask, or that waits for a passkey, is done.
#[tokio::test(flavor = "multi_thread")]
async fn the_wall_alone_denies_everything_that_is_denied() {
    the_wall_holds("SQLite", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_alone_denies_the_same_on_postgresql() {
    let Some(cluster) = Cluster::start(Care::None) else { return };
    the_wall_holds("PostgreSQL", Some(Arc::new(cluster))).await;
}

async fn the_wall_holds(engine: &str, cluster: Option<Arc<Cluster>>) {
    let is_denied = |sign| matches!(sign, '.' | 'a' | 'x' | 's' | 't');
    let cells = played(cluster, desk::proof::take_gate_down, is_denied).await;
    let denied = cells.values().flat_map(|signs| signs.chars()).filter(|sign| is_denied(*sign)).count();
    println!("matrix, the wall alone, on {engine}: {}; {denied} are to be denied", counted(&cells));
    let let_in = |expected, found| match expected {
        '.' | 'a' => matches!(found, 'y' | 'r' | 'x' | '!' | 'E'),
        'x' | 's' | 't' => matches!(found, 'y' | 'E'),
        _ => found == 'E',
    };
    let differences = differences(&cells, let_in);
    assert!(differences.is_empty(), "without the gate the wall lets in:\n{}", differences.join("\n"));
}

/// The signs of each route and role, in the order of the stages.
type Cells = BTreeMap<(usize, usize), String>;

/// The whole matrix; the stages are played first, then something is taken down, then everybody comes to those doors whose signs
/// in the table are looked at. The others keep theirs.
async fn played(cluster: Option<Arc<Cluster>>, take_down: fn(), is_looked_at: fn(char) -> bool) -> Cells {
    let mut cells = Cells::new();
    let kept = Arc::new(kept());
    let set = Stage::ALL.map(|stage| {
        let cluster = cluster.clone();
        async move { (stage, Cast::on(cluster, stage).await) }
    });
    let set = set.into_iter().collect::<JoinSet<_>>().join_all().await;
    take_down();
    let come = |(stage, cast)| column_by_column(stage, cast, Arc::clone(&kept), is_looked_at);
    let mut stages: Vec<_> = set.into_iter().map(come).collect::<JoinSet<_>>().join_all().await;
    stages.sort_by_key(|(stage, _)| *stage);
    for (cell, sign) in stages.into_iter().flat_map(|(_, signs)| signs) {
        cells.entry(cell).or_default().push(sign);
    }
    cells
}

fn counted(cells: &Cells) -> String {
    let count: usize = cells.values().map(String::len).sum();
    format!("{count} cells, {} roles, {} stages", Role::ALL.len(), Stage::ALL.len())
}

/// The cells that are not as the table has them, by this comparison.
fn differences(cells: &Cells, differs: impl Fn(char, char) -> bool) -> Vec<String> {
    let kept = include_str!("../../../tests/matrix.txt");
    let found = table(cells);
    assert_eq!(kept.lines().count(), found.lines().count(), "the table is of other routes");
    let mut all = Vec::new();
    for (kept, found) in kept.lines().zip(found.lines()).filter(|(kept, _)| kept.starts_with(char::is_uppercase)) {
        assert_eq!(kept.get(..61), found.get(..61), "the table is of other routes");
        let different = kept.chars().zip(found.chars()).any(|(kept, found)| kept != found && differs(kept, found));
        if different {
            all.push(format!("expected {kept}\nfound    {found}"));
        }
    }
    println!("differences: {}", all.len());
    all
}

/// The matrix, to be read.
fn table(cells: &Cells) -> String {
    let routes = routes::all();
    let heads: String = Role::ALL.map(|role| format!("{:<16}", format!("{role:?}"))).concat();
    let mut table = format!("{LEGEND}{:<62}{}\n", "", heads.trim_end());
    for (row, route) in routes.iter().enumerate() {
        let answers: Vec<String> =
            (0..Role::ALL.len()).map(|column| format!("{:<16}", cells[&(row, column)])).collect();
        let name = format!("{:<6} {}", route.method.as_str(), route.path);
        table.push_str(format!("{name:<61} {}", answers.concat()).trim_end());
        table.push('\n');
    }
    table
}

/// The signs in the table. A route that is new has none.
fn kept() -> Cells {
    let lines = include_str!("../../../tests/matrix.txt").lines().filter(|line| line.starts_with(char::is_uppercase));
    let lines: BTreeMap<&str, &str> =
        lines.filter_map(|line| Some((line.get(..61)?.trim_end(), line.get(62..)?))).collect();
    let mut cells = Cells::new();
    for (row, route) in routes::all().iter().enumerate() {
        let name = format!("{:<6} {}", route.method.as_str(), route.path);
        for (column, signs) in lines.get(name.as_str()).into_iter().flat_map(|line| line.split_whitespace()).enumerate()
        {
            cells.insert((row, column), signs.to_owned());
        }
    }
    cells
}

/// Every door and everybody at one stage.
async fn column_by_column(
    stage: Stage,
    cast: Cast,
    kept: Arc<Cells>,
    is_looked_at: fn(char) -> bool,
) -> (Stage, Vec<((usize, usize), char)>) {
    let open = cast.copy().await;
    let nothing = async |at| cast.send(&open, Role::Stranger, "GET", at, "", String::new()).await;
    let nothing = [nothing("/nothing").await, nothing("/api/v1/nothing").await];
    let mut played = Played { cast, open, nothing };
    let (nth, routes) = (Stage::ALL.into_iter().take_while(|before| *before != stage).count(), routes::all());
    let mut signs = Vec::new();
    for (column, role) in Role::ALL.into_iter().enumerate() {
        for (row, route) in routes.iter().enumerate() {
            let known = kept.get(&(row, column)).and_then(|signs| signs.chars().nth(nth));
            let sign = match known.filter(|sign| !is_looked_at(*sign)) {
                Some(sign) => sign,
                None => played.knock(role, route).await,
            };
            signs.push(((row, column), sign));
        }
    }
    (stage, signs)
}

/// A stage, a desk at it, and what it answers to pages and programs where there is nothing.
struct Played {
    cast: Cast,
    open: Open,
    nothing: [Answer; 2],
}

impl Played {
    /// Comes to a door. What may have changed the desk is undone.
    async fn knock(&mut self, role: Role, route: &Route) -> char {
        let path = request::path(route, &self.cast);
        let [page, api] = &self.nothing;
        let (kind, body) = request::body(route, &self.cast);
        let answer = self.cast.send(&self.open, role, route.method.as_str(), &path, kind, body).await;
        let found = sign(&answer, if route.is_api() { api } else { page });
        // Whoever would like to join a second time changes nothing.
        let changes = route.method != Method::GET && route.right != desk::Right::ExpressInterest;
        if changes && matches!(found, 'y' | 'E') {
            self.open = self.cast.copy().await;
        }
        found
    }
}
