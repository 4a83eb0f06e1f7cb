//! Both engines have the same tables.

use sqlx::{Connection as _, Row as _, SqliteConnection};

use crate::harness::*;

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let Some(postgres) = Postgres::start() else { return };
    store::Store::open(&postgres.location(), &root()).await.expect("it opens").close().await;
    let embedded = Embedded::new();
    embedded.open().await.close().await;

    let theirs = postgres.psql(
        "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END \
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
    );
    let mut theirs: Vec<&str> = theirs.lines().collect();
    let ours = columns(&embedded).await;
    theirs.sort_unstable();
    assert_eq!(ours, theirs);

    // A second start changes nothing.
    store::Store::open(&postgres.location(), &root()).await.expect("it opens again").close().await;
    assert_eq!(postgres.psql("SELECT count(*), max(version) FROM schema_version").trim(), "1|13");
}

#[tokio::test]
async fn data_of_a_newer_program_is_not_touched() {
    let embedded = Embedded::new();
    embedded.open().await.close().await;
    let mut file = open(&embedded).await;
    sqlx::query("UPDATE schema_version SET version = 99").execute(&mut file).await.expect("it is set");
    file.close().await.expect("it closes");
    let Err(error) = store::Store::open(&embedded.location(), &root()).await else { panic!("it opened") };
    assert!(matches!(error, store::OpenError::TooNew { found: 99, known: 13 }), "{error}");
}

async fn columns(embedded: &Embedded) -> Vec<String> {
    let mut file = open(embedded).await;
    let sql = "SELECT t.name || '.' || c.name || CASE c.\"notnull\" + c.pk WHEN 0 THEN '?' ELSE '' END \
               FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    let rows = sqlx::query(sql).fetch_all(&mut file).await.expect("it answers");
    let mut columns: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    columns.sort_unstable();
    columns
}

async fn open(embedded: &Embedded) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", embedded.file().display())).await.expect("it opens")
}

#[tokio::test]
async fn the_policy_of_many_cases_is_kept_once_and_read_by_the_next_program() {
    let embedded = Embedded::new();
    let store = embedded.open().await;
    for nth in 1..=3 {
        store.append(opening(case(nth), "A report", minute(0))).await.expect("it is kept");
    }
    store.close().await;
    let mut file = open(&embedded).await;
    let rows = sqlx::query("SELECT count(*) FROM case_policy").fetch_one(&mut file).await.expect("it answers");
    assert_eq!(rows.get::<i64, _>(0), 1);
    let store = embedded.open().await;
    let log = store.load(case(3)).await.expect("no fault").expect("it is there");
    assert_eq!(log.records, opening(case(3), "A report", minute(0)).records);
    store.close().await;
}
