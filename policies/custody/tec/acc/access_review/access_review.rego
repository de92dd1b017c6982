# METADATA
# scope: package
# title: Access review cycle
# description: >-
#   Rights pile up with every change of post and are hardly ever given back. The last review of who holds which rights
#   (`review.last_date`) must lie at most 180 days back for critical systems, and 365 days for all others. A review
#   whose `scope` is not `other` counts as one of critical systems.
# custom:
#   id: TEC-ACC-06
#   severity: high
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [DRTS-21, PCI-7.2.4]
#   see_also: [GB22239-8.1.4.2c, ISO-A.5.18]
#   checks:
#     reviewed: {veto: false, implements: [DRTS-21, PCI-7.2.4], params: [access_review_critical_days, access_review_other_days]}
#   basis_note: >-
#     The duty to review every six months is PCI DSS 7.2.4; the EU regulation asks for rights to be updated, every six
#     months for systems with critical functions and yearly otherwise.
#   remediation: Run the review, take back what is no longer needed, have it signed, and record its date and scope.
#   zh:
#     title: 权限定期复核
#     description: >-
#       权限随岗位变动不断累积，却很少收回。最近一次权限复核（`review.last_date`）距评估日，关键系统不得超过 180 天，其他系统不得超过 365 天；`scope` 未写为 `other`
#       的，按关键系统处理。
#     basis_note: 每六个月复核一次的要求出自 PCI DSS 7.2.4；欧盟条例要求更新访问权限：支持关键功能的系统每六个月一次，其他系统每年一次。
#     remediation: 开展权限复核，收回不再需要的权限，由负责人签字确认，并记录复核日期与范围。
package fiducia.custody.tec.acc.access_review

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "reviewed"}) if {
	demands := {"last_date": fields.within(longest(shape.get(shape.spec("review"), "scope")))}
	some fault in fields.section_faults(["spec", "review"], demands)
}

longest(scope) := data.fiducia.params.access_review_other_days if other(scope)

longest(scope) := data.fiducia.params.access_review_critical_days if not other(scope)

other(scope) if {
	is_string(scope)
	text.key(scope) == "other"
}
