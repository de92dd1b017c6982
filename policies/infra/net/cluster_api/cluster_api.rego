# METADATA
# scope: package
# title: The interface of a cluster is not open to the world
# description: >-
#   Who reaches the API server of a cluster tries its credentials and its flaws; that network is for administrators.
# custom:
#   id: INF-NET-06
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Make the endpoint private, or list the networks of administrators.
#   zh:
#     title: 集群管理接口不得对公网开放
#     description: 能访问集群 API Server 的人即可尝试凭据与漏洞；该网络仅供管理员使用。
#     remediation: 改为私有端点，或仅列出管理网段。
package fiducia.infra.net.cluster_api

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

lists := [
	["aws_eks_cluster", ["vpc_config", "public_access_cidrs"]],
	["google_container_cluster", ["master_authorized_networks_config", "cidr_blocks", "cidr_block"]],
	["azurerm_kubernetes_cluster", ["api_server_authorized_ip_ranges"]],
	["azurerm_kubernetes_cluster", ["api_server_access_profile", "authorized_ip_ranges"]],
	["huaweicloud_cce_cluster", ["api_access_trustlist"]],
]

switches := [
	{"type": "tencentcloud_kubernetes_cluster", "keys": ["cluster_internet"], "default": false},
	{"type": "alicloud_cs_managed_kubernetes", "keys": ["slb_internet_enabled"], "default": false},
	{"type": "alicloud_cs_kubernetes", "keys": ["slb_internet_enabled"], "default": false},
	{"type": "azurerm_kubernetes_cluster", "keys": ["addon_profile", "kube_dashboard", "enabled"], "default": false},
]

seen contains place if {
	some [type, keys] in lists
	some place in terraform.of(type, keys)
}

seen contains place if {
	some place in terraform.settings(switches)
}

seen contains place if {
	some place in unlisted
}

# EKS is public for everybody where nothing else is said.
unlisted contains place if {
	some place in terraform.lacking("aws_eks_cluster", ["vpc_config", "public_access_cidrs"])
	some resource in terraform.resources("aws_eks_cluster")
	resource.name == place.name
	not private(resource)
}

private(resource) if {
	some endpoint in terraform.raw(resource, ["vpc_config", "endpoint_public_access"])
	endpoint.value != true
}

deny contains say.wrong(place, {"en": "networks of administrators", "zh": "管理网段"}) if {
	some [type, keys] in lists
	some found in terraform.of(type, keys)
	some value in known.list(found.value)
	known.everywhere(value)
	place := found
}

deny contains say.wrong(place, {"en": "networks of administrators", "zh": "管理网段"}) if {
	some place in unlisted
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in terraform.settings(switches)
	terraform.is_on(place)
}
