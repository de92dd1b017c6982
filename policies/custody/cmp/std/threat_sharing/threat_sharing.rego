# METADATA
# scope: package
# title: Threat-information sharing and alliance membership
# description: >-
#   An attack on one platform is tried on the next. The platform must belong to at least one alliance or sharing body,
#   and have exchanged information within the last 180 days.
# custom:
#   id: CMP-STD-03
#   severity: low
#   indicator: CMP.STD
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [ISO-A.5.6, ISO-A.5.7, CSF-ID.RA-02]
#   checks:
#     memberships: {veto: false, implements: [], params: [min_memberships]}
#     exchanged: {veto: false, implements: [], params: [exchange_interval_days]}
#   remediation: Join an alliance or sharing body, and take part in it.
#   zh:
#     title: 行业信息共享与联盟
#     description: >-
#       针对一家平台的攻击手法很快会用于下一家。平台须加入至少一个行业联盟或信息共享组织，且最近 180 天内有过信息交流。
#     remediation: 加入行业联盟或信息共享组织，并实际参与信息交流。
package fiducia.custody.cmp.std.threat_sharing

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "memberships"}) if {
	some fault in fields.section_faults(["spec", "sharing"], {"memberships": fields.several(data.fiducia.params.min_memberships)})
}

deny contains object.union(fault, {"check": "exchanged"}) if {
	some fault in fields.section_faults(["spec", "sharing"], {"last_exchange": fields.within(data.fiducia.params.exchange_interval_days)})
}
