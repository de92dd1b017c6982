# METADATA
# scope: package
# title: MLPS filing and yearly test
# description: >-
#   Custody systems are graded, filed with public security and tested under the multi-level protection scheme. The
#   level must be 3 or higher, the grading filed, and from level 3 on the last test at most 365 days old. A test that
#   is missing or too old while high risks are open, or while nothing says that none are, is a case of the high-risk
#   guide.
# custom:
#   id: CMP-LAW-02
#   severity: critical
#   indicator: CMP.LAW
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [Platform]
#   clauses: [MPS1846-Q11, GB22239-8.1.9.1, HRG-6.9.4.1]
#   see_also: [CSL-23, GB22239-8.1.9.9]
#   checks:
#     protection_level: {veto: false, implements: [], params: [mlps_min_level]}
#     filed: {veto: true, implements: [GB22239-8.1.9.1]}
#     yearly_test: {veto: false, implements: [MPS1846-Q11], params: [mlps_yearly_from_level, mlps_test_interval_days]}
#     high_risks_untested: {veto: true, implements: [HRG-6.9.4.1], params: [mlps_test_interval_days]}
#   basis_note: >-
#     That custody systems are of level 3 or higher is a house value: the grade follows from the grading itself. A
#     missing test alone does not veto.
#   remediation: File the grading, have the systems tested, and fix the high risks that the test found.
#   zh:
#     title: 等级保护备案与年度测评
#     description: >-
#       存管系统应依照网络安全等级保护制度定级、备案和测评：等级不低于三级，定级已向公安机关备案，三级及以上系统最近一次测评距今不超过 365 天。测评缺失或过期，而高风险问题尚未整改（或未写明已全部整改）的，属于高风险判定指引所列情形。
#     basis_note: >-
#       存管系统不低于三级属内部控制要求，具体等级以定级结果为准；仅缺少测评而无未整改高风险的，不构成一票否决。
#     remediation: 办理定级备案，开展等级测评，并整改测评发现的高风险问题。
package fiducia.custody.cmp.law.mlps_filed_and_tested

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains profile.graded(object.union(fault, {"check": "protection_level"})) if {
	some fault in fields.section_faults(["spec", "mlps"], {"level": fields.whole(data.fiducia.params.mlps_min_level, 5)})
}

deny contains profile.graded(object.union(fault, {"check": "filed"})) if {
	some fault in fields.section_faults(["spec", "mlps"], {"filed": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "yearly_test"})) if {
	some fault in untested
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("there is no valid test of the level and `high_risks_open` %s; it must be 0", [state.en]),
		"zh": sprintf("缺少有效的等级测评，且 `high_risks_open` %s，应为 0", [state.zh]),
	},
	"check": "high_risks_untested",
	"path": ["spec", "mlps", "high_risks_open"],
	"related": [{"msg": {"en": "the test", "zh": "等级测评"}, "path": fault.path} | some fault in untested],
	"expected": 0,
}) if {
	count(untested) > 0
	open := shape.get(mlps, "high_risks_open")
	open != 0
	state := text.state(open)
}

mlps := shape.spec("mlps")

untested := {fault |
	not below_yearly_levels(shape.get(mlps, "level"))
	some fault in fields.section_faults(["spec", "mlps"], {"last_test": fields.within(data.fiducia.params.mlps_test_interval_days)})
}

below_yearly_levels(level) if {
	shape.whole_number(level)
	level >= 1
	level < data.fiducia.params.mlps_yearly_from_level
}
