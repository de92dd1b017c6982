# METADATA
# scope: package
# title: Leadership body and named security lead
# description: >-
#   Security that nobody at the top answers for is nobody's work. There must be a body that leads it (`committee`),
#   chaired by a member of top management (`chair_is_top_management: true`) or by a person whom top management has
#   authorised (`chair_delegated_by_top_management: true`), and one named person who is in charge of security
#   (`security_lead`).
# custom:
#   id: OPS-MGT-01
#   severity: critical
#   indicator: OPS.MGT
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [HRG-6.7.1.1, GB22239-8.1.7.1, CSL-23]
#   see_also: [CSL-23-1, DORA-5.2, CSF-GV.RR-02]
#   checks:
#     committee: {veto: true, implements: [HRG-6.7.1.1]}
#     chair: {veto: false, implements: [GB22239-8.1.7.1]}
#     security_lead: {veto: true, implements: [CSL-23]}
#   remediation: >-
#     Issue the appointment: the body with its members, its chair from top management or authorised by it, and the
#     security lead by name.
#   zh:
#     title: 网络安全领导机构与负责人
#     description: >-
#       高层无人负责，安全就无人落实。须设立网络安全领导机构（`committee`），由最高管理层成员（`chair_is_top_management: true`）或其授权的人员（`chair_delegated_by_top_management: true`）担任主任，并指定网络安全负责人（`security_lead`）。
#     remediation: 发文任命：明确领导机构及其成员、由最高管理层成员或其授权人员担任的主任，以及网络安全负责人姓名。
package fiducia.custody.ops.mgt.leadership_body

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

committee := shape.spec("committee")

deny contains profile.graded({
	"msg": {
		"en": sprintf("there is no body that leads network security: `committee` %s", [state.en]),
		"zh": sprintf("未设立网络安全领导机构：`committee` %s", [state.zh]),
	},
	"check": "committee",
	"path": ["spec", "committee"],
	"expected": {"en": "committee", "zh": "领导机构"},
}) if {
	not text.answered(committee)
	state := text.state(committee)
}

deny contains profile.graded(object.union(fault, {"check": "chair"})) if {
	some fault in fields.section_faults(["spec", "committee"], {"chair": fields.filled})
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("chair \"%s\": `chair_is_top_management` %s; the chair must belong to top management or be authorised by it", [chair, state.en]),
		"zh": sprintf("主任“%s”的 `chair_is_top_management` %s，主任应为最高管理层成员或由其授权", [chair, state.zh]),
	},
	"check": "chair",
	"path": ["spec", "committee", "chair_is_top_management"],
	"expected": true,
}) if {
	chair := shape.get(committee, "chair")
	text.filled(chair)
	not from_the_top
	state := text.state(shape.get(committee, "chair_is_top_management"))
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("nobody is in charge of network security: `security_lead` %s", [state.en]),
		"zh": sprintf("未确定网络安全负责人：`security_lead` %s", [state.zh]),
	},
	"check": "security_lead",
	"path": ["spec", "security_lead"],
	"expected": {"en": "person", "zh": "人员"},
}) if {
	lead := shape.spec("security_lead")
	not text.filled(lead)
	state := text.state(lead)
}

from_the_top if shape.get(committee, "chair_is_top_management") == true

from_the_top if shape.get(committee, "chair_delegated_by_top_management") == true

# The post may also be named by what it is.
from_the_top if text.key(committee.chair) in {"top_management", "delegated_by_top_management"}
