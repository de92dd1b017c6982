//! The cycle of assessments: when the next regular one is due, and the special ones that events call for.

use super::param;
use super::read::At;
use super::record::Record;
use crate::document::Document;
use crate::lang::{Message, both};
use crate::policy::PolicySet;
use chrono::{Duration, NaiveDate};
use std::collections::BTreeSet;

/// An assessment that has to be held.
#[derive(Debug, Clone)]
pub struct Due {
    /// What it is.
    pub what: Message,
    /// The id of the incident or change behind a special one.
    pub trigger: Option<String>,
    /// The last day for it.
    pub day: NaiveDate,
    /// The day is past.
    pub overdue: bool,
}

/// The assessments that the platform of an assessment has to hold, the nearest first.
pub fn due(
    document: &Document,
    record: &Record,
    documents: &[Document],
    policies: &PolicySet,
    today: NaiveDate,
) -> Vec<Due> {
    let mut all: Vec<Due> = regular(document, policies, today).into_iter().collect();
    all.extend(special(record, documents, policies, today));
    all.sort_by(|a, b| (a.day, &a.trigger).cmp(&(b.day, &b.trigger)));
    all
}

/// The next regular one: on the day that is planned, and not later than the interval after the last one.
fn regular(document: &Document, policies: &PolicySet, today: NaiveDate) -> Option<Due> {
    let cycle = At::root(document).at(&["spec", "regular"])?;
    let last = cycle.day("last_date").map(|last| last + days(policies, "assessment_interval_days"));
    let day = [last, cycle.day("next_date")].into_iter().flatten().min()?;
    Some(Due { what: both("regular assessment", "定期评估"), trigger: None, day, overdue: day < today })
}

/// Days of a parameter; one that is no sane number of days is none.
pub fn days(policies: &PolicySet, name: &str) -> Duration {
    Duration::days(
        param::value(policies, name).as_i64().filter(|days| (0..=36_500).contains(days)).unwrap_or(0),
    )
}

/// After serious incidents and major changes that no assessment is about yet.
fn special(record: &Record, documents: &[Document], policies: &PolicySet, today: NaiveDate) -> Vec<Due> {
    let minor = param::value(policies, "minor_incident_grades");
    let grade = |at: &At<'_>| at.word("grade").is_none_or(|grade| !param::is_among(&minor, &grade));
    let major = |at: &At<'_>| at.get("major").is_some_and(|major| major.json() != false);
    let incidents = entries(documents, record, "IncidentLog", "incidents");
    let changes = entries(documents, record, "Governance", "changes");
    let events = incidents.into_iter().filter(grade).map(|at| (at, "known_at"));
    let events = events.chain(changes.into_iter().filter(major).map(|at| (at, "date")));
    let held = held(documents, record);
    let within = days(policies, "special_assessment_days");
    let due = |(at, key): (At<'_>, &str)| {
        let id = at.get("id")?.written()?.to_owned();
        let text = at.word(key)?;
        let day = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()? + within;
        let what = both(format!("special assessment after {id}"), format!("针对 {id} 的专项评估"));
        (!held.contains(&id.to_lowercase())).then(|| Due {
            what,
            trigger: Some(id),
            day,
            overdue: day < today,
        })
    };
    events.filter_map(due).collect()
}

/// The events that an assessment was held about.
fn held(documents: &[Document], record: &Record) -> BTreeSet<String> {
    let logged = entries(documents, record, "IncidentLog", "special_assessments");
    let logged = logged.iter().filter(|at| at.day("date").is_some()).filter_map(|at| at.word("trigger"));
    let special = documents.iter().filter(|document| document.top("kind") == Some("Assessment"));
    let special = special.filter_map(|document| At::root(document).get("spec"));
    let special = special.filter(|spec| spec.word("occasion").as_deref() == Some("special"));
    let special: Vec<String> = special.filter_map(|spec| spec.word("trigger")).collect();
    logged.chain(special).map(|id| id.to_lowercase()).collect()
}

/// The entries of a list in all documents of a kind that belong to the platform.
fn entries<'d>(documents: &'d [Document], record: &Record, kind: &str, list: &str) -> Vec<At<'d>> {
    let of_kind = documents.iter().filter(|document| document.top("kind") == Some(kind));
    let roots = of_kind.map(At::root).filter(|root| {
        let platform = root.at(&["metadata", "platform"]);
        record.platform.is_none() || platform.and_then(|at| at.text()) == record.platform.as_deref()
    });
    roots.filter_map(|root| root.get("spec")).flat_map(|spec| spec.list(list)).collect()
}
