//! One flipped byte anywhere is found, and its place is named.

use std::collections::BTreeMap;

use domain::case::event::Event;
use domain::case::facts::{Circle, Standing};
use domain::ids::{ConfirmationId, PasskeyId};
use domain::people::{Actor, Part};
use expect_test::expect;
use jiff::SignedDuration;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use store::{
    Fault, KeptPasskey, KeptPassword, Location, NewBlob, NewSession, NewToken, Person, ProviderLink, PublishedAdvisory,
    Seen, Store, Subject, Verification, Who,
};

use crate::harness::*;

/// Columns that may change without a word, each for a reason.
const EXEMPT: [(&str, &str); 8] = [
    ("case_number.next", "where the next rows will lie; a number that is taken is passed over"),
    ("outbox.id", "the order of wishes among themselves; each is bound to its case and key"),
    ("outbox.run_at", "the worker's own: a wrong value delays or hastens a try, and each try asks the case again"),
    ("outbox.lease_until", "the worker's own"),
    ("outbox.attempts", "the worker's own"),
    ("outbox.fence", "the worker's own"),
    ("used_challenge.digest", "without it an answer is good twice, for minutes, to whoever read it on its way"),
    ("used_challenge.expires_at", "the same"),
];

/// A store with something in every column of every table.
async fn furnished(store: &Store) {
    let mut append = opening(case(1), "A report", minute(0));
    append.records.push(domain::case::event::Recorded {
        seq: append.records.len() as u64 + 1,
        at: minute(0),
        by: Actor::REPORTER,
        event: Event::MessageSent { to: Circle::Reporter, body: blob(21) },
    });
    append.blobs.push(NewBlob { id: blob(21), bytes: b"a message".to_vec() });
    append.index.version += 1;
    store.append(append).await.expect("it is kept");
    let acts = [
        (Actor::committee(ADA), Event::CoordinatorNamed { person: ADA }),
        (Actor::committee(ADA), Event::FixerInvited { person: BO, standing: Standing::CodeOwner, part: Part::Fixer }),
        (Actor::fixer(BO), Event::FixerJoined { person: BO, part: Part::Fixer }),
        (Actor::committee(ADA), Event::FixerInvited { person: CY, standing: Standing::CodeOwner, part: Part::Fixer }),
    ];
    for (n, (by, event)) in (1..).zip(acts) {
        happen(store, case(1), by, event, minute(n)).await.expect("it is kept");
    }
    store.append(opening(case(2), "Another report", minute(2))).await.expect("it is kept");
    let lease = SignedDuration::from_mins(1);
    let jobs = store.claim(day(1), lease, 2).await.expect("no fault");
    store.finish(&jobs[0]).await.expect("no fault");
    store.retry(&jobs[1], day(2), "the server is away").await.expect("no fault");
    for (id, removed_at) in [(ADA, None), (BO, Some(day(1)))] {
        let person = Person { removed_at, ..account(id, "ada", true) };
        store.put_person(&person).await.expect("it is kept");
    }
    store.put_code([3; 32], ADA, day(3)).await.expect("it is kept");
    let session = |n, who, verified_at| NewSession {
        digest: [n; 32],
        who,
        created_at: day(0),
        expires_at: day(9),
        idle: lease,
        verified_at,
    };
    store.put_session(session(4, Who::Person(ADA), Some(day(0)))).await.expect("it is kept");
    store.put_session(session(5, Who::Reporter(case(1)), None)).await.expect("it is kept");
    let key = KeptPasskey {
        id: PasskeyId::from_bytes([6; 16]),
        person: ADA,
        name: "a key".to_owned(),
        made_at: day(0),
        used_at: None,
        key: b"{}".to_vec(),
    };
    of_accounts(store).await;
    store.add_passkey(&key).await.expect("it is kept");
    token(store).await;
    store.use_challenge(b"one", day(1), day(0)).await.expect("it is kept");
    let seen = Seen { first_at: day(0), last_at: day(1), version: 3, place: "committee".to_owned(), times: 2 };
    store.note_seen(case(1), Some(ADA), &seen).await.expect("it is kept");
    store.put_confirmation(ConfirmationId::from_bytes([7; 16]), day(0), day(1), b"publish").await.expect("it is kept");
    store.put_decision(case(1), 7, ADA, b"proof").await.expect("it is kept");
    let advisory = PublishedAdvisory {
        slug: "SLUICE-2026-1".to_owned(),
        case: case(1),
        published_at: day(3),
        withdrawn_at: Some(day(4)),
        document: b"{}".to_vec(),
    };
    store.put_advisory(&advisory).await.expect("it is kept");
    store.put_setting("operator", b"a setting").await.expect("it is kept");
    store.put_policy("a policy", day(0)).await.expect("it is kept");
    of_the_body(store).await;
}

