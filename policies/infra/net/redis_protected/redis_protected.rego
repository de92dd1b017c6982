# METADATA
# scope: package
# title: Redis is protected where it listens to every address
# description: "`protected-mode no` on all addresses lets anybody who reaches the port read and write everything."
# custom:
#   id: INF-NET-12
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [{format: directives, file: "**/redis.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Bind to the address of the zone, keep `protected-mode yes`, and set a password or ACL.
#   zh:
#     title: 监听所有地址的 Redis 须受保护
#     description: 在所有地址上关闭 `protected-mode`，任何能访问端口的人都可读写全部数据。
#     remediation: 绑定到所在区域地址，保持 `protected-mode yes`，并设置口令或 ACL。
package fiducia.infra.net.redis_protected

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	place := directives.last("protected-mode")
}

deny contains say.wrong(place, {"en": "yes, a password, or an address to bind to", "zh": " yes，或设置口令、绑定地址"}) if {
	some place in seen
	known.off(place.value)
	not authenticated
	exposed
}

# A password, whatever it is, or accounts.
authenticated if {
	some name in ["requirepass", "aclfile", "user"]
	some directive in directives.named(name)
	some word in directive.parameters
	word != ""
}

exposed if count(directives.named("bind")) == 0

exposed if {
	some place in directives.parameters("bind")
	trim_prefix(place.value, "-") in {"0.0.0.0", "*", "::"}
}
