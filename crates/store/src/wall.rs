//! The second wall: a database that shows somebody their rows and no others.
//!
//! The gate is the desk's; this stands behind it and believes nothing that the program says about somebody but who they are.
//! Whether they sit on the committee and in which cases they take part it looks up itself. On PostgreSQL it is row-level
//! security, for a role that owns nothing (`migrations/postgres/0008_wall.sql`). On SQLite it is this file: connections on which
//! every table is hidden behind a view of the same name, and triggers beside the writer. Knows tables and who may see which
//! row; must not know what is in them.

use crate::behalf::{Behalf, Claim};
use crate::value::{Statement, statement};

/// Who sees which rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// The house alone.
    Shut,
    /// Everybody.
    All,
    /// Members, whoever takes part in the case until it is closed, whoever holds its receipt.
    OfCase,
    /// Members; everybody else their own.
    OwnPart,
    /// Members, whoever has an office and the operator; everybody else their own.
    OwnAccount,
    /// Members.
    Members,
    /// Members and auditors.
    Audited,
}

/// Every table there is. What is not here does not exist behind the wall: it has no view, no grant and no policy.
pub(crate) const TABLES: [(&str, Opening); 28] = [
    ("advisory", Opening::All),
    ("api_token", Opening::Shut),
    ("blob", Opening::OfCase),
    ("case_head", Opening::OfCase),
    ("case_index", Opening::OfCase),
    ("case_number", Opening::Shut),
    ("case_person", Opening::OwnPart),
    ("case_policy", Opening::All),
    ("code", Opening::Shut),
    ("committee_event", Opening::Audited),
    ("committee_head", Opening::Audited),
    ("confirmation", Opening::Shut),
    ("decision", Opening::Shut),
    ("event", Opening::OfCase),
    ("held_receipt", Opening::Shut),
    ("instance", Opening::Shut),
    ("outbox", Opening::Shut),
    ("passkey", Opening::Shut),
    ("password", Opening::Shut),
    ("person", Opening::OwnAccount),
    ("policy", Opening::Shut),
    ("proposal_event", Opening::Audited),
    ("provider_link", Opening::Shut),
    ("reading", Opening::Members),
    ("schema_version", Opening::Shut),
    ("session", Opening::Shut),
    ("setting", Opening::Shut),
    ("used_challenge", Opening::Shut),
];

/// The names of the tables that the wall knows, in order: for a test that there are no others.
#[doc(hidden)]
#[must_use]
pub fn walled_tables() -> [&'static str; TABLES.len()] {
    TABLES.map(|(table, _)| table)
}

/// Whoever is asked for sits on the committee, as the table of people has it.
macro_rules! sits {
    () => {
        "EXISTS (SELECT 1 FROM main.person m WHERE m.person_id = (SELECT b.person FROM temp.behalf b) \
         AND m.committee = 1 AND m.removed_at IS NULL)"
    };
}

/// Whoever is asked for has one of these offices, as the table of people has it.
macro_rules! has_office {
    ($offices:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM main.person o WHERE o.person_id = (SELECT b.person FROM temp.behalf b) AND o.office IN ",
            $offices,
            " AND o.removed_at IS NULL)"
        )
    };
}

/// Whoever is asked for may write this account: stewards only those that meet the condition.
macro_rules! looks_after_people {
    ($plain:literal) => {
        concat!(
            "(SELECT b.operator FROM temp.behalf b) OR ",
            sits!(),
            " OR (",
            has_office!("(1)"),
            " AND ",
            $plain,
            ")"
        )
    };
}

/// The case whose receipt is held.
macro_rules! receipt {
    () => {
        "(SELECT h.case_no FROM main.case_head h WHERE h.case_id = (SELECT b.receipt FROM temp.behalf b))"
    };
}

/// Where a connection to SQLite remembers on whose behalf it is asked; the writer's begins as the house.
macro_rules! behalf {
    ($house:literal) => {
        concat!(
            "CREATE TEMP TABLE behalf (house INTEGER NOT NULL, operator INTEGER NOT NULL, person BLOB, receipt BLOB, claim TEXT) STRICT;",
            "INSERT INTO temp.behalf (house, operator) VALUES (", $house, ", 0);"
        )
    };
}

