# METADATA
# scope: package
# title: User satisfaction measured
# description: >-
#   Whether protection serves its users is best told by them. A survey must have been held within the last 365 days
#   (`satisfaction.survey.last_date`) with at least 100 answers (`sample`), and its score must be stated (`score`).
# custom:
#   id: OPS-EDU-05
#   severity: low
#   indicator: OPS.EDU
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [UserEducation]
#   clauses: []
#   checks:
#     survey_date: {veto: false, implements: [], params: [satisfaction_interval_days]}
#     sample: {veto: false, implements: [], params: [satisfaction_sample]}
#     score: {veto: false, implements: []}
#   basis_note: No clause asks for a survey; the control is good practice.
#   remediation: Hold the survey with enough users, and record its date, sample and score.
#   zh:
#     title: 用户满意度测评
#     description: >-
#       安全保障做得好不好，用户最有发言权。须在最近 365 天内开展满意度调查（`satisfaction.survey.last_date`），有效样本（`sample`）不少于 100 份，并写明得分（`score`）。
#     basis_note: 没有条款要求开展满意度调查；本控制项属良好实践。
#     remediation: 面向足够数量的用户开展调查，记录日期、样本数与得分。
package fiducia.custody.ops.edu.satisfaction_survey

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

survey := ["spec", "satisfaction", "survey"]

deny contains object.union(fault, {"check": "survey_date"}) if {
	within := fields.within(data.fiducia.params.satisfaction_interval_days)
	some fault in fields.section_faults(survey, {"last_date": within})
}

deny contains object.union(fault, {"check": "sample"}) if {
	sample := fields.at_least(data.fiducia.params.satisfaction_sample)
	some fault in fields.section_faults(survey, {"sample": sample})
}

deny contains {
	"msg": {
		"en": sprintf("`spec.satisfaction.survey.score` %s; the score of the survey must be stated as a number", [state.en]),
		"zh": sprintf("`spec.satisfaction.survey.score` %s，须以数值写明调查得分", [state.zh]),
	},
	"check": "score",
	"path": array.concat(survey, ["score"]),
	"expected": {"en": "score", "zh": "得分"},
} if {
	score := shape.get(fields.under(survey), "score")
	not is_number(score)
	state := text.state(score)
}
