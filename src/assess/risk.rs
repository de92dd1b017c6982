//! The register of risks: how grave each would be without the controls that are linked to it, and what they leave of it.

use super::control::{Control, Outcome};
use super::number::{inside, mean};
use super::param;
use super::read::At;
use crate::document::Document;
use crate::lang::Lang;
use crate::problem::Origin;
use crate::report::Report;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeSet;

/// Highest likelihood and highest impact.
pub const SCALE: i64 = 5;

/// The level of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Up to 4.
    Low,
    /// Up to 9.
    Medium,
    /// Up to 14.
    High,
    /// Up to 25.
    Extreme,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Level; 4] = [Level::Low, Level::Medium, Level::High, Level::Extreme];

    /// The word in documents and reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
            Level::Extreme => "extreme",
        }
    }

    /// The word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Level::Low => lang.pick("low", "低"),
            Level::Medium => lang.pick("medium", "中"),
            Level::High => lang.pick("high", "高"),
            Level::Extreme => lang.pick("extreme", "极高"),
        }
    }
}

/// The highest score of each level, lowest level first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands([i64; 4]);

impl Default for Bands {
    fn default() -> Self {
        Bands([4, 9, 14, 25])
    }
}

impl Bands {
    /// From the parameter `risk_levels`; those of the model where it does not name these four levels in their order.
    pub fn read(levels: &Value) -> Bands {
        let bound = |level: Level| {
            let named = |band: &&Value| band["level"] == level.name();
            levels.as_array()?.iter().find(named)?["up_to"].as_i64()
        };
        let [Some(low), Some(medium), Some(high), Some(extreme)] = Level::ALL.map(bound) else {
            return Bands::default();
        };
        if low < medium && medium < high && high < extreme {
            Bands([low, medium, high, extreme])
        } else {
            Bands::default()
        }
    }

    /// The level of a score; one between two bands belongs to the upper.
    pub fn level(&self, score: Decimal) -> Level {
        let within = |(bound, _): &(i64, Level)| score <= Decimal::from(*bound);
        self.0.into_iter().zip(Level::ALL).find(within).map_or(Level::Extreme, |(_, level)| level)
    }

    /// The lowest and the highest whole score of each level, lowest level first.
    pub fn ranges(&self) -> [(Level, i64, i64); 4] {
        let [low, medium, high, extreme] = self.0;
        let ranges = [(1, low), (low + 1, medium), (medium + 1, high), (high + 1, extreme)];
        let mut levels = Level::ALL.into_iter();
        ranges.map(|(from, to)| (levels.next().unwrap_or(Level::Extreme), from, to))
    }
}

/// A score and its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 25.
    pub value: Decimal,
    /// The level of its band.
    pub level: Level,
    /// Where it stands in the matrix: likelihood and impact, 1 to 5 each.
    pub cell: (i64, i64),
}

/// A control that a risk names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its id.
    pub id: String,
    /// What became of it; `None` if the run has no such control.
    pub outcome: Option<Outcome>,
}

/// What is being done about a risk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Treatment {
    /// What it consists of.
    pub option: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// Last day to finish.
    pub due: Option<NaiveDate>,
    /// Its state as written.
    pub status: Option<String>,
    /// What it costs.
    pub cost: Option<Decimal>,
    /// The state is one of those of finished work.
    pub finished: bool,
    /// Days since the last day to finish, where it passed and the treatment is not finished.
    pub overdue: Option<i64>,
}

/// A risk of the register.
#[derive(Debug, Clone)]
pub struct Risk {
    /// Its id.
    pub id: String,
    /// What may happen.
    pub title: Option<String>,
    /// Its kind: technical, operational, market, legal.
    pub category: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What is done about it: mitigate, avoid, transfer, accept.
    pub response: Option<String>,
    /// Its state as written.
    pub status: Option<String>,
    /// Likelihood times impact; `None` unless both are whole numbers from 1 to 5.
    pub inherent: Option<Score>,
    /// `100 * sum(s * e * r) / sum(s)` of the linked controls that apply; `None` if there is none.
    pub quality: Option<Decimal>,
    /// `inherent * (1 - quality / 100)`; the inherent one where no linked control applies.
    pub residual: Option<Score>,
    /// The controls that it names, each once.
    pub controls: Vec<Linked>,
    /// What is being done.
    pub treatment: Option<Treatment>,
    /// It is over, and stands in no matrix.
    pub closed: bool,
    /// Where it stands.
    pub at: Origin,
}

/// The risks of a platform.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// The risks, the gravest first.
    pub risks: Vec<Risk>,
    /// The bands of the levels.
    pub bands: Bands,
    /// How many RiskRegister documents there are.
    pub documents: usize,
}

