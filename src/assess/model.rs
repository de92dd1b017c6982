//! The indicators of the model, their weights, and what it says of single controls.

use super::ahp::Weights;
use super::read::At;
use crate::document::{self, Document, Format, Limits};
use crate::framework::Bilingual;
use crate::policy::pack;
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file of the `custody` pack that holds the model.
const FILE: &str = "custody/weights.yaml";

/// A dimension or a sub-indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its key, such as `TEC` or `TEC.ENC`.
    pub key: String,
    /// Its title.
    pub title: Bilingual,
}

/// The model of an assessment.
#[derive(Debug)]
pub struct Model {
    /// The dimensions.
    pub dimensions: Vec<Heading>,
    /// The sub-indicators.
    pub indicators: Vec<Heading>,
    /// Weights by group: `DIM5`, `DIM4`, and one for each dimension.
    pub weights: BTreeMap<String, Weights>,
    rest: Rest,
    /// The profiles that there are.
    platforms: Vec<String>,
    view: View,
}

/// How many dimensions there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Those of the model.
    #[default]
    Five,
    /// Without fund custody, whose sub-indicators count among those of risk control and compliance.
    Four,
}

/// What the file says beside titles and matrices.
#[derive(Debug, Deserialize)]
struct Rest {
    no_compensation: Vec<String>,
    four_dimensions: BTreeMap<String, String>,
    profiles: BTreeMap<String, Vec<String>>,
}

impl Model {
    /// The built-in model, the matrices replaced that an Assessment document gives in `weights`.
    ///
    /// # Errors
    /// Everything that is wrong with a matrix.
    pub fn read(instead: Option<&At<'_>>) -> Result<Model, Vec<Problem>> {
        let document = builtin()?;
        let root = At::root(&document);
        let (dimensions, indicators) = (headings(&root, "dimensions"), headings(&root, "indicators"));
        let mut weights = BTreeMap::new();
        let mut problems = Vec::new();
        for (group, matrix) in root.get("matrices").map(|all| all.entries()).unwrap_or_default() {
            let matrix = instead.and_then(|instead| instead.get(&group)).unwrap_or(matrix);
            match Weights::read(&group, &names(&group, &dimensions, &indicators), &matrix) {
                Ok(read) => {
                    weights.insert(group, read);
                }
                Err(wrong) => problems.extend(wrong),
            }
        }
        let rest = serde_json::from_value(root.json())
            .map_err(|error| vec![Problem::policy(root.anchor(), error.to_string())])?;
        let model = Model { dimensions, indicators, weights, rest, platforms: profiles(), view: View::Five };
        if problems.is_empty() { Ok(model) } else { Err(problems) }
    }

    /// The model in another view.
    pub fn viewed(mut self, view: View) -> Model {
        self.view = view;
        let group = self.group();
        let names = self.weights.get(group).map(|weights| weights.names.clone()).unwrap_or_default();
        self.dimensions.retain(|dimension| names.contains(&dimension.key));
        self
    }

    /// The group that weighs the dimensions.
    fn group(&self) -> &'static str {
        match self.view {
            View::Five => "DIM5",
            View::Four => "DIM4",
        }
    }

    /// The dimension that a sub-indicator counts in.
    pub fn dimension_of<'m>(&'m self, indicator: &'m str) -> &'m str {
        let folded = self.rest.four_dimensions.get(indicator).filter(|_| self.view == View::Four);
        folded.map_or_else(|| own_dimension(indicator), String::as_str)
    }

    /// The weight of a dimension.
    pub fn dimension_weight(&self, dimension: &str) -> Decimal {
        self.weight(self.group(), dimension)
    }

    /// The weight of a sub-indicator within its dimension. Where sub-indicators of two dimensions count together, they
    /// share it as they share the whole among the five.
    pub fn indicator_weight(&self, indicator: &str) -> Decimal {
        let own = |indicator: &str| {
            indicator.split_once('.').map_or(Decimal::ZERO, |(dimension, name)| self.weight(dimension, name))
        };
        if self.view == View::Five {
            return own(indicator);
        }
        let share = |indicator: &str| self.weight("DIM5", own_dimension(indicator)) * own(indicator);
        let home = self.dimension_of(indicator);
        let beside = self.indicators.iter().filter(|other| self.dimension_of(&other.key) == home);
        let all: Decimal = beside.map(|other| share(&other.key)).sum();
        share(indicator).checked_div(all).unwrap_or_default()
    }

    fn weight(&self, group: &str, name: &str) -> Decimal {
        self.weights.get(group).and_then(|weights| weights.of(name)).unwrap_or_default()
    }

    /// True for a sub-indicator of the model.
    pub fn knows(&self, indicator: &str) -> bool {
        self.indicators.iter().any(|known| known.key == indicator)
    }

    /// True if a measure may stand in for a control whose veto was cast.
    pub fn compensable(&self, control: &str) -> bool {
        !self.rest.no_compensation.iter().any(|id| id == control)
    }

    /// True if a platform of a profile may be a Chinese one.
    pub fn is_chinese(&self, platform: Option<&str>) -> bool {
        self.binds(&["cn"], platform)
    }

    /// True if a control with these profiles binds platforms of a profile. One whose profile is not known is bound: one
    /// that is misspelt too.
    pub fn binds(&self, profiles: &[&str], platform: Option<&str>) -> bool {
        let Some(platform) = platform.filter(|name| self.platforms.iter().any(|known| known == name)) else {
            return true;
        };
        let group =
            |name: &str| self.rest.profiles.get(name).is_some_and(|all| all.iter().any(|p| p == platform));
        profiles.is_empty() || profiles.iter().any(|name| *name == "all" || *name == platform || group(name))
    }
}

