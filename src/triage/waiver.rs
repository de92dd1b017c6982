//! Waivers: findings that are accepted for a time, by lists and by comments, and what is wrong with them.

mod cover;
mod list;

use super::here::Here;
use super::listed::{Listed, State};
use super::{Judged, Presence, Setting};
use crate::document::{Document, Pointer};
use crate::finding::{Finding, Label, Status, Waiver};
use crate::lang::{Message, both};
use crate::locate;
use crate::policy::{Judge, Rule, Severity};
use crate::similar::similar;
use crate::source::{SourceFile, Span};
use chrono::NaiveDate;
use cover::Index;
use globset::GlobMatcher;
use std::collections::HashMap;
use std::sync::Arc;

/// The kind of documents that hold waivers.
pub const KIND: &str = "WaiverList";
/// The parameter that says how many days a waiver may hold.
const TERM: &str = "waiver_max_days";
/// What it is where no pack says otherwise: half a year.
const TERM_DAYS: i64 = 180;
/// How many days before its end a waiver is noted.
const NOTICE_DAYS: i64 = 14;
/// Ids that no rule has for which one that is meant is looked for.
const UNKNOWN: usize = 100;

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
                pointer.as_ref().is_none_or(|above| label.pointer.steps.starts_with(&above.steps))
                    && fingerprint.as_ref().is_none_or(|fingerprint| *fingerprint == finding.fingerprint)
                    && path
                        .as_ref()
                        .is_none_or(|(_, glob)| names(glob, &list.source.path, &label.source.path))
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
    /// The waivers, by the number of their turn.
    listed: Vec<Listed>,
    ids: HashMap<String, String>,
    /// Rules by their ids.
    rules: HashMap<&'d str, usize>,
    /// Ids so far that no rule has.
    unknown: usize,
}

impl<'s, 'd> Judging<'s, 'd> {
    /// None where no rule judges waivers.
    pub(super) fn new(setting: &'s Setting<'d>) -> Option<Self> {
        let rule = setting.policies.rules.iter().position(|rule| rule.judge == Judge::Waiver)?;
        let term = setting.policies.params.values.get(TERM).and_then(serde_json::Value::as_i64);
        let (claims, found, listed, ids) = (Vec::new(), Vec::new(), Vec::new(), HashMap::new());
        let (term, rules) = (term.unwrap_or(TERM_DAYS), HashMap::new());
        Some(Judging { setting, rule, term, claims, found, listed, ids, rules, unknown: 0 })
    }

    /// Covers findings, and adds what is wrong with the waivers.
    pub(super) fn apply(mut self, findings: &mut Vec<Finding>) -> Judged {
        self.cover(findings);
        let judged = Judged {
            evaluated: self.listed.len(),
            failed: self.listed.iter().filter(|listed| listed.state.fails()).count(),
            violations: self.found.len(),
            listed: self.listed,
        };
        if self.setting.ran[self.rule] {
            findings.extend(self.found);
            return judged;
        }
        Judged { listed: judged.listed, ..Judged::default() }
    }
}

