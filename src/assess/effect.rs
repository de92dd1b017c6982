//! The effect of an improvement: what its EffectMetrics document says it cost and brought.

use super::number::{inside, shown};
use super::read::At;
use crate::document::Document;
use crate::lang::Lang;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::str::FromStr as _;

/// A figure before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// Before the improvement.
    pub before: Option<Decimal>,
    /// After it.
    pub after: Option<Decimal>,
}

impl Figure {
    /// How much it rose.
    pub fn change(self) -> Option<Decimal> {
        self.after?.checked_sub(self.before?).map(|change| change.normalize())
    }
}

/// What one EffectMetrics document says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// Its name.
    pub name: String,
    /// Day of the assessment before.
    pub from: Option<NaiveDate>,
    /// Day of the assessment after.
    pub until: Option<NaiveDate>,
    /// What the improvement cost.
    pub cost: Option<Decimal>,
    /// Loss that it is reckoned to have avoided.
    pub avoided_loss: Option<Decimal>,
    /// Currency of both.
    pub currency: Option<String>,
    /// How the avoided loss was reckoned.
    pub basis: Option<String>,
    /// Satisfaction of users, in percent.
    pub satisfaction: Figure,
    /// Availability of the service, in percent.
    pub availability: Figure,
    /// Incidents in a year.
    pub incidents: Figure,
}

impl Effect {
    /// `(avoided loss - cost) / cost`; `None` where either is not given or the improvement cost nothing.
    pub fn roi(&self) -> Option<Decimal> {
        let cost = self.cost?;
        self.avoided_loss?.checked_sub(cost)?.checked_div(cost).map(inside)
    }

    /// True if both are given, and there is no return since the improvement cost nothing.
    pub fn is_free(&self) -> bool {
        self.cost == Some(Decimal::ZERO) && self.avoided_loss.is_some()
    }

    /// What an effect says, a name and a value each.
    pub fn told(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let currency = self.currency.as_deref().map(|currency| format!(" {currency}")).unwrap_or_default();
        let none = || lang.pick("not given", "未提供").to_owned();
        let money =
            |amount: Option<Decimal>| amount.map_or_else(none, |amount| format!("{amount}{currency}"));
        let roi = match self.roi() {
            Some(roi) => format!("{}%", shown(roi * Decimal::ONE_HUNDRED)),
            None if self.is_free() => lang
                .pick("none: it cost nothing, and nothing can be divided by that", "无：成本为零，无法计算")
                .to_owned(),
            None => lang
                .pick("not known: cost or avoided loss is not given", "未知：未提供成本或避免的损失")
                .to_owned(),
        };
        let percent = lang.pick(" (percent)", "（%）");
        let mut lines = vec![
            (lang.pick("satisfaction", "用户满意度"), figure(self.satisfaction, percent, lang)),
            (lang.pick("availability", "系统可用性"), figure(self.availability, percent, lang)),
            (lang.pick("incidents in a year", "年度安全事件数"), figure(self.incidents, "", lang)),
            (lang.pick("cost", "投入成本"), money(self.cost)),
            (lang.pick("avoided loss", "避免的损失"), money(self.avoided_loss)),
            (lang.pick("return on investment", "投资回报率"), roi),
        ];
        lines.extend(self.basis.clone().map(|basis| (lang.pick("reckoned from", "测算依据"), basis)));
        lines
    }
}

fn figure(figure: Figure, unit: &str, lang: Lang) -> String {
    let given = |number: Option<Decimal>| {
        number.map_or_else(|| lang.pick("not given", "未提供").to_owned(), |n| n.to_string())
    };
    let change = figure.change().map(|change| {
        let sign = if change > Decimal::ZERO { "+" } else { "" };
        lang.pick(format!(" ({sign}{change})"), format!("（{sign}{change}）"))
    });
    format!("{} → {}{}{unit}", given(figure.before), given(figure.after), change.unwrap_or_default())
}

