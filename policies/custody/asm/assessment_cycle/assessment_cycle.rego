# METADATA
# scope: package
# title: Assessment cycle kept
# description: >-
#   An assessment counts as long as it is recent and not a judgement of one's own. The last regular assessment must be
#   at most 365 days old, use the quantitative, the qualitative and the on-site method, and be backed by at least
#   three experts who are independent of what they judge.
# custom:
#   id: ASM-01
#   severity: medium
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [Assessment]
#   clauses: []
#   see_also: [GB22239-8.1.9.9, DORA-6.5, CIIR-17, N53-CA-2]
#   checks:
#     regular: {veto: false, implements: [], params: [assessment_interval_days]}
#     methods: {veto: false, implements: [], params: [assessment_methods_required]}
#     experts: {veto: false, implements: [], params: [min_independent_experts]}
#   basis_note: >-
#     The standards ask for regular and independent assessments; the interval and the number of experts are house
#     values.
#   remediation: Plan the next assessment now, with its methods and its experts.
#   zh:
#     title: 评估周期
#     description: >-
#       评估须及时，且不得自评自证。最近一次定期评估距今不得超过 365 天，须采用定量、定性和现场三种方法，并由至少三名独立于被评估业务的专家参与。
#     basis_note: 相关标准要求定期、独立地开展评估；评估间隔和专家人数属内部控制要求。
#     remediation: 尽快安排下一次评估，明确评估方法和独立专家。
package fiducia.custody.asm.assessment_cycle

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.people
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "expert", "many": "experts", "zh": "专家"}

deny contains object.union(fault, {"check": "regular"}) if {
	some fault in fields.section_faults(["spec", "regular"], {"last_date": fields.within(data.fiducia.params.assessment_interval_days)})
}

deny contains object.union(fault, {"check": "methods"}) if {
	some fault in fields.section_faults(["spec"], {"methods": fields.holding(data.fiducia.params.assessment_methods_required)})
}

deny contains object.union(fault, {"check": "experts"}) if {
	some fault in shape.list_faults("experts", noun, 1)
}

deny contains object.union(fault, {"check": "experts"}) if {
	some fault in fields.entry_faults(shape.spec("experts"), ["spec", "experts"], noun, "name", {"name": fields.filled, "independent": fields.yes})
}

deny contains {
	"msg": {
		"en": sprintf("independent experts: %d; at least %d are needed", [count(independent), least]),
		"zh": sprintf("独立专家仅有 %d 名，至少须有 %d 名", [count(independent), least]),
	},
	"check": "experts",
	"path": ["spec", "experts"],
	"expected": {"en": sprintf("at least %d independent experts", [least]), "zh": sprintf("至少 %d 名独立专家", [least])},
} if {
	count(shape.items(shape.spec("experts"))) > 0
	least := data.fiducia.params.min_independent_experts
	count(independent) < least
}

# One name counts once.
independent := {people.id(expert.name) |
	some expert in shape.items(shape.spec("experts"))
	text.filled(shape.get(expert, "name"))
	shape.get(expert, "independent") == true
}
