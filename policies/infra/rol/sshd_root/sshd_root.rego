# METADATA
# scope: package
# title: Nobody logs in as root
# description: A login as root belongs to nobody, and one guess of its password is enough.
# custom:
#   id: INF-ROL-11
#   severity: high
#   control: TEC-ACC-07
#   applies_to: [{format: directives, file: "**/sshd_config"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `PermitRootLogin no`, and let people log in by name.
#   zh:
#     title: 禁止 root 直接登录
#     description: 以 root 登录无法追溯到人，且只需猜中一个口令。
#     remediation: 写作 `PermitRootLogin no`，以个人账号登录。
package fiducia.infra.rol.sshd_root

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	some name in ["permitrootlogin", "permitemptypasswords"]
	place := directives.first(name)
}

deny contains say.wrong(place, {"en": "no", "zh": " no"}) if {
	some place in seen
	lower(place.value) == "yes"
}
