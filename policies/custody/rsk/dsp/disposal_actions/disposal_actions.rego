# METADATA
# scope: package
# title: Suspicious transaction disposal options
# description: >-
#   Who can only notify cannot stop a fraud. For abnormal accounts and suspicious transactions the platform must be
#   able to verify, to identify the person again, to delay, to restrict and to suspend.
# custom:
#   id: RSK-DSP-04
#   severity: high
#   indicator: RSK.DSP
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [MonitoringProfile]
#   clauses: [ATF-18]
#   see_also: [AML-30]
#   checks:
#     actions_at_hand: {veto: false, implements: [ATF-18], params: [suspicious_transaction_actions]}
#   remediation: Build the actions that are missing, and connect them to the alert rules.
#   zh:
#     title: 可疑交易处置手段
#     description: >-
#       只能通知而无法干预，就无法制止诈骗。对异常账户和可疑交易，平台须具备核实、重新识别、延迟、限制、中止等处置手段。
#     remediation: 补齐缺失的处置手段，并与预警规则联动。
package fiducia.custody.rsk.dsp.disposal_actions

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "actions_at_hand"})) if {
	some fault in fields.section_faults(["spec", "disposal"], {"actions": fields.holding(data.fiducia.params.suspicious_transaction_actions)})
}
