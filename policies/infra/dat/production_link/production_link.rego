# METADATA
# scope: package
# title: Test systems do not read production
# description: >-
#   A test system that is connected to the database of production shows real clients to everybody who tests.
# custom:
#   id: INF-DAT-03
#   severity: high
#   control: TEC-DAT-09
#   applies_to: [Pod, Deployment, StatefulSet, Job, CronJob, ConfigMap, {format: dotenv, file: "**/.env.{dev,development,test,testing,staging,uat,sit}*"}, {format: dotenv, file: "**/{dev,test,testing,staging,uat,sit}*.env"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Give the test system data of its own, without real clients.
#   zh:
#     title: 测试系统不得连接生产
#     description: 测试系统连接生产库，会让所有测试人员看到真实客户。
#     remediation: 为测试系统提供脱敏的独立数据。
package fiducia.infra.dat.production_link

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

tests(name) if regex.match(`(?i)(^|[-_.])(dev|development|test|testing|sit|uat|staging|qa)([-_.]|$)`, name)

# The name of an address, and an address of production.
address(name) if regex.match(`(?i)(^|_)(host|hosts|url|uri|dsn|addr|address|endpoint|server|servers|jdbc)$`, name)

production(value) if {
	is_string(value)
	known.known(value)
	regex.match(`(?i)(^|[-_./@:])(prod|production|prd)([-_.:/]|$)`, value)
}

in_test if {
	namespace := input.metadata.namespace
	is_string(namespace)
	tests(namespace)
}

seen contains object.union(say.at(container.name, array.concat(container.path, ["env", i, "value"]), variable.value), {"key": variable.name}) if {
	in_test
	some container in kubernetes.containers
	some i, variable in container.value.env
	address(variable.name)
	known.known(variable.value)
}

seen contains say.at(kubernetes.name, ["data", name], value) if {
	in_test
	input.kind == "ConfigMap"
	some name, value in input.data
	address(replace(name, ".", "_"))
	known.known(value)
}

# A file of variables, whose name says that it is for tests.
seen contains say.at(name, [name], value) if {
	not input.kind
	some name, value in input
	is_string(value)
	address(name)
	known.known(value)
}

deny contains say.wrong(place, {"en": "a system for tests", "zh": "测试系统地址"}) if {
	some place in seen
	production(place.value)
}
