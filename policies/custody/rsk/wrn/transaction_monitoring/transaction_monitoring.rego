# METADATA
# scope: package
# title: Real-time transaction monitoring
# description: >-
#   Money that has left cannot be called back by a report of the next day. Transactions must be monitored, in real
#   time (`mode: realtime`), and all of them (`coverage_percent: 100`).
# custom:
#   id: RSK-WRN-01
#   severity: critical
#   indicator: RSK.WRN
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [MonitoringProfile]
#   clauses: [ATF-18, NBPI-23, SCA-2]
#   see_also: [CSF-DE.CM-03, DORA-10]
#   checks:
#     monitored: {veto: false, implements: [ATF-18, NBPI-23, SCA-2]}
#     in_real_time: {veto: false, implements: [], params: [realtime_modes]}
#     all_covered: {veto: false, implements: [], params: [monitored_percent]}
#   basis_note: The clauses ask for monitoring; that it works in real time and covers everything are house values.
#   remediation: Connect every channel to the monitoring, and judge a transaction before it is carried out.
#   zh:
#     title: 交易实时监控
#     description: >-
#       资金一旦转出，次日的报表无法将其追回。交易须纳入监控，监控方式为实时（`mode: realtime`），并覆盖全部交易（`coverage_percent: 100`）。
#     basis_note: 所引条款要求开展交易监测；实时方式和全覆盖属内部控制要求。
#     remediation: 将全部交易渠道接入监控系统，在交易执行前完成判断。
package fiducia.custody.rsk.wrn.transaction_monitoring

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "monitored"}) if {
	some fault in fields.section_faults(["spec", "transactions"], {"mode": fields.filled})
}

deny contains object.union(fault, {"check": "in_real_time"}) if {
	text.filled(shape.get(shape.spec("transactions"), "mode"))
	some fault in fields.section_faults(["spec", "transactions"], {"mode": fields.one_of(data.fiducia.params.realtime_modes)})
}

deny contains object.union(fault, {"check": "all_covered"}) if {
	some fault in fields.section_faults(["spec", "transactions"], {"coverage_percent": fields.percent(data.fiducia.params.monitored_percent)})
}
