# METADATA
# scope: package
# title: Intrusion detection at key nodes, current signatures
# description: >-
#   An attack that nobody sees goes on until the money is gone, and old signatures see only old attacks.
#   `ids.coverage` must name `external` and `internal`, so that attacks from both sides are detected, and the
#   signatures must be at most 180 days old (`signature_age_days`). More than 7 days is a violation of medium weight
#   and no veto.
# custom:
#   id: TEC-IDS-01
#   severity: critical
#   indicator: TEC.IDS
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [MonitoringProfile]
#   clauses: [GB22239-8.1.3.3, HRG-6.3.3.1]
#   see_also: [PCI-11.5.1, CSF-DE.CM-01, N53-SI-4]
#   checks:
#     covered: {veto: true, implements: [GB22239-8.1.3.3], params: [ids_coverage]}
#     signatures_current: {veto: true, implements: [HRG-6.3.3.1], params: [ids_signature_days_max]}
#     signatures_target: {veto: false, implements: [], params: [ids_signature_days_target]}
#   basis_note: Half a year comes from the high-risk guide; the target of 7 days is a house value.
#   remediation: >-
#     Place detection at the boundary and between the inner zones, and update signatures automatically every day.
#   zh:
#     title: 关键节点入侵检测与特征库更新
#     description: >-
#       无人察觉的攻击会一直持续，陈旧的特征库只能识别陈旧的攻击。`ids.coverage` 须包含 `external`（外部）与 `internal`（内部），特征库距上次更新不得超过 180
#       天（`signature_age_days`）；超过 7 天的为中等问题，不构成一票否决。
#     basis_note: 半年未更新的标准出自高风险判定指引；7 天的目标属内部控制参数。
#     remediation: 在网络边界及内部分区之间部署入侵检测，每日自动更新特征库。
package fiducia.custody.tec.ids.intrusion_detection

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "covered"})) if {
	some fault in fields.section_faults(["spec", "ids"], {"coverage": fields.holding(data.fiducia.params.ids_coverage)})
}

deny contains profile.graded(object.union(fault, {"check": "signatures_current"})) if {
	some fault in outdated
}

# What is too old for the check above is not reported again.
deny contains profile.graded(object.union(fault, {"check": "signatures_target", "severity": "medium"})) if {
	count(outdated) == 0
	some fault in fields.section_faults(["spec", "ids"], {"signature_age_days": fields.at_most(data.fiducia.params.ids_signature_days_target)})
}

outdated := fields.section_faults(["spec", "ids"], {"signature_age_days": fields.at_most(data.fiducia.params.ids_signature_days_max)})
