# METADATA
# scope: package
# title: Clients of the platform verify servers
# description: "`insecureSkipTLSVerify` and its like accept whoever answers in the name of a server."
# custom:
#   id: INF-TLS-18
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{kind: "{APIService,ServiceMonitor,PodMonitor,Config,Probe,ClusterSecretStore,SecretStore}"}, {format: yaml, file: "**/*{prometheus,alertmanager,kubeconfig}*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Give the certificate authority: `caBundle`, `ca_file`."
#   zh:
#     title: 平台客户端须校验服务端证书
#     description: "`insecureSkipTLSVerify` 等设置会接受任意冒名的服务端。"
#     remediation: 提供 CA 证书：`caBundle`、`ca_file`。
package fiducia.infra.tls.skip_verify

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say

names := {"insecureSkipTLSVerify", "insecureSkipVerify", "insecure_skip_verify", "insecure-skip-tls-verify"}

# Monitors read numbers of pods within a cluster, whose certificates are often of their own making.
asked if not input.kind in {"ServiceMonitor", "PodMonitor"}

asked if profile.strict

seen contains say.at(sprintf("%v", [path[0]]), path, value) if {
	asked
	walk(input, [path, value])
	count(path) > 0
	path[count(path) - 1] in names
	known.known(value)
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	known.on(place.value)
}
