//! Waivers: findings that are accepted for a time, by lists and by comments, and what is wrong with them.

use super::inline::{self, Here};
use super::{Judged, Listed, Presence, Setting};
use crate::document::{Document, NodeKind, Pointer};
use crate::finding::{Finding, Label, Status, Waiver};
use crate::lang::{Lang, Message};
use crate::locate;
use crate::policy::similar::similar;
use crate::policy::{Judge, Rule, Severity};
use chrono::NaiveDate;
use globset::{GlobBuilder, GlobMatcher};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The kind of documents that hold waivers.
pub const KIND: &str = "WaiverList";
/// The parameter that says how many days a waiver may hold.
const TERM: &str = "waiver_max_days";
/// What it is where no pack says otherwise: half a year.
const TERM_DAYS: i64 = 180;
/// How many days before its end a waiver is noted.
const NOTICE_DAYS: i64 = 14;
/// The members that a waiver has to have.
const REQUIRED: [&str; 8] =
    ["id", "rule", "reason", "owner", "requested_by", "approved_by", "created", "expires"];
/// Those that say what it covers.
const SCOPE: [&str; 3] = ["path", "pointer", "fingerprint"];

/// A waiver with what it covers.
#[derive(Debug)]
pub struct Claim<'d> {
    /// What it says.
    pub waiver: Arc<Waiver>,
    /// The id of the rule that it waives.
    pub rule: String,
    /// The findings that it covers.
    pub scope: Scope<'d>,
    /// Which of all waivers it is.
    pub turn: usize,
}

/// What a waiver covers.
#[derive(Debug)]
pub enum Scope<'d> {
    /// What an item of a list names.
    Named {
        /// The list.
        list: &'d Document,
        /// The item.
        item: Pointer,
        /// The path as written, and its glob.
        path: Option<(String, GlobMatcher)>,
        /// The place, and what lies below it.
        pointer: Option<Pointer>,
        /// The one finding.
        fingerprint: Option<String>,
    },
    /// The node that a comment stands at.
    Here(Here),
}

impl Scope<'_> {
    fn covers(&self, finding: &Finding) -> bool {
        let label = &finding.primary;
        match self {
            Scope::Here(here) => here.covers(finding),
            Scope::Named { list, path, pointer, fingerprint, .. } => {
                path.as_ref().is_none_or(|(_, glob)| names(glob, &list.source.path, &label.source.path))
                    && pointer.as_ref().is_none_or(|above| label.pointer.steps.starts_with(&above.steps))
                    && fingerprint.as_ref().is_none_or(|fingerprint| *fingerprint == finding.fingerprint)
            }
        }
    }
}

/// A path is named as reports print it, or from the folder of the list.
fn names(glob: &GlobMatcher, list: &str, path: &str) -> bool {
    let beside = list.rsplit_once('/').and_then(|(folder, _)| path.strip_prefix(folder)?.strip_prefix('/'));
    glob.is_match(path) || beside.is_some_and(|beside| glob.is_match(beside))
}

/// True if a document is a list of waivers.
pub fn is_list(document: &Document) -> bool {
    document.top("kind") == Some(KIND) && document.top("apiVersion") == Some("fiducia/v1")
}

/// The lists and comments of a run, as they are judged.
pub(super) struct Judging<'s, 'd> {
    pub(super) setting: &'s Setting<'d>,
    /// The rule that waivers are held against.
    rule: usize,
    term: i64,
    claims: Vec<Claim<'d>>,
    found: Vec<Finding>,
    /// Whether each waiver broke a rule, by the number of its turn.
    failed: Vec<bool>,
    ids: HashMap<String, String>,
    listed: Vec<Listed>,
}

/// What is wrong, in two languages.
pub(super) fn both(en: impl Into<String>, zh: impl Into<String>) -> Message {
    let en = en.into();
    Message::from(en.as_str()).with(Lang::En, en).with(Lang::Zh, zh)
}

/// Applies waivers, and adds what is wrong with them.
pub(super) fn apply(findings: &mut Vec<Finding>, setting: &Setting<'_>) -> Judged {
    let Some(rule) = setting.policies.rules.iter().position(|rule| rule.judge == Judge::Waiver) else {
        return Judged::default();
    };
    let term = setting.policies.params.values.get(TERM).and_then(serde_json::Value::as_i64);
    let (claims, found, failed, ids, listed) =
        (Vec::new(), Vec::new(), Vec::new(), HashMap::new(), Vec::new());
    let term = term.unwrap_or(TERM_DAYS);
    let mut judging = Judging { setting, rule, term, claims, found, failed, ids, listed };
    for document in setting.documents.iter().filter(|document| is_list(document)) {
        judging.list(document);
    }
    if setting.options.inline {
        inline::read(&mut judging);
    }
    judging.cover(findings);
    let judged = Judged {
        evaluated: judging.failed.len(),
        failed: judging.failed.iter().filter(|failed| **failed).count(),
        violations: judging.found.len(),
        listed: judging.listed,
    };
    if setting.ran[rule] {
        findings.extend(judging.found);
        return judged;
    }
    Judged { listed: judged.listed, ..Judged::default() }
}

