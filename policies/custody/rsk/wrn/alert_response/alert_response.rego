# METADATA
# scope: package
# title: Alert response time
# description: >-
#   An alarm that waits until the morning does not stop a theft at night. 95 percent of the critical alarms must be
#   acknowledged within 15 minutes.
# custom:
#   id: RSK-WRN-03
#   severity: medium
#   indicator: RSK.WRN
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [MonitoringProfile]
#   clauses: []
#   see_also: [DORA-10, CSF-DE.AE-08, PCI-10.4.1]
#   checks:
#     acknowledged: {veto: false, implements: [], params: [alert_ack_minutes]}
#   remediation: Staff the desk around the clock, and call out by phone what is not acknowledged.
#   zh:
#     title: 预警响应时效
#     description: 深夜的告警若等到次日才处理，便无法阻止损失。95% 的严重告警须在 15 分钟内得到确认。
#     remediation: 安排全天候值守，对未及时确认的告警启用电话升级通知。
package fiducia.custody.rsk.wrn.alert_response

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "acknowledged"}) if {
	some fault in fields.section_faults(["spec", "alerts"], {"ack_minutes_p95": fields.at_most(data.fiducia.params.alert_ack_minutes)})
}
