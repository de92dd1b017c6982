# METADATA
# scope: package
# title: Quantified scores consistent
# description: >-
#   A level that does not follow from the score can be bent to any wish. The score of every risk must be likelihood
#   times impact, and its level the one of the band of that product: low to 4, medium to 9, high to 14, extreme to 25.
# custom:
#   id: RSK-ASM-03
#   severity: medium
#   indicator: RSK.ASM
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [RiskRegister]
#   clauses: []
#   see_also: [CSF-GV.RM-06, CSF-ID.RA-05]
#   checks:
#     risks_listed: {veto: false, implements: []}
#     factors: {veto: false, implements: []}
#     score_is_product: {veto: false, implements: []}
#     level_of_band: {veto: false, implements: [], params: [risk_levels]}
#   remediation: Compute score and level from likelihood and impact, best by a formula.
#   zh:
#     title: 风险量化一致性
#     description: >-
#       等级若不由风险值得出，便可随意认定。每项风险的风险值须等于可能性乘以影响程度，等级须与所在区间一致：4 及以下为低（low），9 及以下为中（medium），14 及以下为高（high），25 及以下为极高（extreme）。
#     remediation: 按可能性和影响程度重新计算风险值和等级，宜由公式自动得出。
package fiducia.custody.rsk.asm.risk_scores_consistent

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.levels
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "risk", "many": "risks", "zh": "风险"}

deny contains object.union(fault, {"check": "risks_listed"}) if {
	some fault in shape.list_faults("risks", noun, 1)
}

deny contains object.union(fault, {"check": "factors"}) if {
	some fault in fields.entry_faults(shape.spec("risks"), ["spec", "risks"], noun, "id", {"likelihood": fields.whole(1, 5), "impact": fields.whole(1, 5)})
}

deny contains {
	"msg": {
		"en": sprintf("%s: `score` %s; %d times %d is %d", [item.en, state.en, risk.likelihood, risk.impact, points]),
		"zh": sprintf("%s的 `score` %s，而 %d × %d 为 %d", [item.zh, state.zh, risk.likelihood, risk.impact, points]),
	},
	"check": "score_is_product",
	"path": ["spec", "risks", i, "score"],
	"expected": points,
} if {
	some i, risk in shape.items(shape.spec("risks"))
	points := levels.score(risk)
	shape.get(risk, "score") != points
	item := text.item(noun, risk, "id", i)
	state := text.state(shape.get(risk, "score"))
}

deny contains {
	"msg": {
		"en": sprintf("%s: `level` %s; a score of %d is \"%s\"", [item.en, state.en, points, due]),
		"zh": sprintf("%s的 `level` %s，风险值 %d 对应的等级为“%s”", [item.zh, state.zh, points, due]),
	},
	"check": "level_of_band",
	"path": ["spec", "risks", i, "level"],
	"expected": due,
} if {
	some i, risk in shape.items(shape.spec("risks"))
	points := levels.score(risk)
	due := levels.level(points)
	not states(risk, due)
	item := text.item(noun, risk, "id", i)
	state := text.state(shape.get(risk, "level"))
}

states(risk, level) if levels.stated(risk) == text.key(level)
