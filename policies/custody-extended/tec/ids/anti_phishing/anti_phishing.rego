# METADATA
# scope: package
# title: Anti-phishing measures
# description: >-
#   Customers lose money on sites and by mails that only look like the platform's. `antiphishing` must name a DMARC
#   policy that quarantines or rejects forged mail (`dmarc_policy`), say that look-alike domains are watched for
#   (`lookalike_monitoring: true`), and that a fake site is taken down within 24 hours of its discovery
#   (`takedown_sla_hours`).
# custom:
#   id: TEC-IDS-10
#   severity: medium
#   indicator: TEC.IDS
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [MonitoringProfile]
#   clauses: []
#   see_also: [ATF-30, GB22239-8.1.3.4, CSF-ID.RA-02]
#   checks:
#     measures: {veto: false, implements: [], params: [dmarc_policies, takedown_hours_max]}
#   basis_note: >-
#     Article 30 of the law against telecom fraud is about publicity and education; measures and hours are house
#     values.
#   remediation: Publish a DMARC policy, monitor domains and app stores, and contract a take-down service.
#   zh:
#     title: 防钓鱼措施
#     description: >-
#       客户往往在仿冒平台的网站和邮件中遭受损失。`antiphishing` 须设置隔离或拒收伪造邮件的 DMARC 策略（`dmarc_policy`），写明监测仿冒域名（`lookalike_monitoring:
#       true`），且仿冒网站自发现起 24 小时内下线（`takedown_sla_hours`）。
#     basis_note: 《反电信网络诈骗法》第三十条针对反诈宣传教育；具体措施与时限属内部控制要求。
#     remediation: 发布 DMARC 策略，监测域名与应用商店，并签约仿冒网站下线服务。
package fiducia.custody_extended.tec.ids.anti_phishing

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "measures"}) if {
	demands := {
		"dmarc_policy": fields.one_of(data.fiducia.params.dmarc_policies),
		"lookalike_monitoring": fields.yes,
		"takedown_sla_hours": fields.number(1, data.fiducia.params.takedown_hours_max),
	}
	some fault in fields.section_faults(["spec", "antiphishing"], demands)
}
