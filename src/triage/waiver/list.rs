//! Lists of waivers: what each of them says, and what is wrong with it.

use super::{Claim, Judging, Scope, day};
use crate::document::{Document, NodeKind, Pointer};
use crate::finding::Waiver;
use crate::lang::both;
use chrono::NaiveDate;
use globset::GlobBuilder;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The members that a waiver has to have.
const REQUIRED: [&str; 8] =
    ["id", "rule", "reason", "owner", "requested_by", "approved_by", "created", "expires"];
/// Those that say what it covers.
const SCOPE: [&str; 3] = ["path", "pointer", "fingerprint"];

impl<'d> Judging<'_, 'd> {
    /// Judges the waivers of a list.
    pub(in crate::triage) fn list(&mut self, list: &'d Document) {
        let place = list.resolve(&Pointer::from_iter(["spec", "waivers"]));
        let NodeKind::Sequence(items) = &list.node(place.node).kind else {
            self.turn(&list.source, list.anchor_span(list.root(), None));
            let message = both("this document has no list of waivers", "该文档没有豁免清单");
            return self.wrong(list, Pointer::from_iter(["spec", "waivers"]), "complete", message);
        };
        for index in 0..items.len() {
            let item = Pointer::from_iter(["spec".to_owned(), "waivers".to_owned(), index.to_string()]);
            let place = list.resolve(&item);
            self.turn(&list.source, list.anchor_span(place.node, place.key));
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
        self.says(|listed| {
            listed.id = text("id");
            listed.rule = text("rule");
            listed.path = text("path");
            listed.pointer = text("pointer");
            listed.fingerprint = text("fingerprint");
            listed.reason = text("reason");
            listed.owner = text("owner");
            listed.requested_by = text("requested_by");
            listed.approved_by = text("approved_by");
            (listed.created, listed.expires) = (created, expires);
        });
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
        Some(Claim { waiver: Arc::new(waiver), rule, scope: scope?, turn: self.listed.len() - 1 })
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
}
