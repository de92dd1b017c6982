# METADATA
# scope: package
# title: Managed clusters write audit logs
# description: Without audit logs nobody can say who changed what in a cluster.
# custom:
#   id: INF-LOG-05
#   severity: medium
#   control: TEC-IDS-08
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Add `audit` to the logs of the control plane.
#   zh:
#     title: 托管集群须写入审计日志
#     description: 没有审计日志，无法追溯谁在集群中做了什么变更。
#     remediation: 在控制平面日志中加入 `audit`。
package fiducia.infra.log.cluster_logs

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

places := [["aws_eks_cluster", ["enabled_cluster_log_types"]], ["alicloud_cs_managed_kubernetes", ["control_plane_log_components"]]]

off := [["google_container_cluster", ["logging_service"]]]

seen contains place if {
	some [type, keys] in array.concat(places, off)
	some place in terraform.of(type, keys)
}

deny contains say.wrong(place, {"en": "audit among them", "zh": "包含 audit"}) if {
	some place in seen
	is_array(place.value)
	every entry in place.value { known.known(entry) }
	count({entry | some entry in place.value; lower(entry) in {"audit", "apiserver"}}) == 0
}

deny contains say.wrong(place, {"en": "logging.googleapis.com/kubernetes", "zh": " logging.googleapis.com/kubernetes"}) if {
	some place in seen
	place.value == "none"
}
