//! The invented project's committee, left with an open ballot, somebody who will be away, and a week on call.

use domain::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::stage::{Person, Stage};

/// Who sits beside Eva.
pub(crate) struct Body {
    gus: Person,
    lena: Person,
}

impl Body {
    /// The members of the projects that were told before make room for this one's.
    pub(crate) fn seated(stage: &Stage, eva: &Person) -> anyhow::Result<Self> {
        for member in stage.members()?.into_iter().filter(|member| *member != eva.id) {
            stage.end_account(&member)?;
        }
        Ok(Self { gus: stage.person("Gus", "Contoso", true)?, lena: stage.person("Lena", "Fabrikam", true)? })
    }

    /// Weeks from this one on: Eva has it and has said so.
    pub(crate) fn on_call(&self, eva: &Person, today: Timestamp) -> anyhow::Result<()> {
        let order = [&eva.id, &self.gus.id, &self.lena.id].map(String::as_str).join(", ");
        eva.committee("rotation", &json!({ "order": order, "from": day(today, -4)? }))?;
        eva.committee("shift", &json!({ "shift": 1 }))?;
        self.lena.committee("duty", &json!({ "duty": "disclosure" }))?;
        self.gus.committee("duty", &json!({ "duty": "release" }))
    }

    /// Somebody is nominated; two of three have said so far what they think.
    pub(crate) fn decides(&self, eva: &Person) -> anyhow::Result<()> {
        eva.committee(
            "nomination",
            &json!({
                "name": "Mo", "address": "mo@tailspin.example", "organisation": "Tailspin",
                "reason": "Mo has reviewed most of the parser's changes for two years, and found the last flaw.",
            }),
        )?;
        self.gus.committee("vote", &json!({ "ballot": self.gus.newest_ballot()?, "choice": "yes" }))
    }

    /// Gus will be away for three weeks; somebody has taken one of the things that he does.
    pub(crate) fn plans(&self, today: Timestamp) -> anyhow::Result<()> {
        self.gus.committee("leave", &json!({ "from": day(today, 9)?, "until": day(today, 30)? }))
    }
}

/// The date so many days from today.
fn day(today: Timestamp, days: i64) -> anyhow::Result<Date> {
    Ok(today.to_zoned(TimeZone::UTC).date().checked_add(days.days())?)
}
