# METADATA
# scope: package
# title: Customer-service security training
# description: >-
#   Whoever has been robbed calls customer service first. Its staff must have been trained in security within the last
#   365 days (`customer_service.last_date`).
# custom:
#   id: OPS-TRN-04
#   severity: low
#   indicator: OPS.TRN
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [TrainingProgram]
#   clauses: []
#   see_also: [ATF-30, NBPI-35]
#   checks:
#     last_training: {veto: false, implements: [], params: [customer_service_training_days]}
#   basis_note: No clause that was read asks for this training; the control is good practice.
#   remediation: Add fraud calls and account take-over to the training of customer service, and repeat it every year.
#   zh:
#     title: 客服安全培训
#     description: 用户资金被盗，首先找的是客服。客服人员须在最近 365 天内接受过安全培训（`customer_service.last_date`）。
#     basis_note: 所读条款均未要求此项培训；本控制项属良好实践。
#     remediation: 在客服培训中加入诈骗来电、账户盗用等内容，并每年开展。
package fiducia.custody_extended.ops.trn.customer_service_training

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "last_training"}) if {
	within := fields.within(data.fiducia.params.customer_service_training_days)
	some fault in fields.section_faults(["spec", "customer_service"], {"last_date": within})
}
