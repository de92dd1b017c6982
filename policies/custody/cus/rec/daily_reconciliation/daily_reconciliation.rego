# METADATA
# scope: package
# title: Daily reconciliation
# description: >-
#   What the platform, the custodian and the clearing house believe about client money drifts apart within a day.
#   Reconciliation must be `daily`, the last one must cover the previous business day or a later one, and its scope
#   must hold the total, the detail, and cash in transit.
# custom:
#   id: CUS-REC-01
#   severity: critical
#   indicator: CUS.REC
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [Reconciliation]
#   clauses: [P2PC-ENT, CASS-15]
#   see_also: [RES-REC, CASS-7-REC]
#   checks:
#     daily: {veto: false, implements: [P2PC-ENT, CASS-15], params: [reconciliation_frequencies]}
#     up_to_date: {veto: false, implements: [P2PC-ENT, CASS-15], params: [public_holidays, make_up_workdays]}
#     scope_complete: {veto: false, implements: [], params: [reconciliation_scope]}
#   basis_note: >-
#     The clauses are known from restatements only and say no more than daily; the previous business day and the scope
#     are house values, and the veto is off unless it is switched on. Public holidays are read from the parameters
#     `public_holidays` and `make_up_workdays`.
#   remediation: Run the reconciliation on every business day, and raise an alarm when a run is missing.
#   zh:
#     title: 每日账务核对
#     description: 平台、存管人与清算机构对客户资金的记录，一天之内便可能出现偏差。账务核对须每日进行（`daily`），最近一次不得早于上一工作日，核对内容须包含总额、明细和在途资金。
#     basis_note: 所依据的条款均为第三方转述，仅表明须每日核对；“上一工作日”的判断与核对内容属内部控制要求；本控制的一票否决默认关闭。节假日以参数 `public_holidays`、`make_up_workdays` 为准。
#     remediation: 每个工作日执行账务核对，漏跑时即时告警。
package fiducia.custody.cus.rec.daily_reconciliation

import data.fiducia.custody.lib.calendar
import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

deny contains object.union(fault, {"check": "daily"}) if {
	some fault in fields.section_faults(["spec"], {"frequency": fields.one_of(data.fiducia.params.reconciliation_frequencies)})
}

deny contains object.union(fault, {"check": "up_to_date"}) if {
	some fault in fields.section_faults(["spec"], {"last_date": fields.past})
}

deny contains {
	"msg": {
		"en": sprintf("the last reconciliation is of %s; it must be of the previous business day, %s, or later", [last, due]),
		"zh": sprintf("最近一次账务核对为 %s，不得早于上一工作日 %s", [last, due]),
	},
	"check": "up_to_date",
	"path": ["spec", "last_date"],
	"expected": {"en": sprintf("%s or later", [due]), "zh": sprintf("%s 或之后", [due])},
} if {
	last := shape.spec("last_date")
	dates.number(last) < calendar.previous
	due := dates.text(calendar.previous)
}

deny contains object.union(fault, {"check": "scope_complete"}) if {
	some fault in fields.section_faults(["spec"], {"scope": fields.holding(data.fiducia.params.reconciliation_scope)})
}
