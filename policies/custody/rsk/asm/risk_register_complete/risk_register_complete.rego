# METADATA
# scope: package
# title: Risk register complete
# description: >-
#   A risk without an owner or a response is only a worry. Every risk must have a category, an owner, a likelihood and
#   an impact from 1 to 5, a response and a date on which it is looked at again; and the register must hold technical,
#   operational, market and legal risks.
# custom:
#   id: RSK-ASM-01
#   severity: high
#   indicator: RSK.ASM
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [RiskRegister]
#   clauses: []
#   see_also: [CSF-GV.RM-06, CSF-ID.RA-05, N53-PM-9, N53-RA-3]
#   checks:
#     risks_listed: {veto: false, implements: []}
#     entries_complete: {veto: false, implements: []}
#     categories_covered: {veto: false, implements: [], params: [risk_categories_required]}
#   basis_note: >-
#     The framework asks for a method to score and rank risks; the fields and the four categories are house values.
#   remediation: Fill in what is missing, and hold a workshop for each category that has no risk yet.
#   zh:
#     title: 风险登记册完整
#     description: >-
#       没有责任人和应对策略的风险，等于没有管理。每项风险须有类别、责任人、1 至 5 的可能性和影响程度、应对策略和复核日期；登记册须覆盖技术、运营、市场和法律合规四类风险。
#     basis_note: 相关框架要求建立风险度量与排序方法；具体字段和四类风险属内部控制要求。
#     remediation: 补齐缺失内容；对尚无风险条目的类别组织专题识别。
package fiducia.custody.rsk.asm.risk_register_complete

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "risk", "many": "risks", "zh": "风险"}

deny contains object.union(fault, {"check": "risks_listed"}) if {
	some fault in shape.list_faults("risks", noun, 1)
}

deny contains object.union(fault, {"check": "entries_complete"}) if {
	some fault in fields.entry_faults(shape.spec("risks"), ["spec", "risks"], noun, "id", {
		"category": fields.filled,
		"owner": fields.filled,
		"likelihood": fields.whole(1, 5),
		"impact": fields.whole(1, 5),
		"response": fields.filled,
		"review_date": fields.date,
	})
}

deny contains {
	"msg": {
		"en": sprintf("no risk of the register is of the category \"%s\"", [category]),
		"zh": sprintf("风险登记册中没有%s类风险", [text.named(category).zh]),
	},
	"check": "categories_covered",
	"path": ["spec", "risks"],
	"expected": category,
} if {
	some category in data.fiducia.params.risk_categories_required
	not text.key(category) in text.keys([shape.get(risk, "category") | some risk in shape.items(shape.spec("risks"))])
}
