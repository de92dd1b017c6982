//! Evidence: what the result of a control rests on, and how much it counts for.
//!
//! Documents of a platform are what people write of themselves: a declaration, whatever they are about. More counts what
//! was seen: by rules over the files that configure the systems, or in a piece of evidence.

pub mod file;

use super::param;
use super::read::At;
use crate::document::Pointer;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::policy::Judge;
use crate::problem::Origin;
use crate::report::Report;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::HashSet;

/// How evidence came about, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody looked on site.
    Onsite,
    /// A machine collected it.
    Machine,
    /// A document.
    Document,
    /// Whoever answers for it says so.
    SelfDeclared,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Onsite, Kind::Machine, Kind::Document, Kind::SelfDeclared];

    /// The words for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Kind::Onsite => lang.pick("on site", "现场"),
            Kind::Machine => lang.pick("by machine", "机器采集"),
            Kind::Document => lang.pick("document", "文件"),
            Kind::SelfDeclared => lang.pick("self-declared", "自我声明"),
        }
    }

    /// The word in documents.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Onsite => "onsite",
            Kind::Machine => "machine",
            Kind::Document => "document",
            Kind::SelfDeclared => "self_declared",
        }
    }
}

/// What takes from the worth of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// No file with a hash: a claim, and worth as much as one.
    Unhashed,
    /// Collected on site by whoever answers for it, or by nobody who is named: a claim.
    Own,
    /// Older than allowed: worth one step less.
    Stale,
    /// No day, or one to come: worth nothing.
    Undated,
    /// The file is not the one that was collected: worth nothing.
    Broken,
    /// Of no kind that is known: worth nothing.
    Unkind,
}

impl Doubt {
    /// The word in reports for programs.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::Unhashed => "unhashed",
            Doubt::Own => "own",
            Doubt::Stale => "stale",
            Doubt::Undated => "undated",
            Doubt::Broken => "broken",
            Doubt::Unkind => "kind_unknown",
        }
    }

    /// The words for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Doubt::Unhashed => {
                lang.pick("no file with a hash, so it is a claim", "无带哈希值的文件，仅为声明")
            }
            Doubt::Own => lang.pick("not collected by another, so it is a claim", "非由他人收集，仅为声明"),
            Doubt::Stale => lang.pick("too old, one step less", "已超过有效期，降一级"),
            Doubt::Undated => lang.pick("no day, or one to come", "没有日期，或日期在将来"),
            Doubt::Broken => lang.pick("the file is not what was collected", "文件与收集时不一致"),
            Doubt::Unkind => lang.pick("its kind is not known", "类型无法识别"),
        }
    }
}

/// An entry of `evidence` in an Assessment document.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The control that it is about.
    pub control: String,
    /// The file, relative to the document.
    pub file: Option<String>,
    /// The hash of the file as it was collected, in lower case.
    pub sha256: Option<String>,
    /// Who collected it.
    pub collector: Option<String>,
    /// Who answers for what it shows.
    pub owner: Option<String>,
    /// The day on which it was collected.
    pub collected_at: Option<NaiveDate>,
    /// How it came about.
    pub kind: Option<Kind>,
    /// What takes from its worth.
    pub doubts: Vec<Doubt>,
    /// What it counts for, from 0 to 1; `None` for what counts for nothing.
    pub factor: Option<Decimal>,
    /// The entry in the document.
    pub pointer: Pointer,
    /// The number of the document in its file.
    pub document: usize,
    /// Where it stands.
    pub at: Origin,
}

/// What the evidence factor of a control rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Rules over real configuration read it, and found nothing that speaks against it.
    Collected,
    /// The documents that decide it are a declaration.
    Declared,
    /// A piece of evidence, by its number.
    Piece(usize),
    /// Nothing: the result is not known, or does not matter.
    Nothing,
}

impl Basis {
    /// The words for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Basis::Collected => lang.pick("collected", "实际配置"),
            Basis::Declared => lang.pick("declared", "自我声明"),
            Basis::Piece(_) => lang.pick("evidence", "证据"),
            Basis::Nothing => lang.pick("nothing", "无依据"),
        }
    }

    /// The word in reports for programs.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Collected => "collected",
            Basis::Declared => "declared",
            Basis::Piece(_) => "evidence",
            Basis::Nothing => "none",
        }
    }
}

/// The factors: on site or by machine 1, a document 0.9, a declaration 0.7, each step further nothing.
fn factor(step: usize) -> Option<Decimal> {
    [Decimal::ONE, Decimal::new(9, 1), Decimal::new(7, 1)].get(step).copied()
}

