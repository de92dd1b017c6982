# METADATA
# scope: package
# title: Images build on a named version
# description: "`FROM debian` is another system tomorrow than the one that was tested today."
# custom:
#   id: INF-CHG-03
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: dockerfile}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the version, and better its digest.
#   zh:
#     title: 基础镜像须指定版本
#     description: "`FROM debian` 明天构建出的系统可能已不是今天测试的系统。"
#     remediation: 指定版本号，最好使用摘要。
package fiducia.infra.chg.base_image

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.image

# Names of earlier stages.
stages := {lower(command.Value[2]) | some command in input; command.Cmd == "from"; count(command.Value) == 3}

seen contains object.union(say.at("FROM", [i, "Value", 0], command.Value[0]), {"key": "FROM"}) if {
	some i, command in input
	command.Cmd == "from"
	name := command.Value[0]
	not contains(name, "$")
	not lower(name) in stages | {"scratch"}
}

deny contains say.wrong(place, {"en": "a version or digest", "zh": "版本号或摘要"}) if {
	some place in seen
	image.moves(place.value)
}
