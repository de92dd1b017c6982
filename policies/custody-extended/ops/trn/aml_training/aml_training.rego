# METADATA
# scope: package
# title: Anti-money-laundering training
# description: >-
#   Money laundering is seen by trained eyes only. The staff must have been trained within the last 365 days
#   (`aml.last_date`).
# custom:
#   id: OPS-TRN-05
#   severity: medium
#   indicator: OPS.TRN
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [TrainingProgram]
#   clauses: [AML-27]
#   checks:
#     last_training: {veto: false, implements: [AML-27], params: [aml_training_days]}
#   basis_note: The clause asks for training as required; once a year is a house value.
#   remediation: Put the training into the yearly calendar, and record its date.
#   zh:
#     title: 反洗钱培训
#     description: 只有受过训练的眼睛才能识别洗钱。须在最近 365 天内开展反洗钱培训（`aml.last_date`）。
#     basis_note: 条款要求按规定开展培训；每年一次属内部控制要求。
#     remediation: 将反洗钱培训列入年度安排并记录日期。
package fiducia.custody_extended.ops.trn.aml_training

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "last_training"})) if {
	within := fields.within(data.fiducia.params.aml_training_days)
	some fault in fields.section_faults(["spec", "aml"], {"last_date": within})
}
