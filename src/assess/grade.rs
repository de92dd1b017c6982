//! The grade: from the total, held down by what must not be outweighed.

use super::control::{Control, Outcome, Veto};
use super::number::{mean, outside};
use super::score::Scores;
use crate::lang::{Lang, Message, both};
use crate::policy::Severity;
use rust_decimal::Decimal;

/// A grade, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
#[value(rename_all = "UPPER")]
#[allow(missing_docs)]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
}

impl Grade {
    /// Its letter.
    pub fn name(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::E => "E",
        }
    }

    /// The grade of a total, as it is shown.
    fn of(total: Decimal) -> Grade {
        let total = outside(total);
        let bounds = [(90, Grade::A), (80, Grade::B), (70, Grade::C), (60, Grade::D)];
        bounds
            .into_iter()
            .find(|(bound, _)| total >= Decimal::from(*bound))
            .map_or(Grade::E, |(_, grade)| grade)
    }
}

/// The word of the graded-protection rule of 2025, from the plain pass rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Above 90% and no veto.
    Conforms,
    /// From 60%.
    Mostly,
    /// Below 60%.
    Not,
}

impl Word {
    /// The word.
    pub fn get(self, lang: Lang) -> &'static str {
        match self {
            Word::Conforms => lang.pick("conforms", "符合"),
            Word::Mostly => lang.pick("mostly conforms", "基本符合"),
            Word::Not => lang.pick("does not conform", "不符合"),
        }
    }
}

/// A bound on the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The best grade that is left.
    pub grade: Grade,
    /// Why.
    pub reason: Message,
}

/// The grade and what it comes from.
#[derive(Debug, Clone)]
pub struct Grading {
    /// The grade; `None` where it is withheld.
    pub grade: Option<Grade>,
    /// What the total alone would give.
    pub by_total: Option<Grade>,
    /// What holds it down, worst first.
    pub caps: Vec<Cap>,
    /// Why there is no grade.
    pub withheld: Vec<Message>,
    /// Controls that passed, of those that apply, in percent.
    pub pass_rate: Option<Decimal>,
    /// The word of 2025.
    pub word: Option<Word>,
    /// How much it speaks of, where the scope leaves controls out.
    pub partial: Option<Partial>,
}

/// An assessment of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    /// Controls in scope.
    pub controls: usize,
    /// Controls that apply.
    pub of: usize,
    /// The total over those in scope alone; `None` where they leave out a dimension.
    pub score: Option<Decimal>,
}

impl Grading {
    /// The letter for people, with how much it speaks of; `None` where it is withheld.
    pub fn told(&self, lang: Lang) -> Option<String> {
        let grade = self.grade?.name();
        Some(match self.partial {
            Some(part) => format!("{grade}{}", of_part(part, lang)),
            None => grade.to_owned(),
        })
    }

    /// How much an assessment of a part speaks of, for people; empty for one of everything.
    pub fn part(&self, lang: Lang) -> String {
        self.partial.map(|part| of_part(part, lang)).unwrap_or_default()
    }
}

fn of_part(Partial { controls, of, .. }: Partial, lang: Lang) -> String {
    lang.pick(
        format!(" (partial, {controls} of {of} controls)"),
        format!("（部分评估：{of} 项控制项中的 {controls} 项）"),
    )
}

/// Grades an assessment whose document breaks its schema at these places.
pub fn grade(scores: &Scores, controls: &[Control], unread: &[String]) -> Grading {
    let applied: Vec<&Control> = controls.iter().filter(|control| control.applies()).collect();
    let mut caps = vetoes(&applied);
    caps.extend(failures(&applied));
    caps.extend(methods(scores, &applied));
    let partial = partial(&applied);
    caps.extend(partial.as_ref().map(part_only));
    caps.sort_by_key(|cap| std::cmp::Reverse(cap.grade));
    let mut withheld = withheld(scores, &applied);
    withheld.extend(malformed(unread));
    let by_total = scores.total.score.map(Grade::of);
    let worst = caps.iter().map(|cap| cap.grade).max();
    let grade = by_total.map(|grade| worst.map_or(grade, |worst| grade.max(worst)));
    let passed = |control: &&Control| Decimal::from(100 * u8::from(control.outcome() == Outcome::Pass));
    let pass_rate = mean(applied.iter().map(|control| (Decimal::ONE, passed(control))));
    let clear = !applied.iter().any(|control| control.veto.is_some() || unknown_veto(control));
    let word = pass_rate.map(|rate| match rate {
        rate if rate > Decimal::from(90) && clear => Word::Conforms,
        rate if rate >= Decimal::from(60) => Word::Mostly,
        _ => Word::Not,
    });
    Grading {
        grade: grade.filter(|_| withheld.is_empty()),
        by_total,
        caps,
        withheld,
        pass_rate,
        word,
        partial,
    }
}

/// What a scope that leaves controls out speaks of.
fn partial(applied: &[&Control]) -> Option<Partial> {
    let controls = applied.iter().filter(|control| control.found != Outcome::OutOfScope).count();
    (controls < applied.len()).then_some(Partial { controls, of: applied.len(), score: None })
}

/// A part says nothing of the rest.
fn part_only(Partial { controls, of, .. }: &Partial) -> Cap {
    cap(
        Grade::B,
        format!("the scope leaves out {} of {of} controls, and A speaks of all", of - controls),
        format!("评估范围排除了 {of} 项控制项中的 {} 项，A 级须覆盖全部", of - controls),
    )
}