/// What the committee decides of itself.
async fn of_the_body(store: &Store) {
    assert!(store.append_proposal(proposal(1), &proposed()).await.expect("no fault"));
    store.append_committee(None, &seated()).await.expect("it is kept");
}

/// What else is kept with accounts.
async fn of_accounts(store: &Store) {
    assert!(store.hold_receipt(BO, case(1), minute(0)).await.expect("it is kept"));
    let password = KeptPassword { hash: "$argon2id$…".to_owned(), secret: [5; 20], made_at: minute(0) };
    store.put_password(ADA, &password).await.expect("it is kept");
    let subject = Subject { issuer: "https://id.example".to_owned(), subject: "ada".to_owned() };
    let link = ProviderLink { person: ADA, subject, since: minute(0) };
    assert!(store.link_provider(&link).await.expect("it is kept"));
}

async fn token(store: &Store) {
    let token = NewToken {
        digest: [8; 32],
        person: ADA,
        name: "a program".to_owned(),
        scopes: vec!["read_cases".to_owned()],
        made_at: day(0),
        expires_at: day(9),
    };
    store.put_token(token).await.expect("it is kept");
    assert!(store.token([8; 32], day(1)).await.expect("no fault").is_some(), "and its use is noted");
}

async fn connect(file: &std::path::Path) -> SqliteConnection {
    let mut link = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.expect("it opens");
    sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut link).await.expect("it is set");
    link
}

