# METADATA
# scope: package
# title: Listeners accept no older TLS than is declared
# description: >-
#   What a listener really accepts is held against `tls.min_version` of the endpoint of its name in the NetworkProfile,
#   or against the lowest of all endpoints where none has its name.
# custom:
#   id: INF-DVR-01
#   severity: high
#   control: TEC-PRO-01
#   input: project
#   applies_to: [NetworkProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Take the older versions out of the listener, or declare what it accepts.
#   zh:
#     title: 监听实际接受的 TLS 版本不得低于声明
#     description: 将监听实际接受的版本与 NetworkProfile 中同名端点的 `tls.min_version` 比对；没有同名端点时，与所有端点中的最低值比对。
#     remediation: 在监听配置中移除旧版本，或如实声明。
package fiducia.infra.dvr.tls_floor

import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.tls
import data.fiducia.infra.tls.listener_policy

# The endpoints of a platform and the version that each declares; TLCP has versions of its own.
endpoints contains {"name": name, "platform": entry.platform, "path": version.path, "value": version.value, "floor": tls.lowest(sprintf("%v", [version.value]))} if {
	some declaration in declared.of("NetworkProfile")
	some entry in declared.entries(declaration, ["endpoints"])
	name := object.get(entry.value, "name", "")
	upper(object.get(entry.value, ["tls", "protocol"], "TLS")) == "TLS"
	version := declared.within(entry, ["tls", "min_version"], entry.value.tls.min_version)
}

# Platforms that say of every endpoint what it accepts.
complete contains declaration.platform if {
	some declaration in declared.of("NetworkProfile")
	every entry in declared.entries(declaration, ["endpoints"]) { settled(entry.value) }
}

settled(entry) if tls.lowest(sprintf("%v", [entry.tls.min_version]))

settled(entry) if upper(entry.tls.protocol) == "TLCP"

settled(entry) if entry.tlcp.enabled == true

# What a document accepts, as places with names and the lowest version.
floors contains object.union(place, {"names": declared.names(place, resource), "floor": tls.lowest(place.value)}) if {
	some [type, keys] in array.concat(listener_policy.places, apps)
	some resource in terraform.resources(type)
	some place in terraform.values(resource, keys)
	is_string(place.value)
}

apps := [
	["azurerm_linux_web_app", ["site_config", "minimum_tls_version"]],
	["azurerm_windows_web_app", ["site_config", "minimum_tls_version"]],
	["alicloud_slb_tls_cipher_policy", ["tls_versions"]],
]

# nginx: the lowest of the versions, for the names of the server around it.
floors contains object.union(place, {"name": "ssl_protocols", "names": servers(directive), "floor": lowest}) if {
	some directive in directives.named("ssl_protocols")
	every version in directive.parameters { known.known(version) }
	ranks := {i: tls.lowest(version) | some i, version in directive.parameters}
	lowest := min({rank | some rank in ranks})
	i := min({i | some i, rank in ranks; rank == lowest})
	place := directives.parameter(directive, i)
}

servers(directive) := {name |
	some other in directives.named("server_name")
	array.slice(other.path, 0, count(other.path) - 1) == array.slice(directive.path, 0, count(directive.path) - 1)
	some full in other.parameters
	some name in {full, split(full, ".")[0]}
}

# HAProxy: the word behind `ssl-min-ver`.
floors contains object.union(place, {"name": "ssl-min-ver", "names": set(), "floor": tls.lowest(place.value)}) if {
	some name in ["bind", "ssl-default-bind-options"]
	some directive in directives.named(name)
	some i, word in directive.parameters
	word == "ssl-min-ver"
	place := directives.parameter(directive, i + 1)
}

# Gateways of Kubernetes, and the settings of ingress-nginx.
manifests := [
	["Gateway", ["tls", "minProtocolVersion"]],
	["TLSOption", ["minVersion"]],
	["HTTPProxy", ["virtualhost", "tls", "minimumProtocolVersion"]],
]

floors contains object.union(say.at(title, array.concat(base.path, keys), value), {"names": {title}, "floor": tls.lowest(value)}) if {
	some [kind, keys] in manifests
	input.kind == kind
	some base in specs
	value := object.get(base.value, keys, null)
	known.known(value)
	title := object.get(input, ["metadata", "name"], kind)
}

specs contains {"path": ["spec"], "value": input.spec} if is_object(input.spec)

specs contains {"path": ["spec", "servers", i], "value": server} if some i, server in input.spec.servers

floors contains object.union(say.at(title, ["data", "ssl-protocols"], value), {"names": {title}, "floor": lowest}) if {
	input.kind == "ConfigMap"
	value := input.data["ssl-protocols"]
	known.known(value)
	lowest := min({tls.lowest(version) | some version in regex.split(`\s+`, value)})
	title := object.get(input, ["metadata", "name"], "ConfigMap")
}

# What is compared: a listener, and the declarations that are about it.
seen contains object.union(declared.at(document, found), {"about": about}) if {
	some document in declared.real
	all := [endpoint | some endpoint in endpoints; endpoint.platform == document.platform]
	places := floors with input as document.content
	some found in places
	judged(found, all, document.platform)
	about := declared.about(found, all)
	count(about) > 0
}

judged(found, all, _) if declared.named(found, all)

judged(_, _, platform) if platform in complete

deny contains declared.contradiction(found, {
	"en": sprintf("accepts %v, whereas %v is declared as the lowest version", [found.value, lowest[0].value]),
	"zh": sprintf("实际接受 %v，而声明的最低版本为 %v", [found.value, lowest[0].value]),
}, {"en": sprintf("%v or higher", [lowest[0].value]), "zh": sprintf(" %v 及以上", [lowest[0].value])}, [lowest[0]]) if {
	some found in seen
	rank := min({endpoint.floor | some endpoint in found.about})
	found.floor < rank
	lowest := [endpoint | some endpoint in found.about; endpoint.floor == rank]
}