/// The effects of a platform, or of all where none is named, by name. What has the wrong shape is left out, and the
/// rule `schema` tells of it.
pub fn effects(documents: &[Document], platform: Option<&str>) -> Vec<Effect> {
    let own = |root: &At<'_>| {
        platform.is_none_or(|wanted| {
            root.at(&["metadata", "platform"]).and_then(|at| at.text()).is_none_or(|name| name == wanted)
        })
    };
    let documents = documents.iter().filter(|document| document.top("kind") == Some("EffectMetrics"));
    let mut effects: Vec<Effect> =
        documents.map(At::root).filter(own).filter_map(|root| effect(&root)).collect();
    effects.sort_by(|one, other| (one.until, &one.name).cmp(&(other.until, &other.name)));
    effects
}

fn effect(root: &At<'_>) -> Option<Effect> {
    let spec = root.get("spec")?;
    let figure = |key: &str| {
        let part = |side: &str| spec.at(&[key, side]).and_then(|at| number(&at));
        Figure { before: part("before"), after: part("after") }
    };
    let day = |side: &str| spec.at(&["period", side]).and_then(|at| at.date());
    Some(Effect {
        name: root.at(&["metadata", "name"]).and_then(|at| at.text()).unwrap_or_default().to_owned(),
        from: day("before"),
        until: day("after"),
        cost: spec.get("cost").and_then(|at| number(&at)),
        avoided_loss: spec.get("avoided_loss").and_then(|at| number(&at)),
        currency: spec.word("currency"),
        basis: spec.word("basis"),
        satisfaction: figure("satisfaction"),
        availability: figure("availability"),
        incidents: figure("incidents"),
    })
}

/// The number as it is written, so that 99.95 stays 99.95.
fn number(at: &At<'_>) -> Option<Decimal> {
    at.json().is_number().then(|| at.written()).flatten().and_then(decimal)
}

/// A decimal, with or without an exponent.
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim_start_matches('+');
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok().map(|number| number.normalize())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::document::{Format, Limits, parse};
    use crate::source::SourceFile;

    fn read(spec: &str) -> Vec<Effect> {
        let text = format!("kind: EffectMetrics\nmetadata: {{name: e, platform: p}}\nspec: {spec}\n");
        let source = SourceFile::from_text("e.yaml", text);
        effects(&parse(&source, Format::Yaml, &Limits::default()).documents, Some("p"))
    }

    #[test]
    fn return_is_reckoned_and_never_divided_by_nothing() {
        for (spec, roi, free) in [
            ("{cost: 2400000, avoided_loss: 5400000}", Some("1.2500"), false),
            ("{cost: 3, avoided_loss: 1}", Some("-0.6667"), false),
            ("{cost: 2.4e6, avoided_loss: 5.4E+6}", Some("1.2500"), false),
            ("{cost: 0, avoided_loss: 1}", None, true),
            ("{cost: 0.0, avoided_loss: 1}", None, true),
            ("{cost: 1}", None, false),
            ("{avoided_loss: 1}", None, false),
            ("{cost: 1e300, avoided_loss: 1}", None, false),
            (
                "{cost: -79228162514264337593543950335, avoided_loss: 79228162514264337593543950335}",
                None,
                false,
            ),
            ("{cost: '12', avoided_loss: .nan}", None, false),
            ("{cost: [1], avoided_loss: {a: 1}}", None, false),
            ("[]", None, false),
        ] {
            let effect = read(spec).remove(0);
            assert_eq!(effect.roi().map(crate::assess::number::exact).as_deref(), roi, "{spec}");
            assert_eq!(effect.is_free(), free, "{spec}");
        }
    }

    #[test]
    fn figures_stay_as_they_are_written() {
        let effect = read("{availability: {before: 99.91, after: 99.950}, incidents: {after: 1}}").remove(0);
        assert_eq!(effect.availability.change().unwrap().to_string(), "0.04");
        assert_eq!(
            (effect.incidents.change(), effect.incidents.after.unwrap().to_string()),
            (None, "1".into())
        );
    }

    #[test]
    fn those_of_other_platforms_are_not_ours() {
        let source = SourceFile::from_text(
            "e.yaml",
            "kind: EffectMetrics\nmetadata: {name: e, platform: q}\nspec: {cost: 1}\n",
        );
        let documents = parse(&source, Format::Yaml, &Limits::default()).documents;
        assert_eq!((effects(&documents, Some("p")).len(), effects(&documents, None).len()), (0, 1));
    }
}
