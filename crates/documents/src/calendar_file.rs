//! The committee's calendar as a file (RFC 5545): who is away, and who is on call.
//!
//! For members alone. Names and times, nothing of any case.

use domain::Timestamp;
use domain::committee::view::CommitteeView;
use icalendar::{Calendar, Component as _, Event, Property};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::words::{self, Names};

/// The calendar of a project, as of a moment. Entries have names of their own, so that a calendar program that reads it again
/// finds the same ones changed.
#[must_use]
pub fn calendar(project: &str, host: &str, view: &CommitteeView, names: &Names, now: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&format!("{project}: security response"));
    calendar.append_property(("PRODID", "-//Sluice//Committee calendar//EN"));
    for leave in view.leaves.iter().filter(|leave| leave.leave.is_ahead(now)) {
        let who = words::named(names, leave.leave.person);
        let open: Vec<&str> = leave.open.iter().map(domain::words::Line::reveal).collect();
        let covered = if open.is_empty() { String::new() } else { format!("Nobody covers {}.", words::listed(&open)) };
        // The end of an entry is not part of it.
        let until = leave.leave.until.tomorrow().unwrap_or(leave.leave.until);
        let mut event = entry(&format!("leave-{}@{host}", leave.number), &format!("{who} is away"), &covered, now);
        event.append_property(day("DTSTART", leave.leave.from));
        event.append_property(day("DTEND", until));
        calendar.push(event.done());
    }
    for shift in &view.shifts {
        let who = words::named(names, shift.shift.person);
        let note = if shift.accepted { "" } else { "Not accepted yet." };
        let number = shift.shift.number;
        let mut event = entry(&format!("shift-{number}@{host}"), &format!("{who} is on call"), note, now);
        event.append_property(Property::new("DTSTART", moment(shift.shift.from)));
        event.append_property(Property::new("DTEND", moment(shift.shift.until)));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn entry(uid: &str, summary: &str, description: &str, now: Timestamp) -> Event {
    let mut event = Event::with_uid(uid);
    event.summary(summary);
    event.append_property(Property::new("DTSTAMP", moment(now)));
    if !description.is_empty() {
        event.description(description);
    }
    event
}

fn day(name: &str, date: Date) -> Property {
    Property::new(name, date.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}
