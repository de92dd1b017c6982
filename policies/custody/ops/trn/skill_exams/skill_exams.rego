# METADATA
# scope: package
# title: Skill assessment
# description: >-
#   Training whose effect nobody measures may have none. There must be tests of skills (`exams`), each held within the
#   last 365 days (`last_date`), and at least nine of ten people must have passed (`pass_rate`, a share from 0 to 1).
# custom:
#   id: OPS-TRN-03
#   severity: medium
#   indicator: OPS.TRN
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [TrainingProgram]
#   clauses: [GB22239-8.1.8.3]
#   see_also: [CSL-36]
#   checks:
#     exams_listed: {veto: false, implements: [GB22239-8.1.8.3]}
#     last_exam: {veto: false, implements: [GB22239-8.1.8.3], params: [exam_interval_days]}
#     pass_rate: {veto: false, implements: [], params: [exam_pass_rate]}
#   basis_note: The clause asks for regular tests of skills; once a year and a pass rate of 0.9 are house values.
#   remediation: Hold the tests, train those who failed once more, and test them again.
#   zh:
#     title: 技能考核
#     description: 效果无人检验的培训，很可能没有效果。须开展技能考核（`exams`），每项考核须在最近 365 天内举行（`last_date`），通过率（`pass_rate`，取 0 至 1）不得低于 0.9。
#     basis_note: 条款要求定期开展技能考核；每年一次和 0.9 的通过率属内部控制要求。
#     remediation: 按期组织考核，对未通过人员补训后重新考核。
package fiducia.custody.ops.trn.skill_exams

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "exam", "many": "exams", "zh": "考核"}

exams := shape.spec("exams")

deny contains profile.graded(object.union(fault, {"check": "exams_listed"})) if {
	some fault in shape.list_faults("exams", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "last_exam"})) if {
	within := fields.within(data.fiducia.params.exam_interval_days)
	some fault in fields.entry_faults(exams, ["spec", "exams"], noun, "post", {"last_date": within})
}

deny contains profile.graded(object.union(fault, {"check": "pass_rate"})) if {
	rate := fields.number(data.fiducia.params.exam_pass_rate, 1)
	some fault in fields.entry_faults(exams, ["spec", "exams"], noun, "post", {"pass_rate": rate})
}
