# METADATA
# scope: package
# title: KYC, suspicious and large-value reporting
# description: >-
#   Accounts of unknown people are what launderers and fraudsters need. All active accounts must have a verified
#   holder (`kyc.verified_percent`), and the reports on large-value and on suspicious transactions must both be
#   switched on.
# custom:
#   id: CMP-LAW-05
#   severity: critical
#   indicator: CMP.LAW
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [ComplianceFile]
#   clauses: [NBPI-21, AML-28, AML-35, ATF-15]
#   see_also: [NBPI-23, AML-30]
#   checks:
#     verified_holders: {veto: false, implements: [NBPI-21, AML-28, ATF-15], params: [kyc_verified_percent]}
#     reporting: {veto: false, implements: [AML-35]}
#   remediation: Block the accounts whose holder is not verified, and connect both reports.
#   zh:
#     title: 客户尽职调查与大额可疑报告
#     description: >-
#       身份不明的账户是洗钱和诈骗的温床。在用账户须全部完成客户身份核实（`kyc.verified_percent`），大额交易报告与可疑交易报告均须启用。
#     remediation: 对未核实身份的账户采取限制措施，并接通大额和可疑交易报告。
package fiducia.custody.cmp.law.kyc_and_reporting

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "verified_holders"})) if {
	some fault in fields.section_faults(["spec", "kyc"], {"verified_percent": fields.percent(data.fiducia.params.kyc_verified_percent)})
}

deny contains profile.graded(object.union(fault, {"check": "reporting"})) if {
	some fault in fields.section_faults(["spec", "aml"], {"large_value_reporting": fields.yes, "suspicious_reporting": fields.yes})
}