impl<'d> Judging<'_, 'd> {
    fn list(&mut self, list: &'d Document) {
        let place = list.resolve(&Pointer::from_iter(["spec", "waivers"]));
        let NodeKind::Sequence(items) = &list.node(place.node).kind else {
            self.turn();
            let message = both("this document has no list of waivers", "该文档没有豁免清单");
            return self.wrong(list, Pointer::from_iter(["spec", "waivers"]), "complete", message);
        };
        for index in 0..items.len() {
            let item = Pointer::from_iter(["spec".to_owned(), "waivers".to_owned(), index.to_string()]);
            self.turn();
            if let Some(claim) = self.item(list, item) {
                self.claims.push(claim);
            }
        }
    }

    /// A waiver of a list; none if anything about it is wrong.
    fn item(&mut self, list: &'d Document, item: Pointer) -> Option<Claim<'d>> {
        let before = self.found.len();
        let place = list.resolve(&item);
        let NodeKind::Mapping(_) = list.node(place.node).kind else {
            self.wrong(list, item, "complete", both("a waiver has to be a mapping", "豁免须为映射"));
            return None;
        };
        let texts = self.texts(list, &item);
        let text = |name: &str| texts.get(name).cloned().unwrap_or_default();
        self.people(list, &item, &text("requested_by"), &text("approved_by"));
        let created = self.day(list, &item, "created", &text("created"));
        let expires = self.day(list, &item, "expires", &text("expires"));
        self.id(list, &item, &text("id"));
        let rule = text("rule");
        if let Some(message) = self.refusal(&rule) {
            self.wrong(list, item.with("rule"), "rule", message);
        }
        if let (Some(created), Some(expires)) = (created, expires)
            && let Some(message) = self.too_long(created, expires)
        {
            self.wrong(list, item.with("expires"), "term", message);
        }
        let scope = self.scope(list, &item, &texts);
        if self.found.len() > before {
            return None;
        }
        let waiver = Waiver {
            id: text("id"),
            reason: text("reason"),
            owner: Some(text("owner")),
            requested_by: Some(text("requested_by")),
            approved_by: Some(text("approved_by")),
            created,
            expires: expires?,
            source: list.source.clone(),
            span: list.anchor_span(place.node, place.key),
        };
        Some(Claim { waiver: Arc::new(waiver), rule, scope: scope?, turn: self.failed.len() - 1 })
    }

    /// The members of a waiver that are text. What is missing, empty, no text or not known is told.
    fn texts(&mut self, list: &'d Document, item: &Pointer) -> BTreeMap<String, String> {
        let place = list.resolve(item);
        let mut texts = BTreeMap::new();
        for &(key, value) in list.entries(place.node).iter() {
            let name = list.key_name(key).into_owned();
            if !REQUIRED.contains(&name.as_str()) && !SCOPE.contains(&name.as_str()) {
                let message =
                    both(format!("a waiver has no member {name:?}"), format!("豁免没有字段“{name}”"));
                self.wrong(list, item.with(&name), "complete", message);
            } else if let Some(text) = list.string(value) {
                texts.insert(name, text.trim().to_owned());
            } else {
                let message = both(format!("{name:?} has to be text"), format!("“{name}”须为文本"));
                self.wrong(list, item.with(&name), "complete", message);
                texts.insert(name, "?".to_owned());
            }
        }
        for name in REQUIRED.iter().filter(|name| texts.get(**name).is_none_or(String::is_empty)) {
            let message = both(format!("this waiver has no {name:?}"), format!("豁免缺少“{name}”"));
            self.wrong(list, item.with(name), "complete", message);
        }
        texts
    }

    fn people(&mut self, list: &'d Document, item: &Pointer, requested_by: &str, approved_by: &str) {
        if !approved_by.is_empty() && requested_by.to_lowercase() == approved_by.to_lowercase() {
            let message = both(
                format!("{approved_by} approves what {requested_by} asked for: another person has to agree"),
                format!("批准人 {approved_by} 即申请人：须由他人批准"),
            );
            self.wrong(list, item.with("approved_by"), "separation", message);
        }
    }

    fn id(&mut self, list: &'d Document, item: &Pointer, id: &str) {
        if id.is_empty() {
            return;
        }
        match self.ids.get(id) {
            None => {
                let at = list.resolve(item);
                let line = list.source.position(list.node(at.node).span.start).line;
                self.ids.insert(id.to_owned(), format!("{}:{line}", list.source.path));
            }
            Some(first) => {
                let message = both(
                    format!("the waiver {id:?} is there already, at {first}"),
                    format!("豁免编号“{id}”已用于 {first}"),
                );
                self.wrong(list, item.with("id"), "id", message);
            }
        }
    }

    fn day(&mut self, list: &'d Document, item: &Pointer, name: &str, text: &str) -> Option<NaiveDate> {
        if text.is_empty() || text == "?" {
            return None;
        }
        let day = day(text);
        if day.is_none() {
            let message = both(
                format!("{text:?} is no day such as 2026-01-31"),
                format!("“{text}”不是日期，应如 2026-01-31"),
            );
            self.wrong(list, item.with(name), "complete", message);
        }
        day
    }

    fn scope(
        &mut self,
        list: &'d Document,
        item: &Pointer,
        texts: &BTreeMap<String, String>,
    ) -> Option<Scope<'d>> {
        let text = |name: &str| texts.get(name).filter(|text| !text.is_empty());
        if text("path").is_none() && text("fingerprint").is_none() {
            let message = both(
                "this waiver names neither a `path` nor a `fingerprint`: it would cover everything",
                "豁免既无 `path` 也无 `fingerprint`，将覆盖一切",
            );
            self.wrong(list, item.with("path"), "scope", message);
            return None;
        }
        let glob = |path: &String| {
            let glob = GlobBuilder::new(path.trim_start_matches("./")).literal_separator(true).build();
            glob.map(|glob| (path.clone(), glob.compile_matcher()))
        };
        let path = match text("path").map(glob).transpose() {
            Ok(path) => path,
            Err(error) => {
                let kind = error.kind();
                let message = both(format!("this is no glob: {kind}"), format!("不是有效的通配符：{kind}"));
                self.wrong(list, item.with("path"), "scope", message);
                None
            }
        };
        let pointer = texts.get("pointer").map(|text| Pointer::parse(text));
        if pointer == Some(None) {
            let message =
                both("this is no JSON Pointer: it starts with `/`", "不是 JSON Pointer：须以 `/` 开头");
            self.wrong(list, item.with("pointer"), "scope", message);
        }
        let fingerprint = text("fingerprint").cloned();
        Some(Scope::Named { list, item: item.clone(), path, pointer: pointer.flatten(), fingerprint })
    }

    /// Why a rule cannot be waived.
    pub(super) fn refusal(&self, id: &str) -> Option<Message> {
        if id.is_empty() || id == "?" {
            return None;
        }
        let rules = &self.setting.policies.rules;
        match rules.iter().find(|rule| rule.id == id) {
            Some(rule) if rule.can_be_waived() => None,
            Some(_) => Some(both(
                format!("{id} cannot be waived: a statute forbids what it finds, or nothing makes up for it"),
                format!("{id} 不得豁免：属法律明令禁止，或无法以其他措施弥补"),
            )),
            None => {
                let ids = rules.iter().map(|rule: &Rule| rule.id.as_str());
                let (en, zh) = match similar(id, ids) {
                    Some(similar) => {
                        (format!("; did you mean {similar}?"), format!("；是否应为 {similar}？"))
                    }
                    None => (String::new(), String::new()),
                };
                Some(both(
                    format!("no loaded rule has the id {id:?}, so this waiver matches nothing{en}"),
                    format!("没有编号为“{id}”的规则，该豁免不对应任何检查结果{zh}"),
                ))
            }
        }
    }

    /// Why a term is none that a waiver may have.
    pub(super) fn too_long(&self, from: NaiveDate, until: NaiveDate) -> Option<Message> {
        let (days, most) = ((until - from).num_days(), self.term);
        if days < 0 {
            return Some(both("this day is before the one on which it was granted", "失效日期早于批准日期"));
        }
        (days > most).then(|| {
            both(
                format!("this waiver holds for {days} days; {most} are allowed"),
                format!("豁免期限为 {days} 天，最长 {most} 天"),
            )
        })
    }

    /// Tells what is wrong with the waiver whose turn it is.
    pub(super) fn wrong(&mut self, list: &Document, pointer: Pointer, check: &str, message: Message) {
        let told = (Severity::High, check, message);
        self.found.push(locate::wrong_at(list, pointer, self.rule, told, None));
        self.fail();
    }

    /// The same of a comment.
    pub(super) fn wrong_label(&mut self, label: Label, check: &str, message: Message) {
        let told = (Severity::High, check, message);
        self.found.push(locate::wrong_with(label, self.rule, told, None));
        self.fail();
    }

    /// The turn of another waiver, and its number.
    pub(super) fn turn(&mut self) -> usize {
        self.failed.push(false);
        self.failed.len() - 1
    }

    pub(super) fn claim(&mut self, claim: Claim<'d>) {
        self.claims.push(claim);
    }

    fn fail(&mut self) {
        if let Some(failed) = self.failed.last_mut() {
            *failed = true;
        }
    }

    /// Gives findings their waivers, then tells which waivers are past, near their end, or for nothing.
    fn cover(&mut self, findings: &mut [Finding]) {
        let claims = std::mem::take(&mut self.claims);
        let today = self.setting.today;
        let mut of_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, claim) in claims.iter().enumerate() {
            let holds = claim.waiver.created.is_none_or(|created| created <= today);
            if holds && today <= claim.waiver.expires {
                of_rule.entry(&claim.rule).or_default().push(at);
            }
        }
        let mut covers = vec![0; claims.len()];
        for finding in findings {
            let waivers = of_rule.get(self.setting.id(finding)).into_iter().flatten();
            let covering: Vec<usize> =
                waivers.copied().filter(|at| claims[*at].scope.covers(finding)).collect();
            for &at in covering.iter().rev() {
                covers[at] += 1;
                finding.status = Status::Waived(claims[at].waiver.clone());
            }
        }
        for (claim, covers) in claims.into_iter().zip(covers) {
            self.outlook(&claim, covers > 0);
            self.listed.push(Listed { waiver: claim.waiver, rule: claim.rule, covers });
        }
    }

    /// Tells of a waiver that keeps to the rules but is past, near its end, or for nothing.
    fn outlook(&mut self, claim: &Claim<'d>, used: bool) {
        let (today, expires) = (self.setting.today, claim.waiver.expires);
        let left = (expires - today).num_days();
        let future = claim.waiver.created.is_some_and(|created| created > today);
        let (severity, check, message, member) = if left < 0 {
            let message = both(
                format!("this waiver expired on {expires}: it covers nothing any more"),
                format!("豁免已于 {expires} 失效，不再生效"),
            );
            (Severity::High, "expired", message, "expires")
        } else if !used && !future && self.would_match(claim) {
            let message = both("this waiver matches no finding", "该豁免不对应任何检查结果");
            (Severity::High, "unused", message, "rule")
        } else if used && left <= NOTICE_DAYS {
            let message = both(
                format!("this waiver expires on {expires}, in {left} days"),
                format!("豁免将于 {expires} 失效，还剩 {left} 天"),
            );
            (Severity::Info, "expiring", message, "expires")
        } else {
            return;
        };
        let told = (severity, check, message);
        let found = match &claim.scope {
            Scope::Named { list, item, .. } => {
                locate::wrong_at(list, item.with(member), self.rule, told, None)
            }
            Scope::Here(here) => locate::wrong_with(here.label(), self.rule, told, None),
        };
        self.found.push(found);
        self.failed[claim.turn] |= severity > Severity::Info;
    }

    /// True if a waiver would have met its findings in this run: its rule ran, and the files that it names were
    /// checked or are gone. What was not looked at says nothing.
    fn would_match(&self, claim: &Claim<'_>) -> bool {
        let rules = self.setting.policies.rules.iter().zip(self.setting.ran);
        if !rules.filter(|(rule, _)| rule.id == claim.rule).any(|(_, ran)| *ran) {
            return false;
        }
        let Scope::Named { list, path, .. } = &claim.scope else { return true };
        // A list that lies beside what is checked may be about more.
        let whole = !self.setting.beside.contains(&list.source.path);
        let Some((written, glob)) = path else { return whole };
        let mut documents = self.setting.documents.iter().map(|document| document.source.path.as_str());
        if documents.any(|path| names(glob, &list.source.path, path)) {
            return true;
        }
        let folder = list.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = format!("{folder}/{written}");
        let gone = |path: &str| (self.setting.exists)(path) == Presence::Gone;
        let literal = !written.contains(['*', '?', '[', '{']);
        if literal { gone(written) && (folder.is_empty() || gone(&near)) } else { whole }
    }
}

/// A day, as it is always written.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10 && text.is_ascii();
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| plain)
}
