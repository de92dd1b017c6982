# METADATA
# scope: package
# title: Images end with a user other than root
# description: The last `USER` of an image is who runs it where nobody says otherwise.
# custom:
#   id: INF-POD-09
#   severity: medium
#   control: TEC-ACC-07
#   applies_to: [{format: dockerfile}]
#   subjects: seen
#   threshold_basis: house
#   remediation: End the Dockerfile with `USER` and a number other than 0.
#   zh:
#     title: 镜像最终用户不得为 root
#     description: 未另行指定时，镜像以最后一条 `USER` 的用户运行。
#     remediation: 在 Dockerfile 末尾以 `USER` 指定非 0 的用户。
package fiducia.infra.pod.image_user

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

last_stage := max({command.Stage | some command in input; command.Cmd == "from"})

users := [i | some i, command in input; command.Cmd == "user"; command.Stage == last_stage]

seen contains object.union(say.at("USER", [i, "Value", 0], input[i].Value[0]), {"key": "USER"}) if {
	i := users[count(users) - 1]
	known.known(input[i].Value[0])
}

deny contains say.wrong(place, {"en": "a user other than root", "zh": "非 root 用户"}) if {
	some place in seen
	split(place.value, ":")[0] in {"root", "0"}
}
