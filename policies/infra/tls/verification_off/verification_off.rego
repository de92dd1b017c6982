# METADATA
# scope: package
# title: Nobody is told to accept any certificate
# description: A variable that switches verification off makes TLS an encryption for whoever answers.
# custom:
#   id: INF-TLS-16
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: dockerfile}, Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}, {format: dotenv}]
#   subjects: seen
#   threshold_basis: house
#   remediation: >-
#     Trust the certificate authority instead: `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`.
#   zh:
#     title: 不得关闭证书校验
#     description: 关闭校验的环境变量使 TLS 等于为任意应答者加密。
#     remediation: 改为信任相应 CA：`NODE_EXTRA_CA_CERTS`、`SSL_CERT_FILE`、`REQUESTS_CA_BUNDLE`。
package fiducia.infra.tls.verification_off

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose

switches := {
	"NODE_TLS_REJECT_UNAUTHORIZED": {"0"},
	"PYTHONHTTPSVERIFY": {"0"},
	"GIT_SSL_NO_VERIFY": {"true", "1"},
	"NPM_CONFIG_STRICT_SSL": {"false"},
	"npm_config_strict_ssl": {"false"},
	"VAULT_SKIP_VERIFY": {"true", "1"},
	"CURL_INSECURE": {"true", "1"},
}

seen contains object.union(say.at("ENV", [i, "Value", n + 1], command.Value[n + 1]), {"key": command.Value[n]}) if {
	is_array(input)
	some i, command in input
	command.Cmd == "env"
	some n, _ in command.Value
	n % 3 == 0
	switches[command.Value[n]]
}

seen contains object.union(say.at(container.name, array.concat(container.path, ["env", i, "value"]), variable.value), {"key": variable.name}) if {
	some container in kubernetes.containers
	some i, variable in container.value.env
	switches[variable.name]
	known.known(variable.value)
}

seen contains variable.place if {
	some variable in compose.variables
	switches[variable.variable]
	known.known(variable.place.value)
}

seen contains say.at(name, [name], input[name]) if {
	some name, _ in switches
	is_string(input[name])
}

deny contains say.wrong(place, {"en": "verification", "zh": "启用校验"}) if {
	some place in seen
	lower(sprintf("%v", [place.value])) in switches[place.key]
}