fn unknown_veto(control: &Control) -> bool {
    control.has_veto && control.found == Outcome::Unknown
}

fn failed(control: &Control) -> bool {
    matches!(control.outcome(), Outcome::Fail | Outcome::Partial)
}

fn vetoes(controls: &[&Control]) -> Vec<Cap> {
    let with = |veto: Veto| {
        let ids = controls
            .iter()
            .filter(move |control| control.veto == Some(veto))
            .map(|control| control.id.as_str());
        ids.collect::<Vec<_>>()
    };
    let (cast, compensated) = (with(Veto::Cast), with(Veto::Compensated));
    let mut caps = Vec::new();
    if !cast.is_empty() {
        let (en, zh) = (cast.join(", "), cast.join("、"));
        caps.push(cap(Grade::E, format!("veto: {en}"), format!("一票否决：{zh}")));
    }
    if !compensated.is_empty() {
        let (en, zh) = (compensated.join(", "), compensated.join("、"));
        caps.push(cap(
            Grade::C,
            format!("veto with accepted measures: {en}"),
            format!("一票否决项已采取经认可的补偿措施：{zh}"),
        ));
    }
    caps
}

fn failures(controls: &[&Control]) -> Vec<Cap> {
    let count = |least: Severity| {
        let bad = |control: &&&Control| failed(control) || !control.is_known();
        controls.iter().filter(bad).filter(|control| control.severity >= least).count()
    };
    let (critical, high) = (count(Severity::Critical), count(Severity::High));
    let mut caps = Vec::new();
    if critical >= 5 {
        caps.push(cap(
            Grade::D,
            format!("{critical} critical controls failed or are not known; 5 or more leave D at best"),
            format!("{critical} 项严重级控制项未通过或结果未知，达 5 项即不高于 D"),
        ));
    }
    if high > 0 {
        caps.push(cap(
            Grade::B,
            format!("{high} critical or high controls failed or are not known, and A allows none"),
            format!("{high} 项严重级或高风险级控制项未通过或结果未知，不得评为 A"),
        ));
    }
    caps
}

/// What was not done: experts have to judge every sub-indicator; on site, every control with a veto and a fifth of those
/// that passed have to be looked at.
fn methods(scores: &Scores, controls: &[&Control]) -> Option<Cap> {
    let applied = |indicator: &&super::score::Indicator| indicator.score.is_some();
    let experts = scores.indicators.iter().filter(applied).all(|indicator| indicator.opinion.value.is_some());
    let vetoes =
        controls.iter().filter(|control| control.has_veto).all(|control| control.confirmed.is_some());
    let passed: Vec<&&Control> = controls.iter().filter(|control| control.found == Outcome::Pass).collect();
    let looked_at = passed.iter().filter(|control| control.confirmed.is_some()).count();
    let onsite =
        vetoes && looked_at * 5 >= passed.len() && controls.iter().any(|control| control.confirmed.is_some());
    match (experts, onsite) {
        (true, true) => None,
        (true, false) => Some(cap(
            Grade::B,
            "the sample on site is not complete: every control with a veto and a fifth of those that passed",
            "现场抽查不完整：须覆盖全部一票否决项和不少于 20% 的已通过控制项",
        )),
        (false, true) => Some(cap(
            Grade::B,
            "not every sub-indicator was judged by three independent experts",
            "并非每个二级指标都有三名独立专家评分",
        )),
        (false, false) => Some(cap(
            Grade::C,
            "self-check: neither experts nor a visit on site cover it",
            "仅为自查：专家评分和现场核查均不完整",
        )),
    }
}

/// What is not known must not be better than what is known to be bad, so a veto that nobody can tell leaves no grade.
fn withheld(scores: &Scores, controls: &[&Control]) -> Vec<Message> {
    let mut reasons = Vec::new();
    if scores.total.score.is_none() {
        reasons.push(both("no control of some dimension applies", "某一维度没有任何适用的控制项"));
    }
    // What vetoes is E, however little is known beside it.
    let cast = controls.iter().any(|control| control.veto == Some(Veto::Cast));
    if !cast && scores.coverage.is_none_or(|coverage| coverage < Decimal::new(8, 1)) {
        reasons.push(both("coverage is below 80%", "覆盖率低于 80%"));
    }
    let unknown: Vec<&str> =
        controls.iter().filter(|control| unknown_veto(control)).map(|control| control.id.as_str()).collect();
    if !unknown.is_empty() {
        let (en, zh) = (unknown.join(", "), unknown.join("、"));
        reasons.push(both(
            format!("nothing is known of controls with a veto: {en}"),
            format!("以下一票否决项结果未知：{zh}"),
        ));
    }
    reasons
}

/// What is not read as it was meant could have narrowed the scope, or left out an expert or what was seen on site.
fn malformed(places: &[String]) -> Option<Message> {
    let (en, zh) = (places.join(", "), places.join("、"));
    (!places.is_empty()).then(|| {
        both(
            format!("the Assessment document breaks its schema at {en}; `check` says how"),
            format!("评估文档不符合其格式定义，位于 {zh}；`check` 会给出具体说明"),
        )
    })
}

fn cap(grade: Grade, en: impl Into<String>, zh: impl Into<String>) -> Cap {
    Cap { grade, reason: both(en, zh) }
}
