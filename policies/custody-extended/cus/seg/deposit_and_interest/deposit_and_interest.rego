# METADATA
# scope: package
# title: Timely deposit and no interest paid on balances
# description: >-
#   Money that waits with the platform can be used by the platform. Client money must be deposited at the latest one
#   business day after it came in (`deposit_lag_business_days`). A payment institution must not pay interest on the
#   balances of stored-value accounts (`balances.interest_paid: false`); where the profile of the platform is not
#   known, this is asked too.
# custom:
#   id: CUS-SEG-05
#   severity: high
#   indicator: CUS.SEG
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [CustodyArrangement]
#   clauses: [NBPI-24, PSD2-10, MICA-70]
#   checks:
#     deposited: {veto: false, implements: [PSD2-10, MICA-70], params: [deposit_lag_business_days]}
#     no_interest: {veto: false, implements: [NBPI-24]}
#   basis_note: >-
#     The end of the next business day is an EU rule; elsewhere it is a house value. The Chinese clause is about the
#     conversion into balance and about interest, not about depositing reserves.
#   remediation: Sweep incoming money into the client account automatically, and end any yield on balances.
#   zh:
#     title: 及时存入与余额不付息
#     description: >-
#       滞留在平台的资金随时可能被平台动用。客户资金最迟须在收到后一个工作日内存入专户（`deposit_lag_business_days`）；支付机构不得对储值账户余额付息（`balances.interest_paid: false`），平台类型不明的同样适用。
#     basis_note: 次一工作日的时限出自欧盟规则，对其他平台属内部控制参数；《非银行支付机构监督管理条例》第二十四条规定预付资金转换为余额及不得付息，并未规定备付金交存时限。
#     remediation: 实现客户资金自动归集入专户，停止对余额支付任何收益。
package fiducia.custody_extended.cus.seg.deposit_and_interest

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains object.union(fault, {"check": "deposited"}) if {
	demands := {"deposit_lag_business_days": fields.at_most(data.fiducia.params.deposit_lag_business_days)}
	some fault in fields.section_faults(["spec"], demands)
}

deny contains object.union(fault, {"check": "no_interest"}) if {
	profile.is_or_unknown("cn_payment_institution")
	some fault in fields.section_faults(["spec", "balances"], {"interest_paid": fields.no})
}