impl Register {
    /// Reads the registers of a platform, or all where it is not known which, beside what became of the controls.
    pub fn read(
        report: &Report,
        documents: &[Document],
        controls: &[Control],
        platform: Option<&str>,
    ) -> Register {
        let bands = Bands::read(&param::value(&report.policies, "risk_levels"));
        let reader = Reader {
            controls,
            bands,
            finished: param::value(&report.policies, "finished_states"),
            today: report.as_of,
        };
        let registers = documents.iter().filter(|document| document.top("kind") == Some("RiskRegister"));
        let of_platform = |root: &At<'_>| {
            let own = root.at(&["metadata", "platform"]);
            platform.is_none_or(|wanted| own.and_then(|own| own.text()) == Some(wanted))
        };
        let roots: Vec<At<'_>> = registers.map(At::root).filter(of_platform).collect();
        let listed = roots.iter().filter_map(|root| root.get("spec")).flat_map(|spec| spec.list("risks"));
        let mut risks: Vec<Risk> = listed.filter_map(|at| reader.risk(&at)).collect();
        let value = |risk: &Risk| risk.inherent.map(|score| score.value);
        risks.sort_by(|a, b| value(b).cmp(&value(a)).then_with(|| a.id.cmp(&b.id)));
        Register { risks, bands, documents: roots.len() }
    }

    /// The risks that are not over.
    pub fn open(&self) -> impl Iterator<Item = &Risk> {
        self.risks.iter().filter(|risk| !risk.closed)
    }

    /// The risks that are not over and name a control, the gravest first.
    pub fn linked(&self, control: &str) -> impl Iterator<Item = &Risk> {
        self.open().filter(move |risk| risk.controls.iter().any(|linked| linked.id == control))
    }
}

/// What risks are read beside.
struct Reader<'r> {
    controls: &'r [Control],
    bands: Bands,
    finished: Value,
    today: NaiveDate,
}

impl Reader<'_> {
    /// Reads a risk. What has the wrong shape is left out, and the rules of the register tell of it.
    fn risk(&self, at: &At<'_>) -> Option<Risk> {
        let controls = self.linked(at);
        let quality = self.quality(&controls);
        let factor = |key: &str| at.get(key)?.int().filter(|factor| (1..=SCALE).contains(factor));
        let inherent = factor("likelihood").zip(factor("impact")).map(|cell| {
            let value = Decimal::from(cell.0 * cell.1);
            Score { value, level: self.bands.level(value), cell }
        });
        let status = at.word("status");
        Some(Risk {
            id: at.word("id")?,
            title: at.word("title"),
            category: at.word("category"),
            owner: at.word("owner"),
            response: at.word("response"),
            closed: status.as_deref().is_some_and(|status| param::is_finished(&self.finished, status)),
            status,
            residual: inherent.map(|inherent| self.residual(inherent, quality)),
            inherent,
            quality,
            controls,
            treatment: at.get("treatment").map(|at| self.treatment(&at)),
            at: at.origin(),
        })
    }

    fn linked(&self, at: &At<'_>) -> Vec<Linked> {
        let mut seen = BTreeSet::new();
        let link = |at: &At<'_>| {
            let id = at.text()?.to_owned();
            let outcome = self.controls.iter().find(|control| control.id == id).map(Control::outcome);
            seen.insert(id.clone()).then_some(Linked { id, outcome })
        };
        at.list("controls").iter().filter_map(link).collect()
    }

    fn quality(&self, linked: &[Linked]) -> Option<Decimal> {
        let named = |control: &&Control| linked.iter().any(|linked| linked.id == control.id);
        let applied = self.controls.iter().filter(|control| control.applies()).filter(named);
        mean(applied.map(|control| (control.weight(), Decimal::ONE_HUNDRED * control.credit(Decimal::ZERO))))
    }

    /// Controls make a risk less likely, so the residual one stands at the same impact; its likelihood is rounded.
    fn residual(&self, inherent: Score, quality: Option<Decimal>) -> Score {
        let left = Decimal::ONE - quality.unwrap_or_default() / Decimal::ONE_HUNDRED;
        let value = inside(inherent.value * left);
        let (highest, impact) = inherent.cell;
        // The first likelihood that the exact one is not half a step above.
        let above = |likelihood: &i64| value * Decimal::TWO < Decimal::from((2 * likelihood + 1) * impact);
        let likelihood = (1..highest).find(above).unwrap_or(highest);
        Score { value, level: self.bands.level(value), cell: (likelihood, impact) }
    }

    fn treatment(&self, at: &At<'_>) -> Treatment {
        let status = at.word("status");
        let finished = status.as_deref().is_some_and(|status| param::is_finished(&self.finished, status));
        let due = at.day("due");
        let late = due.map(|due| (self.today - due).num_days());
        Treatment {
            option: at.word("option"),
            owner: at.word("owner"),
            due,
            status,
            cost: at.get("cost").and_then(|at| at.written()?.trim().parse().ok()),
            finished,
            overdue: late.filter(|late| *late > 0 && !finished),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn levels_follow_their_bands() {
        let bands = Bands::read(&param::builtin("risk_levels"));
        assert_eq!(bands, Bands::default());
        for (score, level) in [
            ("0", Level::Low),
            ("4", Level::Low),
            ("4.0001", Level::Medium),
            ("5", Level::Medium),
            ("9", Level::Medium),
            ("9.5", Level::High),
            ("14", Level::High),
            ("14.01", Level::Extreme),
            ("25", Level::Extreme),
        ] {
            assert_eq!(bands.level(score.parse().unwrap()), level, "{score}");
        }
    }

    #[test]
    fn other_bands_are_taken_only_where_they_can_be_followed() {
        let band = |level: &str, up_to: i64| json!({"level": level, "up_to": up_to});
        let own = json!([band("low", 3), band("medium", 8), band("high", 12), band("extreme", 25)]);
        assert_eq!(Bands::read(&own), Bands([3, 8, 12, 25]));
        for wrong in [
            json!(null),
            json!("low"),
            json!([band("low", 3), band("medium", 8), band("severe", 12), band("extreme", 25)]),
            json!([band("low", 9), band("medium", 8), band("high", 12), band("extreme", 25)]),
        ] {
            assert_eq!(Bands::read(&wrong), Bands::default(), "{wrong}");
        }
    }
}
