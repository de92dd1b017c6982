//! The conclusion and the advice.

use crate::assess::Assessment;
use crate::assess::conclusion::{Conclusion, Gain, conclude};
use crate::assess::number::{exact, shown};
use crate::lang::{Lang, Message};
use crate::report::Report;
use crate::report::excerpt::clean;
use serde_json::{Value, json};

/// Controls that reports for people tell of as those by which most can be gained.
pub const GAINS: usize = 10;

/// Two headings, each with its lines for people.
pub fn sections(assessment: &Assessment, report: &Report) -> [(&'static str, Vec<String>); 2] {
    let lang = report.lang;
    let Conclusion { statements, advice, gains } = conclude(assessment, report);
    let told =
        |texts: &[Message]| -> Vec<String> { texts.iter().map(|text| clean(text.get(lang))).collect() };
    let mut advice = told(&advice);
    if !gains.is_empty() {
        advice.push(heading(&gains, lang));
        advice.extend(gains.iter().take(GAINS).map(|gain| {
            format!("  +{:<6} {} {}", shown(gain.points), clean(&gain.control), clean(title(gain, report)))
        }));
    }
    [(lang.pick("conclusion", "结论"), told(&statements)), (lang.pick("advice", "建议"), advice)]
}

/// What the controls below it are, and how many of them are left out.
pub fn heading(gains: &[Gain], lang: Lang) -> String {
    let all = gains.len();
    if all > GAINS {
        lang.pick(
            format!(
                "Most is gained by these {GAINS} of {all} controls, each by itself, in points of the total:"
            ),
            format!("以下 {GAINS} 项（共 {all} 项）控制项单独整改后，总分提高最多："),
        )
    } else {
        lang.pick(
            "So much is gained by these controls, each by itself, in points of the total:".to_owned(),
            "以下控制项单独整改后，总分可提高：".to_owned(),
        )
    }
}

/// The title of the control of a gain.
pub fn title<'r>(gain: &Gain, report: &'r Report) -> &'r str {
    let rule = report.policies.rules.iter().find(|rule| rule.id == gain.control);
    rule.map_or("", |rule| rule.title.get(report.lang))
}

/// The same for programs, with every gain.
pub fn json(assessment: &Assessment, report: &Report) -> Value {
    let Conclusion { statements, advice, gains } = conclude(assessment, report);
    let texts = |texts: &[Message]| -> Vec<String> {
        texts.iter().map(|text| text.get(report.lang).to_owned()).collect()
    };
    let gain = |gain: &Gain| json!({"control": gain.control, "points": exact(gain.points)});
    json!({
        "statements": texts(&statements),
        "advice": texts(&advice),
        "gains": gains.iter().map(gain).collect::<Vec<_>>(),
    })
}