/// Every table and column there is.
async fn columns(link: &mut SqliteConnection) -> Vec<(String, String)> {
    let sql = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, 2";
    let rows = sqlx::query(sql).fetch_all(link).await.expect("it answers");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Flips one bit in the middle of the last row that has a value here; false when no row has.
async fn flip(link: &mut SqliteConnection, table: &str, column: &str) -> bool {
    let key = primary_key(link, table).await;
    let get = format!(
        "SELECT {column}, typeof({column}) FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} DESC LIMIT 1"
    );
    let Some(row) = sqlx::query(AssertSqlSafe(get)).fetch_optional(&mut *link).await.expect("it answers") else {
        return false;
    };
    let first = format!("SELECT {key} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} DESC LIMIT 1");
    let set = format!("UPDATE {table} SET {column} = $1 WHERE ({key}) = ({first})");
    let update = sqlx::query(AssertSqlSafe(set));
    let update = match row.get::<&str, _>(1) {
        // A row's number must stay its own; any other number is changed by one.
        "integer" if key == "id" && column == "id" => update.bind(row.get::<i64, _>(0) ^ (1 << 20)),
        "integer" => update.bind(row.get::<i64, _>(0) ^ 1),
        "text" => {
            let mut text: Vec<u8> = row.get::<String, _>(0).into_bytes();
            let middle = text.len() / 2;
            text[middle] ^= 1;
            update.bind(String::from_utf8(text).expect("still a text"))
        }
        "blob" => {
            let mut bytes = row.get::<Vec<u8>, _>(0);
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            update.bind(bytes)
        }
        other => panic!("{table}.{column} is {other}"),
    };
    assert_eq!(update.execute(link).await.expect("it is changed").rows_affected(), 1, "{table}.{column}");
    true
}

async fn primary_key(link: &mut SqliteConnection, table: &str) -> String {
    let sql = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
    let rows = sqlx::query(sql).bind(table.to_owned()).fetch_all(link).await.expect("it answers");
    let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    if names.is_empty() { "rowid".to_owned() } else { names.join(", ") }
}

/// What is said of a harmed copy: by the one who opens it, or by verify.
async fn said(file: &std::path::Path) -> Vec<String> {
    match Store::open(&Location::Sqlite(file.to_owned()), &root()).await {
        Err(error) => vec![format!("does not open: {error}")],
        Ok(store) => {
            let found: Verification = store.verify().await.expect("verify answers");
            store.close().await;
            found.problems.into_iter().map(|problem| format!("{}: {}", place(&problem.place), problem.what)).collect()
        }
    }
}

/// A policy is named by a stamp that differs from installation to installation.
fn place(place: &str) -> &str {
    if place.starts_with("table case_policy, row ") { "table case_policy, row <stamp>" } else { place }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one line for each column of the house")]
async fn a_flipped_byte_in_any_column_of_any_table_is_found_and_its_place_named() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    furnished(&store).await;
    assert_eq!(store.verify().await.expect("no fault").problems, []);
    store.close().await;
    let columns = columns(&mut connect(&embedded.file()).await).await;
    assert!(columns.len() > 60, "{}", columns.len());
    let exempt: BTreeMap<&str, &str> = EXEMPT.into_iter().collect();
    let mut told = String::new();
    for (table, column) in columns {
        let name = format!("{table}.{column}");
        let copy = embedded.dir.path().join(format!("{name}.db"));
        copied(&embedded.file(), &copy);
        let mut link = connect(&copy).await;
        assert!(flip(&mut link, &table, &column).await, "{name} is empty everywhere: furnish it");
        link.close().await.expect("it closes");
        let problems = said(&copy).await;
        if let Some(reason) = exempt.get(name.as_str()) {
            assert_eq!(problems, [""; 0], "{name} need not be exempt: {reason}");
        } else {
            assert!(!problems.is_empty(), "{name} was changed and nobody noticed");
            told += &paragraph(&name, &problems);
        }
    }
    expect![[r#"
        advisory.case_id
            table advisory, row 040g2081040g2001040g208104: the row is not as it was written
        advisory.document
            table advisory, row <one>: the row is not as it was written
        advisory.mac
            table advisory, row <one>: the row is not as it was written
        advisory.published_at
            table advisory, row <one>: the row is not as it was written
        advisory.slug
            table advisory, row <one>: the row is not as it was written
        advisory.withdrawn_at
            table advisory, row <one>: the row is not as it was written
        api_token.card
            table api_token, row 08080808…: the row is not as it was written
        api_token.digest
            table api_token, row 08080808…: the row is not as it was written
        api_token.expires_at
            table api_token, row 08080808…: the row is not as it was written
        api_token.mac
            table api_token, row 08080808…: the row is not as it was written
        api_token.person_id
            table api_token, row 08080808…: the row is not as it was written
        api_token.seen_at
            table api_token, row 08080808…: the row is not as it was written
        blob.blob_id
            case <one>, blob 2kaha58l2kaha50l2kaha58l2k: no event names it
            case <one>, blob 2kaha58l2kaha50l2kaha58l2k: the sealed bytes were changed, belong elsewhere, or were sealed with another key
            case <one>, blob <message>: it is missing
        blob.case_no
            case <one>, blob <message>: it is missing
            table blob, rows of case number 0: there is no such case: its head is missing, or these rows were added
        blob.sealed
            case <one>, blob <message>: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        blob.wrapped_key
            case <one>, blob <message>: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_head.case_id
            case 081040g2081040o2081040g208, head: the row is not as it was written
        case_head.case_no
            case <two>: its log should have 3 events and has 0
            case <two>: its log does not begin as a case does
            table event, rows of case number 2: there is no such case: its head is missing, or these rows were added
        case_head.hash
            case <two>, head: the row is not as it was written
        case_head.mac
            case <two>, head: the row is not as it was written
        case_head.receipt
            case <two>, head: the row is not as it was written
        case_head.version
            case <two>, head: the row is not as it was written
        case_head.wrapped_key
            case <two>, head: the row is not as it was written
        case_index.card
            case <two>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.case_id
            case 081040g2081040o2081040g208, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.case_no
            case <two>, index: it is missing
            table case_index, rows of case number 3: there is no such case: its head is missing, or these rows were added
        case_index.coordinator
            case <one>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.due_at
            case <two>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.is_open
            case <two>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.version
            case <two>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_index.wakeup_at
            case <two>, index: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        case_person.case_id
            case <one>, readers: they are not what the log says
        case_person.case_no
            case <one>, readers: they are not what the log says
            table case_person, rows of case number 0: there is no such case: its head is missing, or these rows were added
        case_person.due_at
            case <one>, readers: they are not what the log says
        case_person.is_open
            case <one>, readers: they are not what the log says
        case_person.person_id
            case <one>, readers: they are not what the log says
        case_person.reads
            case <one>, readers: they are not what the log says
        case_policy.sealed
            case <one>, event 1: the policy it names was changed
            case <one>: its log does not begin as a case does
            case <two>, event 1: the policy it names was changed
        case_policy.stamp
            case <one>, event 1: the policy it names is missing
            case <one>: its log does not begin as a case does
            case <two>, event 1: the policy it names is missing
        code.digest
            table code, row 03030303…: the row is not as it was written
        code.expires_at
            table code, row 03030303…: the row is not as it was written
        code.mac
            table code, row 03030303…: the row is not as it was written
        code.person_id
            table code, row 03030303…: the row is not as it was written
        committee_event.at_ms
            the committee's log, event 2: it does not follow from the one before it
        committee_event.kind
            the committee's log, event 2: it does not follow from the one before it
        committee_event.link
            the committee's log, event 2: it does not follow from the one before it
        committee_event.payload
            the committee's log, event 2: it does not follow from the one before it
        committee_event.seq
            the committee's log: events are missing at its end
        committee_head.hash
            the committee's log, head: the row is not as it was written
        committee_head.id
            the committee's log: its head is missing
        committee_head.mac
            the committee's log, head: the row is not as it was written
        committee_head.version
            the committee's log, head: the row is not as it was written
        committee_head.wrapped_key
            the committee's log, head: the row is not as it was written
        confirmation.confirmation_id
            table confirmation: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        confirmation.expires_at
            table confirmation: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        confirmation.sealed
            table confirmation: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        decision.place
            table decision: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        decision.sealed
            table decision: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        event.at_ms
            case <one>, event 8: the chain is broken: the event or the link written beside it was changed
            case <one>, event 8: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        event.case_no
            case <one>: its log should have 8 events and has 7
            table event, rows of case number 0: there is no such case: its head is missing, or these rows were added
        event.kind
            case <one>, event 8: the chain is broken: the event or the link written beside it was changed
            case <one>, event 8: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        event.link
            case <one>, event 8: the chain is broken: the event or the link written beside it was changed
            case <one>: its log does not end where its head says
        event.payload
            case <one>, event 8: the chain is broken: the event or the link written beside it was changed
            case <one>, event 8: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        event.seq
            case <one>, event 8: it is missing; event 9 follows instead
            case <one>: its log does not end where its head says
        held_receipt.place
            table held_receipt: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        held_receipt.sealed
            table held_receipt: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        instance.fingerprint
            does not open: this root key is not the one this data was made with: the data needs the key with fingerprint 1efe5a61912ef6d7, this key has 1efe5a61812ef6d7
        instance.id
            does not open: the database does not open: table instance is damaged: the row is not as it was written
        instance.mac
            does not open: the database does not open: table instance is damaged: the row is not as it was written
        outbox.barrier
            case <two>, outbox <two>/2/0: its place in the order was changed
        outbox.case_no
            case <two>, outbox <two>/2/0: the log asked for it and it is missing
            table outbox, rows of case number 3: there is no such case: its head is missing, or these rows were added
        outbox.finished_at
            case <one>, outbox <one>/2/0: the row is not as it was written
        outbox.finished_mac
            case <one>, outbox <one>/2/0: the row is not as it was written
        outbox.key
            case <two>, outbox 081040g2081040g3081040g208/2/0: no event in the log asked for it
            case <two>, outbox 081040g2081040g3081040g208/2/0: the sealed bytes were changed, belong elsewhere, or were sealed with another key
            case <two>, outbox <two>/2/0: the log asked for it and it is missing
        outbox.payload
            case <two>, outbox <two>/2/0: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        outbox.problem
            case <one>, outbox <one>/5/0: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        passkey.passkey_id
            table passkey, row 0o30c1g60o30c1o60o30c1g60o: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        passkey.person_id
            table passkey, row 0o30c1g60o30c1g60o30c1g60o: it is another person's
        passkey.sealed
            table passkey, row 0o30c1g60o30c1g60o30c1g60o: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        password.person_id
            table password: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        password.sealed
            table password: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        person.card
            table person, row <bo>: the row is not as it was written
        person.committee
            table person, row <bo>: the row is not as it was written
        person.mac
            table person, row <bo>: the row is not as it was written
        person.office
            table person, row <bo>: the row is not as it was written
        person.person_id
            table person, row mapb5climapb5ctimapb5clim8: the row is not as it was written
        person.removed_at
            table person, row <bo>: the row is not as it was written
        policy.at_ms
            table policy, row 1772442000001: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        policy.sealed
            table policy, row 1772442000000: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        proposal_event.at_ms
            proposal <one>, event 2: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        proposal_event.place
            proposal 040g2081040g2081040g008104, event 2: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        proposal_event.sealed
            proposal <one>, event 2: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        provider_link.person_id
            table provider_link: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        provider_link.sealed
            table provider_link: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        provider_link.subject
            table provider_link: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        reading.place
            table reading: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        reading.sealed
            table reading: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        schema_version.version
            does not open: the database does not open: the database failed: error returned from database: (code: 1) table committee_head already exists
        session.case_id
            table session, row 05050505…: the row is not as it was written
        session.created_at
            table session, row 05050505…: the row is not as it was written
        session.digest
            table session, row 05050505…: the row is not as it was written
        session.expires_at
            table session, row 05050505…: the row is not as it was written
        session.idle_ms
            table session, row 05050505…: the row is not as it was written
        session.mac
            table session, row 05050505…: the row is not as it was written
        session.person_id
            table session, row 04040404…: the row is not as it was written
        session.seen_at
            table session, row 05050505…: the row is not as it was written
        session.verified_at
            table session, row 04040404…: the row is not as it was written
        setting.name
            table setting, row oper`tor: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        setting.sealed
            table setting, row operator: the sealed bytes were changed, belong elsewhere, or were sealed with another key
    "#]].assert_eq(&plain(&told));
}

/// What was done, and the first of what was said of it.
fn paragraph(done: &str, said: &[String]) -> String {
    let said = said.iter().take(3).map(|problem| format!("\n    {problem}"));
    format!("{done}{}\n", said.collect::<String>())
}

/// Ids that differ from run to run do not belong into the story.
fn plain(told: &str) -> String {
    let name = |n: u8, what: &str| (case(n).to_string(), what.to_owned());
    let names = [
        name(1, "<one>"),
        name(2, "<two>"),
        (ADA.to_string(), "<ada>".to_owned()),
        (BO.to_string(), "<bo>".to_owned()),
        (blob(21).to_string(), "<message>".to_owned()),
    ];
    names.iter().fold(told.to_owned(), |told, (id, name)| told.replace(id, name))
}

#[tokio::test]
async fn a_row_taken_away_is_missed_and_a_log_cut_short_is_found() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    furnished(&store).await;
    store.close().await;
    let mut told = String::new();
    for (n, sql) in [
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "DELETE FROM event WHERE seq = 4",
        "DELETE FROM case_head WHERE receipt = X'0202020202020202020202020202020202020202020202020202020202020202'",
        "DELETE FROM case_index WHERE coordinator IS NOT NULL",
        "DELETE FROM case_person WHERE reads = 1",
        "DELETE FROM blob WHERE length(sealed) = (SELECT min(length(sealed)) FROM blob)",
        "DELETE FROM outbox WHERE id = 1",
        "UPDATE outbox SET finished_at = 1, finished_mac = zeroblob(32) WHERE finished_at IS NULL AND id = 2",
        "UPDATE event SET payload = (SELECT payload FROM event WHERE seq = 1) WHERE seq = 2",
        "INSERT INTO case_person SELECT case_no, X'0909', case_id, 1, 1, due_at FROM case_index",
    ]
    .into_iter()
    .enumerate()
    {
        let copy = embedded.dir.path().join(format!("{n}.db"));
        copied(&embedded.file(), &copy);
        let mut link = connect(&copy).await;
        let changed = sqlx::query(sql).execute(&mut link).await.expect("it is changed").rows_affected();
        assert!(changed > 0, "{sql}");
        link.close().await.expect("it closes");
        told += &paragraph(sql, &said(&copy).await);
    }
    expect![[r#"
        DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)
            case <one>: its log should have 8 events and has 7
        DELETE FROM event WHERE seq = 4
            case <one>, event 4: it is missing; event 5 follows instead
            case <one>: its log should have 8 events and has 7
        DELETE FROM case_head WHERE receipt = X'0202020202020202020202020202020202020202020202020202020202020202'
            table event, rows of case number 2: there is no such case: its head is missing, or these rows were added
            table blob, rows of case number 2: there is no such case: its head is missing, or these rows were added
            table case_index, rows of case number 2: there is no such case: its head is missing, or these rows were added
        DELETE FROM case_index WHERE coordinator IS NOT NULL
            case <one>, index: it is missing
        DELETE FROM case_person WHERE reads = 1
            case <one>, readers: they are not what the log says
        DELETE FROM blob WHERE length(sealed) = (SELECT min(length(sealed)) FROM blob)
            case <one>, blob <message>: it is missing
        DELETE FROM outbox WHERE id = 1
            case <one>, outbox <one>/2/0: the log asked for it and it is missing
        UPDATE outbox SET finished_at = 1, finished_mac = zeroblob(32) WHERE finished_at IS NULL AND id = 2
            case <one>, outbox <one>/5/0: the row is not as it was written
        UPDATE event SET payload = (SELECT payload FROM event WHERE seq = 1) WHERE seq = 2
            case <one>, event 2: the chain is broken: the event or the link written beside it was changed
            case <one>, event 2: the sealed bytes were changed, belong elsewhere, or were sealed with another key
            case <one>: its log does not begin as a case does
        INSERT INTO case_person SELECT case_no, X'0909', case_id, 1, 1, due_at FROM case_index
            case <one>, readers: they are not what the log says
            case <two>, readers: they are not what the log says
    "#]]
    .assert_eq(&plain(&told));
}

#[tokio::test]
async fn flipped_bytes_in_the_file_itself_are_found() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    furnished(&store).await;
    store.close().await;
    let bytes = std::fs::read(embedded.file()).expect("it is read");
    // The live content of the file: a byte of each sealed event, wherever SQLite put it.
    let mut link = connect(&embedded.file()).await;
    let rows = sqlx::query(
        "SELECT payload FROM event UNION ALL SELECT sealed FROM blob UNION ALL SELECT card FROM case_index",
    )
    .fetch_all(&mut link)
    .await
    .expect("it answers");
    link.close().await.expect("it closes");
    let mut tried = 0;
    for row in rows {
        let sealed: Vec<u8> = row.get(0);
        let start = &sealed[..32];
        let Some(at) = bytes.windows(32).position(|window| window == start) else { continue };
        let mut harmed = bytes.clone();
        harmed[at + 30] ^= 0x10;
        let copy = embedded.dir.path().join("harmed.db");
        std::fs::write(&copy, harmed).expect("it is written");
        assert!(!said(&copy).await.is_empty(), "byte {} was changed and nobody noticed", at + 30);
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
}

#[tokio::test]
async fn damage_is_a_fault_where_it_is_read_and_nothing_else_stops() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    furnished(&store).await;
    store.close().await;
    let mut link = connect(&embedded.file()).await;
    for sql in [
        "UPDATE event SET at_ms = at_ms + 1 WHERE seq = 2 AND case_no = 1",
        "UPDATE person SET committee = 0 WHERE removed_at IS NULL",
        "UPDATE outbox SET payload = zeroblob(100), lease_until = 0, finished_at = NULL WHERE id = 1",
    ] {
        sqlx::query(sql).execute(&mut link).await.expect("it is changed");
    }
    link.close().await.expect("it closes");
    let store = embedded.open().await;
    let fault = |result: Result<(), Fault>| result.expect_err("it is damaged").to_string();
    let told = [
        fault(store.load(case(1)).await.map(drop)),
        fault(store.person(ADA).await.map(drop)),
        fault(store.everybody().await.map(drop)),
    ];
    expect![[r#"
        case <one>, event 2 is damaged: the sealed bytes were changed, belong elsewhere, or were sealed with another key
        table person, row <ada> is damaged: the row is not as it was written
        table person, row <ada> is damaged: the row is not as it was written"#]]
    .assert_eq(&plain(&told.join("\n")));
    assert!(store.load(case(2)).await.expect("no fault").is_some(), "other cases are as they were");
    let jobs = store.claim(day(9), SignedDuration::from_mins(1), 100).await.expect("no fault");
    assert!(!jobs.is_empty(), "one damaged job does not hold up the others");
    store.close().await;
}

#[tokio::test]
async fn a_damaged_list_is_made_anew_from_the_logs() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    furnished(&store).await;
    store.close().await;
    let mut link = connect(&embedded.file()).await;
    for sql in [
        "UPDATE case_index SET due_at = 0",
        "DELETE FROM case_person",
        "INSERT INTO case_index SELECT 99, zeroblob(16), version, is_open, due_at, wakeup_at, coordinator, card FROM case_index LIMIT 1",
    ] {
        sqlx::query(sql).execute(&mut link).await.expect("it is changed");
    }
    link.close().await.expect("it closes");
    let store = embedded.open().await;
    assert!(!store.verify().await.expect("no fault").is_sound());
    let rebuilt = store.rebuild().await.expect("no fault");
    assert_eq!((rebuilt.cases, rebuilt.changed), (2, 3));
    assert_eq!(store.verify().await.expect("no fault").problems, []);
    assert_eq!(store.rebuild().await.expect("no fault").changed, 0);
    store.close().await;
}
