# METADATA
# scope: package
# title: Supervisory findings closed on time
# description: >-
#   A finding of the supervisor that stays open beyond its date turns into a sanction. Every finding must name its
#   source, due date and status, and none whose source is `regulator` may be open after it was due.
# custom:
#   id: CMP-SUP-04
#   severity: high
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [NBPI-17, N53-CA-5]
#   checks:
#     findings_listed: {veto: false, implements: [], params: [finding_sources]}
#     closed_in_time: {veto: false, implements: [], params: [finished_states]}
#   remediation: Close the finding, or agree with the supervisor on a new date before the old one passes.
#   zh:
#     title: 监管整改按期完成
#     description: >-
#       监管检查发现的问题逾期未改，往往升级为处罚。每个问题须写明来源、整改期限和状态；来源为监管（`regulator`）的问题不得逾期未关闭。
#     remediation: 立即完成整改并关闭；确需延期的，应在到期前与监管机构商定新的期限。
package fiducia.custody.cmp.sup.supervisory_findings_closed

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.states
import data.fiducia.custody.lib.text

noun := {"en": "finding", "many": "findings", "zh": "检查发现"}

deny contains object.union(fault, {"check": "findings_listed"}) if {
	some fault in shape.list_faults("findings", noun, 0)
}

deny contains object.union(fault, {"check": "findings_listed"}) if {
	some fault in fields.entry_faults(shape.spec("findings"), ["spec", "findings"], noun, "id", {
		"id": fields.filled,
		"source": fields.one_of(data.fiducia.params.finding_sources),
		"due": fields.date,
		"status": fields.filled,
	})
}

deny contains {
	"msg": {
		"en": sprintf("%s of the supervisor was due on %s, %s ago, and its `status` %s", [item.en, finding.due, fields.days(late), state.en]),
		"zh": sprintf("监管%s应于 %s 前完成整改，已逾期 %d 天，其 `status` %s", [item.zh, finding.due, late, state.zh]),
	},
	"check": "closed_in_time",
	"path": ["spec", "findings", i, "status"],
	"related": [{"msg": {"en": "due on this day", "zh": "整改期限"}, "path": ["spec", "findings", i, "due"]}],
	"expected": {"en": "closed", "zh": "closed（已关闭）"},
} if {
	some i, finding in shape.items(shape.spec("findings"))
	text.among(shape.get(finding, "source"), ["regulator"])
	late := dates.age(shape.get(finding, "due"))
	late > 0
	not states.finished(shape.get(finding, "status"))
	item := text.item(noun, finding, "id", i)
	state := text.state(shape.get(finding, "status"))
}