impl Opening {
    /// The condition on the rows of `t`, on SQLite.
    const fn condition(self) -> &'static str {
        match self {
            Self::Shut => "0",
            Self::All => "1",
            Self::OfCase => concat!(
                sits!(),
                " OR EXISTS (SELECT 1 FROM main.case_person p WHERE p.case_no = t.case_no \
                 AND p.person_id = (SELECT b.person FROM temp.behalf b) AND p.reads = 1 AND p.is_open = 1) OR t.case_no = ",
                receipt!()
            ),
            Self::OwnPart => concat!("t.person_id = (SELECT b.person FROM temp.behalf b) OR ", sits!()),
            Self::OwnAccount => concat!(
                "t.person_id = (SELECT b.person FROM temp.behalf b) OR (SELECT b.operator FROM temp.behalf b) OR ",
                sits!(),
                " OR ",
                has_office!("(1, 2)")
            ),
            Self::Members => sits!(),
            Self::Audited => concat!(sits!(), " OR ", has_office!("(2)")),
        }
    }
}

/// What is run on each connection to SQLite that reads for somebody: every table behind a view of its name.
pub(crate) fn views() -> String {
    let view = |(table, opening): (&str, Opening)| {
        format!("CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} t WHERE {};", opening.condition())
    };
    std::iter::once(behalf!("0").to_owned()).chain(TABLES.map(view)).collect()
}

/// What is run on the connection to SQLite that writes. A log is only added to, by anybody. A condition that is not known to
/// be true is not met: that is what CASE is for.
pub(crate) const TRIGGERS: &str = concat!(
    behalf!("1"),
    "CREATE TEMP TRIGGER wall_event BEFORE INSERT ON main.event \
     WHEN NOT (SELECT b.house FROM temp.behalf b) AND CASE WHEN CASE (SELECT b.claim FROM temp.behalf b) WHEN 'committee' THEN ",
    sits!(),
    " WHEN 'part' THEN EXISTS (SELECT 1 FROM main.case_person p WHERE p.case_no = NEW.case_no \
      AND p.person_id = (SELECT b.person FROM temp.behalf b) AND p.is_open = 1 \
      AND (p.reads = 1 OR NEW.kind IN ('fixer_joined', 'invitation_declined'))) WHEN 'reporter' THEN NEW.case_no = ",
    receipt!(),
    " END THEN 0 ELSE 1 END BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_event_changed BEFORE UPDATE ON main.event BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_event_removed BEFORE DELETE ON main.event BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_person BEFORE INSERT ON main.person WHEN NOT (SELECT b.house FROM temp.behalf b) AND CASE WHEN ",
    looks_after_people!("NEW.committee = 0 AND NEW.office = 0"),
    " THEN 0 ELSE 1 END BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_person_changed BEFORE UPDATE ON main.person WHEN NOT (SELECT b.house FROM temp.behalf b) AND CASE WHEN ",
    looks_after_people!("OLD.committee = 0 AND OLD.office = 0 AND NEW.committee = 0 AND NEW.office = 0"),
    " THEN 0 ELSE 1 END BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_committee BEFORE INSERT ON main.committee_event \
     WHEN NOT (SELECT b.house FROM temp.behalf b) AND CASE WHEN ",
    sits!(),
    " THEN 0 ELSE 1 END BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_committee_changed BEFORE UPDATE ON main.committee_event BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_committee_removed BEFORE DELETE ON main.committee_event BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
    "CREATE TEMP TRIGGER wall_proposal BEFORE INSERT ON main.proposal_event \
     WHEN NOT (SELECT b.house FROM temp.behalf b) AND CASE WHEN ",
    sits!(),
    " THEN 0 ELSE 1 END BEGIN SELECT RAISE(ABORT, 'the wall'); END;",
);

/// Tells a connection to SQLite on whose behalf it is asked. Whoever has no account, or none any more, is nobody.
pub(crate) fn sqlite(behalf: Behalf, claim: Option<Claim>) -> Statement {
    statement!(
        "UPDATE temp.behalf SET house = $1, operator = $2, receipt = $4, claim = $5, \
         person = (SELECT p.person_id FROM main.person p WHERE p.person_id = $3 AND p.removed_at IS NULL)",
        behalf == Behalf::House,
        behalf.is_operator(),
        behalf.person().map(Vec::from),
        behalf.receipt().map(Vec::from),
        claim.map_or("", |claim| claim.role),
    )
}

/// Tells a connection to PostgreSQL the same; until the end of the transaction, where it is within one.
pub(crate) fn postgres(behalf: Behalf, claim: Option<Claim>, within: bool) -> Statement {
    let hex = |id: Option<[u8; 16]>| id.map_or_else(String::new, |id| data_encoding::HEXLOWER.encode(&id));
    statement!(
        "SELECT set_config('sluice.person', $1, $5 = 1), set_config('sluice.receipt', $2, $5 = 1), \
         set_config('sluice.operator', $3, $5 = 1), set_config('sluice.claim', $4, $5 = 1)",
        hex(behalf.person()).as_str(),
        hex(behalf.receipt()).as_str(),
        if behalf.is_operator() { "yes" } else { "" },
        claim.map_or("", |claim| claim.role),
        within,
    )
}
