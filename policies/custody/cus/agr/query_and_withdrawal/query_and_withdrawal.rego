# METADATA
# scope: package
# title: Clients can query their balance and withdraw as agreed
# description: >-
#   Money that its owner cannot see or take out is not safe in any useful sense. Clients must be able to query their
#   balance (`client_query: true`), withdrawals must be paid within 24 hours (`sla_hours`), and at least 99 percent of
#   them must succeed (`success_percent`).
# custom:
#   id: CUS-AGR-05
#   severity: high
#   indicator: CUS.AGR
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [CustodyArrangement]
#   clauses: [SCR-57, NBPI-24]
#   checks:
#     query: {veto: false, implements: [SCR-57]}
#     withdrawal: {veto: false, implements: [NBPI-24], params: [withdrawal_hours, withdrawal_success_percent]}
#   basis_note: >-
#     The regulation on payment institutions gives the right to withdraw as agreed, the one on securities firms the
#     right to query; the numbers are house values.
#   remediation: Repair the query and withdrawal functions, and watch time and success rate of withdrawals.
#   zh:
#     title: 客户可查询余额并按约定提取
#     description: >-
#       资金所有人看不到、取不出的资金，谈不上安全。客户须能查询余额（`client_query: true`），提取须在 24 小时内到账（`sla_hours`），成功率不低于 99%（`success_percent`）。
#     basis_note: 《非银行支付机构监督管理条例》第二十四条规定用户可按约定提取；《证券公司监督管理条例》第五十七条规定查询；时限与成功率属内部控制参数。
#     remediation: 修复查询与提取功能，持续监测提取时长与成功率。
package fiducia.custody.cus.agr.query_and_withdrawal

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "query"})) if {
	some fault in fields.section_faults(["spec"], {"client_query": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "withdrawal"})) if {
	some fault in fields.section_faults(["spec", "withdrawal"], {
		"sla_hours": fields.at_most(data.fiducia.params.withdrawal_hours),
		"success_percent": fields.percent(data.fiducia.params.withdrawal_success_percent),
	})
}
