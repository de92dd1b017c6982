# METADATA
# scope: package
# title: The mesh does not switch TLS off
# description: "`DISABLE` in a PeerAuthentication or DestinationRule sends what services say to each other in clear."
# custom:
#   id: INF-TLS-17
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{kind: "{PeerAuthentication,DestinationRule}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `STRICT`, or `ISTIO_MUTUAL` in a DestinationRule.
#   zh:
#     title: 服务网格不得关闭 TLS
#     description: PeerAuthentication 或 DestinationRule 中的 `DISABLE` 会使服务间通信成为明文。
#     remediation: PeerAuthentication 写 `STRICT`，DestinationRule 写 `ISTIO_MUTUAL`。
package fiducia.infra.tls.mesh_plain

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

ways := [["spec", "mtls", "mode"], ["spec", "trafficPolicy", "tls", "mode"]]

seen contains say.at(kubernetes.name, path, value) if {
	some path in ways
	value := object.get(input, path, null)
	known.known(value)
}

seen contains say.at(kubernetes.name, ["spec", "portLevelMtls", port, "mode"], setting.mode) if {
	some port, setting in input.spec.portLevelMtls
	known.known(setting.mode)
}

deny contains say.wrong(place, {"en": "STRICT or ISTIO_MUTUAL", "zh": " STRICT 或 ISTIO_MUTUAL"}) if {
	some place in seen
	place.value == "DISABLE"
}
