//! The list of waivers: what each covers now, who answers for it, and until when.

use super::list::List;
use crate::lang::{Lang, counted};
use crate::report::{Report, json};
use crate::triage::listed::{Listed, State};
use serde_json::{Value, json};

/// The waivers that a run met, in lists first, then in comments.
pub fn waivers(report: &Report) -> List {
    let head = [
        ("WAIVER", "豁免"),
        ("RULE", "规则"),
        ("STATE", "状态"),
        ("PERIOD", "期限"),
        ("OWNER, APPROVER", "责任人、批准人"),
        ("PLACE", "位置"),
    ];
    let mut list = List::new(&head, report.lang);
    for listed in &report.triage.judged.listed {
        list.add(row(listed, report), entry(listed, report));
    }
    list
}

fn row(listed: &Listed, report: &Report) -> Vec<String> {
    let lang = report.lang;
    let people = [&listed.owner, &listed.approved_by];
    let people: Vec<&str> = people.into_iter().filter(|name| !name.is_empty()).map(String::as_str).collect();
    vec![
        said(&listed.id),
        said(&listed.rule),
        state(listed, lang),
        said(&period(listed, report)),
        said(&people.join(lang.pick(", ", "、"))),
        place(listed, lang),
    ]
}

fn said(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

fn state(listed: &Listed, lang: Lang) -> String {
    let covers = listed.covers;
    match listed.state {
        State::Active => lang.pick(format!("covers {covers}"), format!("覆盖 {covers} 项")),
        State::Pending => lang.pick("not yet in force", "尚未生效").to_owned(),
        State::Expired => lang.pick("expired", "已失效").to_owned(),
        State::Unused => lang.pick("matches nothing", "无对应结果").to_owned(),
        State::Unchecked => lang.pick("not looked at", "本次未检查").to_owned(),
        State::Invalid => lang.pick("invalid", "无效").to_owned(),
    }
}

fn days_left(listed: &Listed, report: &Report) -> Option<i64> {
    Some((listed.expires? - report.as_of).num_days())
}

/// The day of the grant and the last day, each on a line where the column is narrow, and how far off that is.
fn period(listed: &Listed, report: &Report) -> String {
    let created = listed.created.map(|day| format!("{day} ")).unwrap_or_default();
    let Some((day, left)) = listed.expires.zip(days_left(listed, report)) else { return created };
    let number = usize::try_from(left.unsigned_abs()).unwrap_or(usize::MAX);
    let counted = counted(number, "day");
    let days = match left {
        0.. => report.lang.pick(format!("{counted} left"), format!("还剩 {number} 天")),
        _ => report.lang.pick(format!("{counted} ago"), format!("已过 {number} 天")),
    };
    format!("{created}{day} ({days})")
}

/// Where it is written, what it is about, and what is wrong with it.
fn place(listed: &Listed, lang: Lang) -> String {
    let line = listed.source.position(listed.span.start).line;
    let scope = [&listed.path, &listed.pointer, &listed.fingerprint];
    let scope: Vec<&str> = scope.into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    let mut text = format!("{}:{line}", listed.source.path);
    if !scope.is_empty() {
        let scope = scope.join(" ");
        text.push_str(&lang.pick(format!(", for {scope}"), format!("，针对 {scope}")));
    }
    let faults: Vec<&str> = listed.faults.iter().map(|fault| fault.get(lang)).collect();
    if !faults.is_empty() {
        text.push_str(lang.pick(": ", "："));
        text.push_str(&faults.join(lang.pick("; ", "；")));
    }
    text
}

fn entry(listed: &Listed, report: &Report) -> Value {
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    json!({
        "id": said(&listed.id),
        "rule": said(&listed.rule),
        "state": listed.state.name(),
        "covers": listed.covers,
        "faults": listed.faults.iter().map(|fault| fault.get(report.lang)).collect::<Vec<_>>(),
        "path": said(&listed.path),
        "pointer": said(&listed.pointer),
        "fingerprint": said(&listed.fingerprint),
        "reason": said(&listed.reason),
        "owner": said(&listed.owner),
        "requested_by": said(&listed.requested_by),
        "approved_by": said(&listed.approved_by),
        "created": listed.created.map(|day| day.to_string()),
        "expires": listed.expires.map(|day| day.to_string()),
        "days_left": days_left(listed, report),
        "location": json::place(&listed.source, listed.span),
    })
}
