//! The second wall: whatever the program believes about somebody, the database shows them their rows and no others.
//!
//! Nothing here goes through a gate. One table for both engines says who sees what, and who may write what.

use std::fmt::Write as _;

use domain::case::event::Event;
use domain::case::facts::Standing;
use domain::ids::{CaseId, PersonId};
use domain::people::{Actor, Office, Part};
use expect_test::{Expect, expect};
use sqlx::Connection as _;
use store::{AppendError, Behalf, Fault, Filter, ListQuery, Location, Person, Scope, Seen, Store};

use crate::harness::*;

/// Invited to the first case, and has not answered.
const CYRIL: PersonId = CY;
/// Was a member, and is removed.
const DEE: PersonId = PersonId::from_bytes([0xd4; 16]);
/// Was on the fix team, and the account has ended.
const FEE: PersonId = PersonId::from_bytes([0xf6; 16]);
/// Has an account and no part in anything.
const EVE: PersonId = PersonId::from_bytes([0xe5; 16]);

/// Looks after accounts.
const STEW: PersonId = PersonId::from_bytes([0x57; 16]);
/// Looks at whether the rules are kept.
const AUD: PersonId = PersonId::from_bytes([0xa7; 16]);

const EVERYBODY: [(&str, Behalf); 13] = [
    ("the house", Behalf::House),
    ("a member", Behalf::Person(ADA)),
    ("on the fix team", Behalf::Person(BO)),
    ("invited", Behalf::Person(CYRIL)),
    ("a removed member", Behalf::Person(DEE)),
    ("a removed fixer", Behalf::Person(FEE)),
    ("an account", Behalf::Person(EVE)),
    ("a steward", Behalf::Person(STEW)),
    ("an auditor", Behalf::Person(AUD)),
    ("its receipt", Behalf::Receipt(CaseId::from_bytes([1; 16]))),
    ("another receipt", Behalf::Receipt(CaseId::from_bytes([2; 16]))),
    ("the operator", Behalf::Operator),
    ("nobody", Behalf::Nobody),
];

#[tokio::test]
async fn the_wall_stands_on_sqlite() {
    let embedded = Embedded::new();
    stands(&embedded.open().await).await;
}

#[tokio::test]
async fn the_wall_stands_on_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let store = Store::open(&postgres.location(), &root()).await.expect("it opens");
    stands(&store).await;
    nothing_set_is_nobody(&postgres);
}

/// Whoever may make roles needs nobody's help; whoever may not is told what to ask for, and starts once it is done.
#[tokio::test]
async fn the_role_of_the_wall_is_made_or_asked_for() {
    let Some(postgres) = Postgres::start() else { return };
    let at = |user: &str| {
        let Location::Postgres(url) = postgres.location() else { panic!("another engine") };
        Location::Postgres(url.replace("sluice@localhost/postgres", &format!("{user}@localhost/{user}")))
    };
    for (user, may) in [("maker", "CREATEROLE"), ("plain", "NOCREATEROLE")] {
        postgres.psql(&format!("CREATE ROLE {user} LOGIN NOSUPERUSER {may}"));
        postgres.psql(&format!("CREATE DATABASE {user} OWNER {user}"));
    }
    let store = Store::open(&at("maker"), &root()).await.expect("it makes the role");
    store.append(opening(case(1), "A report", minute(0))).await.expect("it is kept");
    let nobody = store.on_behalf_of(Behalf::Nobody);
    assert!(nobody.head(case(1)).await.expect("no fault").is_none());
    store.close().await;

    let Err(refused) = Store::open(&at("plain"), &root()).await else { panic!("it opened without a wall") };
    let (said, told) = (refused.to_string(), "Let somebody who may make roles run: ");
    let asked =
        said.split(told).nth(1).and_then(|rest| rest.split(" TO the user").next()).expect("it says what to run");
    postgres.psql(&format!("{asked} TO plain"));
    Store::open(&at("plain"), &root()).await.expect("it opens now").close().await;
}

