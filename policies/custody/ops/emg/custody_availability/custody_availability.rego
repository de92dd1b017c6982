# METADATA
# scope: package
# title: High availability of the custody system
# description: >-
#   A custody system with one leg stops the money of all users when that leg breaks. It must run with hot redundancy
#   (`availability.custody.redundancy: hot`), and it must have been available for at least 99.9 percent of the month
#   (`monthly_percent`).
# custom:
#   id: OPS-EMG-08
#   severity: high
#   indicator: OPS.EMG
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [EmergencyPlan]
#   clauses: [GB22239-8.1.4.9c]
#   see_also: [HRG-6.4.6.2, GB22239-8.1.2.1, NBPI-18, ISO-A.8.14]
#   checks:
#     redundancy: {veto: false, implements: [GB22239-8.1.4.9c], params: [custody_redundancy]}
#     availability: {veto: false, implements: [], params: [custody_availability_percent]}
#   basis_note: The clause asks for hot redundancy; 99.9 percent a month is a house value.
#   remediation: Add a hot standby, fail over to it in a drill, and find the causes of the downtime.
#   zh:
#     title: 存管系统热冗余
#     description: >-
#       存管系统若为单点，一旦故障，全体用户的资金都会停摆。系统须采用热冗余（`availability.custody.redundancy: hot`），月可用率（`monthly_percent`）不得低于 99.9%。
#     basis_note: 条款要求热冗余；月可用率 99.9% 属内部控制要求。
#     remediation: 建设热备系统并通过演练验证切换，查明并消除停机原因。
package fiducia.custody.ops.emg.custody_availability

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

custody := ["spec", "availability", "custody"]

deny contains profile.graded(object.union(fault, {"check": "redundancy"})) if {
	some fault in fields.section_faults(custody, {"redundancy": fields.one_of(data.fiducia.params.custody_redundancy)})
}

deny contains profile.graded(object.union(fault, {"check": "availability"})) if {
	percent := fields.number(data.fiducia.params.custody_availability_percent, 100)
	some fault in fields.section_faults(custody, {"monthly_percent": percent})
}
