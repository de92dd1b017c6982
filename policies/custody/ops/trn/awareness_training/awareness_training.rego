# METADATA
# scope: package
# title: Yearly awareness training coverage
# description: >-
#   One click of one person who was never told opens the door. At least 95 percent of the staff must have taken part in
#   security awareness training (`awareness.coverage_percent`), and the last training must lie within the last 365 days
#   (`awareness.last_date`).
# custom:
#   id: OPS-TRN-01
#   severity: high
#   indicator: OPS.TRN
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [TrainingProgram]
#   clauses: [PCI-12.6.3, PIPL-51]
#   see_also: [GB22239-8.1.8.3, DSL-27, NFRA-15, DORA-13, N53-AT-2, CSF-PR.AT-01]
#   checks:
#     coverage: {veto: false, implements: [], params: [awareness_coverage_percent]}
#     last_training: {veto: false, implements: [PCI-12.6.3, PIPL-51], params: [awareness_interval_days]}
#   basis_note: >-
#     Chinese law asks for regular training; once a year is the number of PCI DSS, and 95 percent is a house value.
#   remediation: Train the people who are missing, and put the next training into the calendar.
#   zh:
#     title: 年度安全意识培训覆盖率
#     description: >-
#       一名员工因缺乏安全意识而点开链接，就可能打开缺口。参加安全意识培训的人员占比（`awareness.coverage_percent`）不得低于 95%，最近一次培训（`awareness.last_date`）须在最近 365 天内。
#     basis_note: 国内法律要求定期培训；每年一次取自 PCI DSS，95% 属内部控制要求。
#     remediation: 补训未参训人员，并排定下一次培训。
package fiducia.custody.ops.trn.awareness_training

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "coverage"}) if {
	percent := fields.number(data.fiducia.params.awareness_coverage_percent, 100)
	some fault in fields.section_faults(["spec", "awareness"], {"coverage_percent": percent})
}

deny contains object.union(fault, {"check": "last_training"}) if {
	within := fields.within(data.fiducia.params.awareness_interval_days)
	some fault in fields.section_faults(["spec", "awareness"], {"last_date": within})
}
