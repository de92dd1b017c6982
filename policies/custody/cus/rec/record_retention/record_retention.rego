# METADATA
# scope: package
# title: Retention of custody records
# description: >-
#   A claim of a client can come years later, and the records must still be there. Transaction records must be kept for
#   at least ten years (`records.transactions_years`), and custody records for at least five years after the contract
#   ends (`records.custody_years`).
# custom:
#   id: CUS-REC-04
#   severity: high
#   indicator: CUS.REC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [AML-34, P2PC-ENT, P2PC-CUS, PSD2-21]
#   see_also: [NBPI-31]
#   checks:
#     transactions: {veto: false, implements: [AML-34], params: [aml_record_years]}
#     custody: {veto: false, implements: [P2PC-ENT, P2PC-CUS, PSD2-21], params: [custody_record_years]}
#   remediation: Extend the retention periods in the archive, and block earlier deletion.
#   zh:
#     title: 存管资料保存期限
#     description: 客户的主张可能在数年后才提出，届时资料必须仍在。交易记录至少保存十年（`records.transactions_years`），存管资料自合同终止起至少保存五年（`records.custody_years`）。
#     remediation: 延长档案保存期限，并禁止提前删除。
package fiducia.custody.cus.rec.record_retention

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "transactions"}) if {
	demands := {"transactions_years": fields.at_least(data.fiducia.params.aml_record_years)}
	some fault in fields.section_faults(["spec", "records"], demands)
}

deny contains object.union(fault, {"check": "custody"}) if {
	demands := {"custody_years": fields.at_least(data.fiducia.params.custody_record_years)}
	some fault in fields.section_faults(["spec", "records"], demands)
}