async fn stands(store: &Store) {
    play(store).await;
    each_sees_their_rows(
        store,
        &expect![[r#"
            the house: head 1, log 8, text 1, every case 2, Bo's cases 1, Cyril's invitations 1, Bo's part 1, people 8, committee 1, readers 1, proposals 1, roster 2, settings 1, receipts 1
            a member: head 1, log 8, text 1, every case 2, Bo's cases 1, Cyril's invitations 1, Bo's part 1, people 8, committee 1, readers 1, proposals 1, roster 2, settings 0, receipts 1
            on the fix team: head 1, log 8, text 1, every case 1, Bo's cases 1, Cyril's invitations 0, Bo's part 1, people 1, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 1
            invited: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 1, Bo's part 0, people 1, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
            a removed member: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 0, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
            a removed fixer: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 0, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
            an account: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 1, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
            a steward: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 8, committee 1, readers 0, proposals 0, roster 0, settings 0, receipts 0
            an auditor: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 8, committee 1, readers 0, proposals 1, roster 2, settings 0, receipts 0
            its receipt: head 1, log 8, text 1, every case 1, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 0, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 1
            another receipt: head 0, log 0, text 0, every case 1, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 0, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
            the operator: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 8, committee 1, readers 0, proposals 0, roster 0, settings 0, receipts 0
            nobody: head 0, log 0, text 0, every case 0, Bo's cases 0, Cyril's invitations 0, Bo's part 0, people 0, committee 0, readers 0, proposals 0, roster 0, settings 0, receipts 0
        "#]],
    )
    .await;
    each_writes_what_is_theirs(
        store,
        &expect![[r#"
            a member: as a member, an account, a member, a seat for Eve, an office for Eve, Eve's name, Ada's name, Ada's seat, the auditor's office, an account's end, a member's end, a proposal, the roster
            on the fix team: as a fixer
            invited: 
            a removed member: 
            a removed fixer: 
            an account: 
            a steward: an account, Eve's name, an account's end
            an auditor: 
            its receipt: as the reporter
            another receipt: 
            the operator: an account, a member, a seat for Eve, an office for Eve, Eve's name, Ada's name, Ada's seat, the auditor's office, an account's end, a member's end
            nobody: 
        "#]],
    )
    .await;
    readers_on_one_pool_see_their_own(store).await;
    assert_eq!(store.verify().await.expect("no fault").problems, []);
    store.close().await;
}

/// Two cases; the first has a fix team of one, and somebody invited to it.
async fn play(store: &Store) {
    for n in [1, 2] {
        store.append(opening(case(n), "A report", minute(0))).await.expect("it is kept");
    }
    for (id, committee, removed_at) in [
        (ADA, true, None),
        (BO, false, None),
        (CYRIL, false, None),
        (DEE, true, Some(day(1))),
        (FEE, false, Some(day(2))),
        (EVE, false, None),
    ] {
        store.put_person(&person(id, committee, removed_at)).await.expect("it is kept");
    }
    for (id, office) in [(STEW, Office::Steward), (AUD, Office::Auditor)] {
        store.put_person(&Person { office: Some(office), ..person(id, false, None) }).await.expect("it is kept");
    }
    for fixer in [BO, CYRIL, FEE] {
        let invited = Event::FixerInvited { person: fixer, standing: Standing::CodeOwner, part: Part::Fixer };
        happen(store, case(1), Actor::committee(ADA), invited, day(1)).await.expect("it is kept");
    }
    happen(store, case(1), Actor::fixer(BO), Event::FixerJoined { person: BO, part: Part::Fixer }, day(1))
        .await
        .expect("it is kept");
    let fee = Event::FixerJoined { person: FEE, part: Part::Fixer };
    happen(store, case(1), Actor::fixer(FEE), fee, day(1)).await.expect("it is kept");
    store.append_proposal(proposal(1), &proposed()).await.expect("it is kept");
    store.append_committee(None, &seated()).await.expect("it is kept");
    let seen = Seen { first_at: day(1), last_at: day(1), version: 1, place: "fix team".to_owned(), times: 1 };
    store.note_seen(case(1), Some(BO), &seen).await.expect("it is kept");
    store.put_setting("set-up", b"done").await.expect("it is kept");
}

fn person(id: PersonId, committee: bool, removed_at: Option<domain::Timestamp>) -> Person {
    Person { removed_at, ..account(id, &format!("{:02x}", id.as_bytes()[0]), committee) }
}

/// What each sees of the first case, of lists and of what is not any case's. Numbers count rows.
async fn each_sees_their_rows(store: &Store, expected: &Expect) {
    let mut told = String::new();
    for (name, behalf) in EVERYBODY {
        let theirs = store.on_behalf_of(behalf);
        let mut row = vec![
            ("head", shown(theirs.head(case(1)).await.map(|head| usize::from(head.is_some())))),
            ("log", shown(theirs.load(case(1)).await.map(|log| log.map_or(0, |log| log.records.len())))),
            ("text", shown(theirs.blob(case(1), blob(1)).await.map(|text| usize::from(text.is_some())))),
            ("every case", shown(theirs.list(&list(Scope::Committee)).await.map(|page| page.rows.len()))),
            ("Bo's cases", shown(theirs.list(&list(Scope::Person(BO))).await.map(|page| page.rows.len()))),
            ("Cyril's invitations", shown(theirs.invitations(CYRIL).await.map(|cases| cases.len()))),
            ("Bo's part", shown(theirs.part(BO, case(1)).await.map(|part| usize::from(part.is_some())))),
            ("people", shown(theirs.everybody().await.map(|people| people.len()))),
            ("committee", shown(theirs.committee().await.map(|people| people.len()))),
            ("readers", shown(theirs.readers(case(1)).await.map(|readers| readers.len()))),
            ("proposals", shown(theirs.proposals().await.map(|proposals| proposals.len()))),
            ("roster", shown(theirs.committee_log().await.map(|log| log.map_or(0, |log| log.records.len())))),
        ];
        row.push(("settings", kept_from(theirs.setting("set-up").await.map(|kept| usize::from(kept.is_some())))));
        row.push(("receipts", shown(theirs.receipt(receipt(case(1))).await.map(|case| usize::from(case.is_some())))));
        let cells: Vec<String> = row.into_iter().map(|(what, shown)| format!("{what} {shown}")).collect();
        writeln!(told, "{name}: {}", cells.join(", ")).expect("writing to a text");
    }
    expected.assert_eq(&told);
}

/// What each may write, by what they say they are: to the log of the first case, to accounts, to proposals.
async fn each_writes_what_is_theirs(store: &Store, expected: &Expect) {
    let mut told = String::new();
    for (nth, (name, behalf)) in EVERYBODY.into_iter().enumerate().skip(1) {
        let theirs = store.on_behalf_of(behalf);
        let own = match behalf {
            Behalf::Person(person) => person,
            Behalf::House | Behalf::Operator | Behalf::Receipt(_) | Behalf::Nobody => EVE,
        };
        let mut row = Vec::new();
        for (what, actor, event) in [
            ("as a member", Actor::committee(own), Event::ReportValidated),
            ("as a fixer", Actor::fixer(own), Event::PrivateHandlingAsked),
            ("as another fixer", Actor::fixer(ADA), Event::PrivateHandlingAsked),
            ("as the reporter", Actor::REPORTER, Event::PrivateHandlingAsked),
            ("as the clock", Actor::CLOCK, Event::PrivateHandlingAsked),
        ] {
            let loaded = store.load(case(1)).await.expect("no fault").expect("it is there");
            let before = loaded.head.clone();
            let kept = theirs.append(more(case(1), loaded, actor, event, day(2))).await;
            let now = store.head(case(1)).await.expect("no fault").expect("it is there");
            assert_eq!(kept.is_ok(), !now.is_at(&before), "{name} {what}: kept or not, and said so");
            row.push((what, wrote(kept.map(drop))));
        }
        let nth = u8::try_from(nth).expect("few");
        row.extend(writes_accounts(store, &theirs, nth).await);
        row.extend(ends_accounts(store, &theirs, nth).await);
        let place = proposal(nth + 1);
        let proposed = theirs.append_proposal(place, &proposed()).await;
        row.push(("a proposal", wrote(proposed.map(drop).map_err(AppendError::from))));
        let log = store.committee_log().await.expect("no fault").expect("it is there");
        let seq = log.records.len() as u64 + 1;
        let signed = theirs.append_committee(Some(&log.head), &[signed(seq, own)]).await;
        row.push(("the roster", wrote(signed)));
        let done: Vec<&str> = row.iter().filter(|(_, wrote)| *wrote).map(|(what, _)| *what).collect();
        writeln!(told, "{name}: {}", done.join(", ")).expect("writing to a text");
    }
    // Whoever is invited may answer, as nobody but themselves.
    let cyril = store.on_behalf_of(Behalf::Person(CYRIL));
    let joins = |person| async move {
        let loaded = store.load(case(1)).await.expect("no fault").expect("it is there");
        more(case(1), loaded, Actor::fixer(person), Event::FixerJoined { person, part: Part::Fixer }, day(3))
    };
    assert!(!wrote(store.on_behalf_of(Behalf::Person(EVE)).append(joins(EVE).await).await.map(drop)));
    assert!(!wrote(cyril.append(joins(EVE).await).await.map(drop)));
    assert!(wrote(cyril.append(joins(CYRIL).await).await.map(drop)));
    assert!(cyril.head(case(1)).await.expect("no fault").is_some(), "and reads from then on");
    expected.assert_eq(&told);
}

/// Which accounts each may write, before and after whatever else they are.
async fn writes_accounts(store: &Store, theirs: &Store, nth: u8) -> Vec<(&'static str, bool)> {
    let mut row = Vec::new();
    let officer = |office| Person { office: Some(office), ..person(EVE, false, None) };
    for (what, written) in [
        ("an account", person(PersonId::from_bytes([nth; 16]), false, None)),
        ("a member", person(PersonId::from_bytes([nth + 100; 16]), true, None)),
        ("a seat for Eve", person(EVE, true, None)),
        ("an office for Eve", officer(Office::Steward)),
        ("Eve's name", person(EVE, false, None)),
        ("Ada's name", person(ADA, true, None)),
        ("Ada's seat", person(ADA, false, None)),
        ("the auditor's office", person(AUD, false, None)),
    ] {
        row.push((what, wrote(theirs.put_person(&written).await.map_err(AppendError::from))));
        for kept in [person(EVE, false, None), person(ADA, true, None)] {
            store.put_person(&kept).await.expect("it is kept");
        }
        let auditor = Person { office: Some(Office::Auditor), ..person(AUD, false, None) };
        store.put_person(&auditor).await.expect("it is kept");
    }
    row
}

/// Whose accounts each may end.
async fn ends_accounts(store: &Store, theirs: &Store, nth: u8) -> Vec<(&'static str, bool)> {
    let mut row = Vec::new();
    for (what, first, committee) in [("an account's end", 0x31, false), ("a member's end", 0x32, true)] {
        let mut id = [nth; 16];
        id[0] = first;
        let id = PersonId::from_bytes(id);
        store.put_person(&person(id, committee, None)).await.expect("it is kept");
        let closed = theirs.close_account(id, day(3)).await;
        let open = store.person(id).await.expect("no fault").is_some_and(|person| person.removed_at.is_none());
        assert_eq!(matches!(closed, Ok(true)), !open, "{what}: closed or not, and said so");
        row.push((what, !open));
    }
    row
}

/// Many at once on few connections, some of whom go away in the middle: nobody ever sees what is another's (T-50).
async fn readers_on_one_pool_see_their_own(store: &Store) {
    let mut tasks = tokio::task::JoinSet::new();
    for nth in 0..400_u32 {
        let (member, other) = (store.on_behalf_of(Behalf::Person(ADA)), store.on_behalf_of(Behalf::Person(EVE)));
        tasks.spawn(async move {
            if nth % 3 == 0 {
                let reading = member.load(case(1));
                let patience = std::time::Duration::from_micros(u64::from(nth % 50) * 20);
                // Whoever loses patience leaves a connection in the middle of it.
                drop(tokio::time::timeout(patience, reading).await);
                return true;
            }
            let (seen, hidden) = tokio::join!(member.head(case(1)), other.head(case(1)));
            seen.expect("no fault").is_some() && hidden.expect("no fault").is_none()
        });
    }
    assert!(tasks.join_all().await.into_iter().all(|good| good));
}

/// With nothing set the role of the wall sees nothing, and what the house keeps for itself it may not even ask for.
fn nothing_set_is_nobody(postgres: &Postgres) {
    let role = postgres.psql("SELECT rolname FROM pg_roles WHERE rolname LIKE 'sluice_walled_%'");
    let role = role.trim();
    let seen = postgres.psql(&format!(
        "SET ROLE {role}; SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM case_head) \
         + (SELECT count(*) FROM blob) + (SELECT count(*) FROM case_index) + (SELECT count(*) FROM case_person) \
         + (SELECT count(*) FROM person) + (SELECT count(*) FROM reading) + (SELECT count(*) FROM proposal_event) \
         + (SELECT count(*) FROM committee_event)"
    ));
    assert_eq!(seen.trim(), "0");
    let shut = postgres.psql(&format!(
        "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = '{role}' \
         AND table_name IN ('session', 'code', 'api_token', 'passkey', 'setting', 'outbox', 'decision', 'confirmation')"
    ));
    assert_eq!(shut.trim(), "0");
    // The house itself changes no entry.
    for change in [
        "UPDATE event SET kind = 'x'",
        "DELETE FROM event",
        "TRUNCATE event",
        "UPDATE committee_event SET kind = 'x'",
        "DELETE FROM committee_event",
    ] {
        postgres.psql(&format!(
            "DO $$ BEGIN {change}; RAISE 'it was done: {}'; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$",
            change.replace('\'', "")
        ));
    }
    let weak = postgres.psql("SELECT string_agg(relname, ' ') FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity");
    assert_eq!(weak.trim(), "", "every table has row-level security");
}

/// On SQLite nothing of the wall is in the file; a table that is added must not be forgotten.
#[tokio::test]
async fn every_table_is_behind_the_wall_on_sqlite() {
    let embedded = Embedded::new();
    embedded.open().await.close().await;
    let mut file =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", embedded.file().display())).await.expect("it opens");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut file).await.expect("it answers");
    assert_eq!(tables, store::walled_tables());
}

fn list(scope: Scope) -> ListQuery {
    ListQuery { scope, filter: Filter::All, coordinator: None, after: None, limit: 10 }
}

fn shown(found: Result<usize, Fault>) -> String {
    match found {
        Ok(count) => count.to_string(),
        Err(fault) => panic!("{fault}"),
    }
}

/// What the house keeps for itself one engine shows empty, and the other refuses.
fn kept_from(found: Result<usize, Fault>) -> String {
    shown(match found {
        Err(Fault::Walled) => Ok(0),
        found => found,
    })
}

fn wrote(kept: Result<(), AppendError>) -> bool {
    match kept {
        Ok(()) => true,
        Err(AppendError::Fault(Fault::Walled)) => false,
        Err(error) => panic!("{error}"),
    }
}