/// The profiles that platforms may have, as the built-in kind lists them.
pub fn profiles() -> Vec<String> {
    let file = pack::files("custody").find(|(path, _)| *path == "custody/kinds/Platform.yaml");
    let kind: serde_json::Value =
        file.and_then(|(_, text)| serde_yaml::from_str(text).ok()).unwrap_or_default();
    let listed = kind.pointer("/spec/properties/profile/enum").and_then(|list| list.as_array());
    listed.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// The dimension in the key of a sub-indicator.
fn own_dimension(indicator: &str) -> &str {
    indicator.split('.').next().unwrap_or_default()
}

fn builtin() -> Result<Document, Vec<Problem>> {
    let file = pack::files("custody").find(|(path, _)| *path == FILE);
    let source = SourceFile::from_text(format!("policies/{FILE}"), file.map_or("", |(_, text)| text));
    let mut parsed = document::parse(&source, Format::Yaml, &Limits::default());
    match parsed.documents.pop().filter(|_| parsed.problems.is_empty()) {
        Some(document) => Ok(document),
        None => {
            let at = Origin::new(&source, source.line(1).unwrap_or_default());
            parsed.problems.push(Problem::policy(at, "the weights cannot be read"));
            Err(parsed.problems)
        }
    }
}

fn headings(root: &At<'_>, key: &str) -> Vec<Heading> {
    let entries = root.get(key).map(|all| all.entries()).unwrap_or_default();
    let heading = |(key, at): (String, At<'_>)| {
        let word = |lang| at.word(lang).unwrap_or_default();
        Heading { key, title: Bilingual { en: word("en"), zh: word("zh") } }
    };
    entries.into_iter().map(heading).collect()
}

/// What the matrix of a group compares.
fn names<'h>(group: &str, dimensions: &'h [Heading], indicators: &'h [Heading]) -> Vec<&'h str> {
    let all = dimensions.iter().map(|dimension| dimension.key.as_str());
    match group {
        "DIM5" => all.collect(),
        "DIM4" => all.filter(|key| *key != "CUS").collect(),
        _ => {
            let below = |heading: &'h Heading| heading.key.strip_prefix(group)?.strip_prefix('.');
            indicators.iter().filter_map(below).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::exact;
    use super::*;

    #[test]
    fn the_weights_are_those_of_the_model() {
        let model = Model::read(None).unwrap();
        for (group, wanted, lambda, cr) in [
            ("DIM5", "CUS 0.2978 TEC 0.2978 CMP 0.1578 RSK 0.1578 OPS 0.0888", "5.0133", "0.0030"),
            ("DIM4", "TEC 0.3333 CMP 0.3333 RSK 0.1667 OPS 0.1667", "4.0000", "0.0000"),
            ("TEC", "ENC 0.2500 PRO 0.1250 ACC 0.2500 IDS 0.1250 DAT 0.2500", "5.0000", "0.0000"),
            ("OPS", "MGT 0.3509 EMG 0.3509 TRN 0.1891 EDU 0.1091", "4.0104", "0.0038"),
            ("CMP", "LAW 0.5714 SUP 0.2857 STD 0.1429", "3.0000", "0.0000"),
            ("RSK", "ASM 0.3333 WRN 0.3333 DSP 0.3333", "3.0000", "0.0000"),
            ("CUS", "SEG 0.2857 REC 0.2857 AUT 0.2857 AGR 0.1429", "4.0000", "0.0000"),
        ] {
            let weights = &model.weights[group];
            let told: Vec<String> = weights
                .names
                .iter()
                .zip(&weights.weights)
                .map(|(name, w)| format!("{name} {}", exact(*w)))
                .collect();
            assert_eq!(
                (told.join(" ").as_str(), exact(weights.lambda_max).as_str(), exact(weights.cr).as_str()),
                (wanted, lambda, cr)
            );
        }
    }

    #[test]
    fn four_dimensions_weigh_what_the_model_says() {
        let model = Model::read(None).unwrap().viewed(View::Four);
        let dimensions: Vec<String> = model
            .dimensions
            .iter()
            .map(|one| format!("{} {}", one.key, exact(model.dimension_weight(&one.key))))
            .collect();
        assert_eq!(dimensions.join(" "), "TEC 0.3333 CMP 0.3333 RSK 0.1667 OPS 0.1667");
        let told = |home: &str| {
            let own = model.indicators.iter().filter(|one| model.dimension_of(&one.key) == home);
            own.map(|one| format!("{} {}", one.key, exact(model.indicator_weight(&one.key))))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told("TEC"),
            ["TEC.ENC 0.2500", "TEC.PRO 0.1250", "TEC.ACC 0.2500", "TEC.IDS 0.1250", "TEC.DAT 0.2500"]
        );
        assert_eq!(told("CMP"), ["CUS.AGR 0.2124", "CMP.LAW 0.4501", "CMP.SUP 0.2250", "CMP.STD 0.1125"]);
        let custody = ["CUS.SEG 0.2060", "CUS.REC 0.2060", "CUS.AUT 0.2060"];
        let risk = ["RSK.ASM 0.1273", "RSK.WRN 0.1273", "RSK.DSP 0.1273"];
        assert_eq!(told("RSK"), [custody, risk].concat());
        assert_eq!(told("CUS"), Vec::<String>::new());
        let sum = |home: &str| -> Decimal {
            let own = model.indicators.iter().filter(|one| model.dimension_of(&one.key) == home);
            own.map(|one| model.indicator_weight(&one.key)).sum()
        };
        for home in ["TEC", "OPS", "CMP", "RSK"] {
            assert!((sum(home) - Decimal::ONE).abs() < Decimal::new(1, 20), "{home}");
        }
    }

    #[test]
    fn wrong_matrices_are_refused_where_they_are_wrong() {
        for (matrix, place, words) in [
            ("[[1, 2, 4], [1/2, 1, 2], [1/3, 1/2, 1]]", "1/3", "CMP"),
            ("[[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 2]]", "2", "compared with itself"),
            ("[[1, 2], [1/2, 1]]", "matrix", "3 rows"),
            ("[[1, 2, 4], [1/2, 1, 2], [1/4, 1/2]]", "[1/4, 1/2]", "3 rows"),
            ("[[1, 2, 10], [1/2, 1, 2], [1/10, 1/2, 1]]", "10", "no judgement"),
            ("[[1, 2, x], [1/2, 1, 2], [1/0, 1/2, 1]]", "x", "no judgement"),
            ("[[1, 9, 1/9], [1/9, 1, 9], [9, 1/9, 1]]", "9", "contradict"),
        ] {
            let text = format!("CMP:\n  names: [LAW, SUP, STD]\n  matrix: {matrix}\n");
            let source = SourceFile::from_text("a.yaml", text);
            let document = document::parse(&source, Format::Yaml, &Limits::default()).documents.remove(0);
            let problems = Model::read(Some(&At::root(&document))).unwrap_err();
            let at = problems[0].origin().unwrap();
            assert_eq!(at.source.slice(at.span), place, "{matrix}");
            let told = problems[0].to_string();
            assert!(told.contains(words) || words == "CMP" && told.contains("LAW"), "{told}");
        }
    }
    #[test]
    fn the_pair_that_hurts_most_is_named() {
        let text = "OPS:\n  names: [MGT, EMG, TRN, EDU]\n  matrix:\n    - [1, 1, 2, 1/9]\n    - [1, 1, 2, 3]\n    \
                    - [1/2, 1/2, 1, 2]\n    - [9, 1/3, 1/2, 1]\n";
        let source = SourceFile::from_text("a.yaml", text);
        let document = document::parse(&source, Format::Yaml, &Limits::default()).documents.remove(0);
        let problems = Model::read(Some(&At::root(&document))).unwrap_err();
        let at = problems[0].origin().unwrap();
        assert_eq!((problems.len(), at.source.slice(at.span)), (1, "1/9"));
        assert!(problems[0].to_string().contains("MGT against EDU, 1/9"), "{}", problems[0]);
    }
}
