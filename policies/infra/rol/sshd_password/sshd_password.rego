# METADATA
# scope: package
# title: Logins over SSH need a key
# description: A password alone is no cryptographic factor, and is tried without end from outside.
# custom:
#   id: INF-ROL-12
#   severity: medium
#   control: TEC-ACC-01
#   applies_to: [{format: directives, file: "**/sshd_config"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Write `PasswordAuthentication no`, or ask for both: `AuthenticationMethods publickey,password`."
#   zh:
#     title: SSH 登录须使用密钥
#     description: 单一口令不是密码技术因素，且会被外部持续猜测。
#     remediation: 写作 `PasswordAuthentication no`，或双因素：`AuthenticationMethods publickey,password`。
package fiducia.infra.rol.sshd_password

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains directives.first("passwordauthentication")

deny contains say.wrong(place, {"en": "no", "zh": " no"}) if {
	some place in seen
	lower(place.value) == "yes"
	not both
}

# A key is asked for beside the password.
both if {
	place := directives.first("authenticationmethods")
	contains(place.value, "publickey")
}
