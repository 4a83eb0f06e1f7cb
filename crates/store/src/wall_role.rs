//! The role behind PostgreSQL's wall: it owns nothing, cannot sign in and cannot pass the policies.
//!
//! Knows its name, what it may touch, and how to make sure of both when the store is opened. What the policies say is in the
//! migration.

use crate::fault::{Fault, OpenError};
use crate::link::Link;
use crate::value::{Statement, Value, statement};
use crate::wall::{Opening, TABLES};

/// The role's name. Roles belong to a whole server: each database and schema has its own.
const NAME: &str = "SELECT 'sluice_walled_' || left(md5(current_database() || '.' || current_schema()), 16)";

/// The name of the role for the database this connection has open.
pub(crate) async fn name(link: &mut Link) -> Result<String, Fault> {
    let rows = link.rows(&statement!(NAME)).await?;
    rows.first().ok_or(Fault::Misfit("the database has no name"))?.text(0).map(str::to_owned)
}

/// Makes the role where it is missing and gives it what it needs; nothing when all of it is there.
pub(crate) async fn ensure(link: &mut Link, role: &str) -> Result<(), OpenError> {
    if is_ready(link, role).await? {
        return Ok(());
    }
    for sql in grants(role) {
        if let Err(error) = link.rows(&Statement::composed(sql, Vec::new())).await {
            return Err(OpenError::Wall { role: role.to_owned(), why: Fault::from(error).to_string() });
        }
    }
    Ok(())
}

/// Whether the role exists, cannot pass the policies, may be taken on by us and has its grants.
async fn is_ready(link: &mut Link, role: &str) -> Result<bool, Fault> {
    let exists = "SELECT CASE WHEN rolsuper OR rolbypassrls OR rolcanlogin THEN 0::bigint ELSE 1::bigint END \
                  FROM pg_roles WHERE rolname = $1";
    let rows = link.rows(&statement!(exists, role)).await?;
    let Some(row) = rows.first() else { return Ok(false) };
    if row.int(0)? == 0 {
        return Err(Fault::Misfit("the role behind the wall of the database has rights of its own"));
    }
    let granted = format!(
        "SELECT count(*) FROM pg_roles r WHERE r.rolname = $1 AND {} \
         AND has_schema_privilege(r.oid, current_schema(), 'USAGE') \
         AND has_table_privilege(r.oid, 'reading', 'SELECT') AND has_table_privilege(r.oid, 'event', 'INSERT') \
         AND has_table_privilege(r.oid, 'person', 'UPDATE')",
        may_take_on("r.oid")
    );
    let rows = link.rows(&Statement::composed(granted, vec![Value::from(role)])).await?;
    Ok(rows.first().ok_or(Fault::Misfit("the database counts nothing"))?.int(0)? == 1)
}

/// Whether we may take a role on. Since version 16 whoever made a role is a member of it who may not do that yet.
fn may_take_on(role: &str) -> String {
    format!(
        "pg_has_role(current_user, {role}, \
         CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)"
    )
}

/// The statements that make it what it is. The name is made of letters and digits.
fn grants(role: &str) -> Vec<String> {
    let seen = TABLES.into_iter().filter(|(_, opening)| *opening != Opening::Shut).map(|(table, _)| table);
    vec![
        format!(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN \
             CREATE ROLE {role} NOLOGIN NOINHERIT; END IF; END $$"
        ),
        format!(
            "DO $$ BEGIN IF NOT {} THEN EXECUTE format('GRANT {role} TO %I', current_user); END IF; END $$",
            may_take_on(&format!("'{role}'"))
        ),
        format!("DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', current_schema()); END $$"),
        format!("GRANT SELECT ON {} TO {role}", seen.collect::<Vec<_>>().join(", ")),
        format!("GRANT INSERT ON event, person, proposal_event, committee_event TO {role}"),
        format!("GRANT UPDATE ON person TO {role}"),
    ]
}

/// Fails unless what is asked through this connection is asked behind the wall.
pub(crate) async fn check(link: &mut Link, role: &str) -> Result<(), OpenError> {
    let sql = "SELECT CASE WHEN current_user = $1 AND row_security_active('event') AND row_security_active('person') \
               AND row_security_active('case_head') THEN 1::bigint ELSE 0::bigint END";
    let rows = link.rows(&statement!(sql, role)).await.map_err(Fault::from)?;
    match rows.first().map(|row| row.int(0)).transpose()? {
        Some(1) => Ok(()),
        Some(_) | None => {
            Err(OpenError::Wall { role: role.to_owned(), why: "its policies are not in force".to_owned() })
        }
    }
}