impl Evidence {
    /// Reads an entry; `None` without a control.
    pub fn read(at: &At<'_>) -> Option<Evidence> {
        let digits = |hash: &String| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let kind = at.word("kind");
        Some(Evidence {
            control: at.word("control")?,
            file: at.word("file"),
            sha256: at.word("sha256").map(|hash| hash.to_lowercase()).filter(digits),
            collector: at.word("collector"),
            owner: at.word("owner"),
            collected_at: at.day("collected_at"),
            kind: Kind::ALL.into_iter().find(|known| kind.as_deref() == Some(known.name())),
            doubts: Vec::new(),
            factor: None,
            pointer: at.document.from_outer(&at.pointer),
            document: at.document.outer(),
            at: at.origin(),
        })
    }

    /// Weighs it: on this day, when evidence counts for so many days, and files hold what was hashed or not.
    pub fn weigh(&mut self, today: NaiveDate, days: i64, holds: Option<bool>) {
        let hashed = self.file.is_some() && self.sha256.is_some() && holds.is_some();
        let age = self.collected_at.map(|day| (today - day).num_days());
        let own = self.kind == Some(Kind::Onsite) && !self.is_independent();
        let doubts = [
            (!hashed && self.kind != Some(Kind::SelfDeclared), Doubt::Unhashed),
            (own, Doubt::Own),
            (age.is_some_and(|age| age > days), Doubt::Stale),
            (age.is_none_or(|age| age < 0), Doubt::Undated),
            (holds == Some(false), Doubt::Broken),
            (self.kind.is_none(), Doubt::Unkind),
        ];
        self.doubts = doubts.into_iter().filter_map(|(holds, doubt)| holds.then_some(doubt)).collect();
        let has = |doubt| self.doubts.contains(&doubt);
        let step = match self.kind {
            _ if has(Doubt::Unhashed) || has(Doubt::Own) => 2,
            Some(Kind::Onsite | Kind::Machine) => 0,
            Some(Kind::Document) => 1,
            _ => 2,
        };
        let void = has(Doubt::Undated) || has(Doubt::Broken) || has(Doubt::Unkind);
        self.factor = factor(step + usize::from(has(Doubt::Stale))).filter(|_| !void);
    }

    fn is_independent(&self) -> bool {
        let person = |name: &Option<String>| name.as_deref().map(|name| name.trim().to_lowercase());
        matches!((person(&self.collector), person(&self.owner)), (Some(a), Some(b)) if a != b)
    }
}

/// Weighs all evidence of a run, whose rule on assessments has looked at the files. Where it has not, no hash
/// is known to hold.
pub fn weigh(evidence: &mut [Evidence], report: &Report) {
    let days = param::value(&report.policies, "evidence_max_age_days").as_i64().unwrap_or_default();
    let rules = report.policies.rules.iter().zip(&report.selected);
    let looked = rules.filter(|(rule, _)| rule.judge == Judge::Assessment).any(|(_, selected)| *selected);
    // Of a piece `/spec/evidence/3`, the finding is at a member.
    let entry = |finding: &Finding| {
        let label = &finding.primary;
        let of_file = finding.check.as_deref().is_some_and(|check| file::CHECKS.contains(&check));
        let judged = of_file && report.rule(finding).judge == Judge::Assessment;
        let steps = label.pointer.steps.split_last().map(|(_, entry)| entry.to_vec())?;
        judged.then(|| (label.source.path.clone(), label.document, steps))
    };
    let broken: HashSet<(String, usize, Vec<String>)> = report.findings.iter().filter_map(entry).collect();
    for piece in evidence {
        let key = (piece.at.source.path.clone(), piece.document, piece.pointer.steps.clone());
        piece.weigh(report.as_of, days, looked.then(|| !broken.contains(&key)));
    }
}

/// What the result of a control rests on, and the factor: the best of what there is, so that evidence that is left out
/// never raises it.
pub fn of(control: &str, collected: bool, evidence: &[Evidence]) -> (Basis, Decimal) {
    let pieces = evidence.iter().enumerate().filter(|(_, piece)| piece.control == control);
    let weighed = pieces.filter_map(|(at, piece)| Some((Basis::Piece(at), piece.factor?)));
    let declared = (Basis::Declared, Decimal::new(7, 1));
    let given = weighed.fold(declared, |best, piece| if piece.1 > best.1 { piece } else { best });
    if collected && given.1 < Decimal::ONE { (Basis::Collected, Decimal::ONE) } else { given }
}