impl<'d> Judging<'_, 'd> {
    /// Why a rule cannot be waived.
    pub(super) fn refusal(&mut self, id: &str) -> Option<Message> {
        if id.is_empty() || id == "?" {
            return None;
        }
        let rules = &self.setting.policies.rules;
        if self.rules.is_empty() {
            self.rules = rules.iter().enumerate().rev().map(|(at, rule)| (rule.id.as_str(), at)).collect();
        }
        match self.rules.get(id).map(|at| &rules[*at]) {
            Some(rule) if rule.can_be_waived() => None,
            Some(_) => Some(both(
                format!("{id} cannot be waived: a statute forbids what it finds, or nothing makes up for it"),
                format!("{id} 不得豁免：属法律明令禁止，或无法以其他措施弥补"),
            )),
            None => {
                let ids = rules.iter().map(|rule: &Rule| rule.id.as_str());
                // A list may be made to name nothing but what nobody knows.
                self.unknown += 1;
                let similar = if self.unknown > UNKNOWN { None } else { similar(id, ids) };
                let (en, zh) = match similar {
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
        self.fault(&message);
        let told = (Severity::High, check, message);
        self.found.push(locate::wrong_at(list, pointer, self.rule, told, None));
    }

    /// The same of a comment.
    pub(super) fn wrong_label(&mut self, label: Label, check: &str, message: Message) {
        self.fault(&message);
        let told = (Severity::High, check, message);
        self.found.push(locate::wrong_with(label, self.rule, told, None));
    }

    /// The turn of another waiver, and its number.
    pub(super) fn turn(&mut self, source: &Arc<SourceFile>, span: Span) -> usize {
        self.listed.push(Listed::at(source, span));
        self.listed.len() - 1
    }

    /// Tells the list what the waiver whose turn it is says.
    pub(super) fn says(&mut self, tell: impl FnOnce(&mut Listed)) {
        if let Some(listed) = self.listed.last_mut() {
            tell(listed);
        }
    }

    pub(super) fn claim(&mut self, claim: Claim<'d>) {
        self.claims.push(claim);
    }

    fn fault(&mut self, message: &Message) {
        self.says(|listed| {
            listed.state = State::Invalid;
            listed.faults.push(message.clone());
        });
    }

    /// Gives findings their waivers, then tells which waivers are past, near their end, or for nothing.
    fn cover(&mut self, findings: &mut [Finding]) {
        let claims = std::mem::take(&mut self.claims);
        let today = self.setting.today;
        let began = |claim: &Claim<'d>| claim.waiver.created.is_none_or(|created| created <= today);
        let mut index = Index::new(&claims, |claim| began(claim) && today <= claim.waiver.expires);
        for finding in findings {
            let covering = index.covering(self.setting.id(finding), finding);
            if let Some(at) = covering.filter(|_| finding.is_open()) {
                finding.status = Status::Waived(claims[at].waiver.clone());
            }
        }
        let covers = index.covers();
        for (claim, covers) in claims.iter().zip(covers) {
            let state = self.state(claim, covers > 0);
            self.outlook(claim, state);
            let listed = &mut self.listed[claim.turn];
            (listed.state, listed.covers) = (state, covers);
        }
    }

    /// What has become of a waiver that keeps to the rules.
    fn state(&self, claim: &Claim<'d>, used: bool) -> State {
        let today = self.setting.today;
        if claim.waiver.expires < today {
            State::Expired
        } else if claim.waiver.created.is_some_and(|created| created > today) {
            State::Pending
        } else if used {
            State::Active
        } else if self.would_match(claim) {
            State::Unused
        } else {
            State::Unchecked
        }
    }

    /// Tells of a waiver that keeps to the rules but is past, near its end, or for nothing.
    fn outlook(&mut self, claim: &Claim<'d>, state: State) {
        let expires = claim.waiver.expires;
        let left = (expires - self.setting.today).num_days();
        let (severity, check, message, member) = match state {
            State::Expired => {
                let message = both(
                    format!("this waiver expired on {expires}: it covers nothing any more"),
                    format!("豁免已于 {expires} 失效，不再生效"),
                );
                (Severity::High, "expired", message, "expires")
            }
            State::Unused => {
                let message = both("this waiver matches no finding", "该豁免不对应任何检查结果");
                (Severity::High, "unused", message, "rule")
            }
            State::Active if left <= NOTICE_DAYS => {
                let message = both(
                    format!("this waiver expires on {expires}; days left: {left}"),
                    format!("豁免将于 {expires} 失效，还剩 {left} 天"),
                );
                (Severity::Info, "expiring", message, "expires")
            }
            State::Active | State::Pending | State::Unchecked | State::Invalid => return,
        };
        let told = (severity, check, message);
        self.found.push(match &claim.scope {
            Scope::Named { list, item, .. } => {
                locate::wrong_at(list, item.with(member), self.rule, told, None)
            }
            Scope::Here(here) => locate::wrong_with(here.label(), self.rule, told, None),
        });
    }

    /// True if a waiver would have met its findings in this run: its rule ran, and the files that it names were
    /// checked or are gone. What was not looked at says nothing.
    fn would_match(&self, claim: &Claim<'_>) -> bool {
        if self.setting.options.partial {
            return false;
        }
        let rules = self.setting.policies.rules.iter().zip(self.setting.ran);
        if !rules.filter(|(rule, _)| rule.id == claim.rule).any(|(_, ran)| *ran) {
            return false;
        }
        let Scope::Named { list, path, .. } = &claim.scope else { return true };
        // A list that lies beside what is checked may be about more.
        let whole = !self.setting.beside.contains(&list.source.path);
        let Some((written, glob)) = path else { return whole };
        let folder = list.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = format!("{folder}/{written}");
        let literal = !written.contains(['*', '?', '[', '{']);
        let found = |path: &str| (self.setting.exists)(path) == Presence::Checked;
        if literal && (found(written.trim_start_matches("./")) || found(near.trim_start_matches('/'))) {
            return true;
        }
        let mut documents = self.setting.documents.iter().map(|document| document.source.path.as_str());
        if !literal && documents.any(|path| names(glob, &list.source.path, path)) {
            return true;
        }
        let gone = |path: &str| (self.setting.exists)(path) == Presence::Gone;
        if literal { gone(written) && (folder.is_empty() || gone(&near)) } else { whole }
    }
}

/// A day, as it is always written.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10 && text.is_ascii();
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| plain)
}
