# METADATA
# scope: package
# title: RTO and RPO declared and achieved
# description: >-
#   While the custody system is down nobody can pay in or out. For custody the plan must promise recovery within 4 hours
#   (`continuity.custody.rto_hours`) with at most 30 minutes of data lost (`rpo_minutes`), and the last test must have
#   recovered within the time that is promised (`continuity.last_test.rto_achieved`, in hours).
# custom:
#   id: OPS-EMG-03
#   severity: high
#   indicator: OPS.EMG
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [EmergencyPlan]
#   clauses: []
#   see_also: [BCM-RTO, BCM-3, GB22239-8.1.10.11, DORA-11.6, DRTS-25, CSF-PR.IR-03]
#   checks:
#     objectives: {veto: false, implements: [], params: [custody_rto_hours, custody_rpo_minutes]}
#     achieved: {veto: false, implements: [], params: [custody_rto_hours]}
#   basis_note: Four hours and half an hour are house values; so is that a test must meet what is promised.
#   remediation: Set the objectives, build what they need, and repeat the recovery test until it meets them.
#   zh:
#     title: 恢复时间目标与恢复点目标
#     description: >-
#       存管系统中断期间，用户无法充值和提现。存管业务的恢复时间目标（`continuity.custody.rto_hours`）不得超过 4 小时，恢复点目标（`rpo_minutes`）不得超过 30 分钟；最近一次测试的实际恢复时间（`continuity.last_test.rto_achieved`，单位为小时）不得超过所承诺的目标。
#     basis_note: 4 小时、半小时以及测试须达到承诺目标，均属内部控制要求。
#     remediation: 设定恢复目标并据此完善架构，反复开展恢复测试直至达标。
package fiducia.custody.ops.emg.recovery_objectives

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.text

custody := ["spec", "continuity", "custody"]

deny contains object.union(fault, {"check": "objectives"}) if {
	some fault in fields.section_faults(custody, {
		"rto_hours": fields.at_most(data.fiducia.params.custody_rto_hours),
		"rpo_minutes": fields.at_most(data.fiducia.params.custody_rpo_minutes),
	})
}

deny contains {
	"msg": {
		"en": sprintf("`continuity.last_test.rto_achieved` %s; the last test must have recovered within %v hours", [state.en, longest]),
		"zh": sprintf("`continuity.last_test.rto_achieved` %s，最近一次测试的恢复时间不得超过 %v 小时", [state.zh, longest]),
	},
	"check": "achieved",
	"path": ["spec", "continuity", "last_test", "rto_achieved"],
	"related": promise,
	"expected": {"en": sprintf("at most %v hours", [longest]), "zh": sprintf("不超过 %v 小时", [longest])},
} if {
	achieved := fields.under(["spec", "continuity", "last_test", "rto_achieved"])
	not fields.between(achieved, 0, longest)
	state := fields.measured(achieved, fields.units.hours, text.state(achieved))
}

promised := fields.under(["spec", "continuity", "custody", "rto_hours"])

# What the test is held against: the promise, or the longest that may be promised where none can be read.
longest := min({bound} | {promised | fields.between(promised, 0, bound)}) if bound := data.fiducia.params.custody_rto_hours

promise := [{"msg": {"en": "promised here", "zh": "承诺的恢复时间"}, "path": ["spec", "continuity", "custody", "rto_hours"]} |
	is_number(promised)
]
