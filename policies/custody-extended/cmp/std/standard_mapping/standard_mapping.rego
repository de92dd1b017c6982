# METADATA
# scope: package
# title: Standard mapping coverage
# description: >-
#   A standard that is followed can be shown clause by clause. For each standard of the list that is in scope, at
#   least 90 percent of the clauses must be mapped to controls. A standard counts as in scope unless it says
#   `in_scope: false`.
# custom:
#   id: CMP-STD-01
#   severity: low
#   indicator: CMP.STD
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [ISO-A.5.36, NIFA3-COV]
#   checks:
#     standards_listed: {veto: false, implements: []}
#     mapped: {veto: false, implements: [], params: [standard_mapped_percent]}
#   remediation: Map the remaining clauses to controls.
#   zh:
#     title: 行业标准映射覆盖率
#     description: >-
#       是否遵循标准，应能逐条举证。清单内每项适用标准的条款，须有 90% 以上与控制项建立映射；除注明 `in_scope: false` 外均视为适用。
#     remediation: 补齐其余条款与控制项的映射。
package fiducia.custody_extended.cmp.std.standard_mapping

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "standard", "many": "standards", "zh": "标准"}

deny contains object.union(fault, {"check": "standards_listed"}) if {
	some fault in shape.list_faults("standards", noun, 1)
}

deny contains object.union(fault, {"check": "standards_listed"}) if {
	some fault in fields.entry_faults(shape.spec("standards"), ["spec", "standards"], noun, "id", {"id": fields.filled})
}

deny contains object.union(fault, {"check": "mapped"}) if {
	some i, standard in shape.items(shape.spec("standards"))
	is_object(standard)
	shape.get(standard, "in_scope") != false
	some fault in fields.faults(text.item(noun, standard, "id", i), standard, ["spec", "standards", i], {
		"mapped_percent": fields.percent(data.fiducia.params.standard_mapped_percent),
	})
}
