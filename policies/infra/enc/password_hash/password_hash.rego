# METADATA
# scope: package
# title: Databases keep passwords as salted hashes of today
# description: MD5 and SHA-1 of passwords are computed back by machines within hours.
# custom:
#   id: INF-ENC-12
#   severity: high
#   control: TEC-ENC-08
#   applies_to: [{format: directives, file: "**/postgresql*.conf"}, {format: ini, file: "**/*.cnf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `password_encryption = 'scram-sha-256'`, or `caching_sha2_password`.
#   zh:
#     title: 数据库口令须以现行加盐哈希存储
#     description: MD5 与 SHA-1 口令哈希可在数小时内被破解。
#     remediation: 设置 `password_encryption = 'scram-sha-256'` 或 `caching_sha2_password`。
package fiducia.infra.enc.password_hash

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.mysql

seen contains directives.last("password_encryption")

seen contains place if {
	some name in ["default_authentication_plugin", "authentication_policy"]
	some place in mysql.named(name)
}

deny contains say.wrong(place, {"en": "a salted hash", "zh": "加盐哈希"}) if {
	some place in seen
	lower(split(sprintf("%v", [place.value]), ",")[0]) in {"md5", "off", "mysql_native_password", "mysql_old_password"}
}
