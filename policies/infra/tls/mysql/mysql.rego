# METADATA
# scope: package
# title: MySQL speaks TLS 1.2 or higher
# description: Without TLS, passwords and rows are readable on the way.
# custom:
#   id: INF-TLS-13
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: ini, file: "**/*.cnf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `require_secure_transport = ON` and `tls_version = TLSv1.2,TLSv1.3`.
#   zh:
#     title: MySQL 须启用 TLS 1.2 及以上版本
#     description: 未启用 TLS 时，口令与数据在链路上可读。
#     remediation: 设置 `require_secure_transport = ON` 与 `tls_version = TLSv1.2,TLSv1.3`。
package fiducia.infra.tls.mysql

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.tls
import data.fiducia.infra.lib.mysql

seen contains place if {
	some name in ["require_secure_transport", "tls_version", "skip_ssl", "ssl"]
	some place in mysql.named(name)
}

named(place, name) if replace(lower(place.key), "-", "_") == name

deny contains say.wrong(place, {"en": "ON", "zh": " ON"}) if {
	some place in seen
	some name in ["require_secure_transport", "ssl"]
	named(place, name)
	known.off(place.value)
}

deny contains say.wrong(place, {"en": "no such setting", "zh": "删除该设置"}) if {
	some place in seen
	named(place, "skip_ssl")
	known.on(place.value)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	named(place, "tls_version")
	some version in split(place.value, ",")
	tls.old(version)
}
