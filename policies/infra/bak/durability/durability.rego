# METADATA
# scope: package
# title: Databases write what they confirm
# description: Settings that trade durability for speed lose confirmed payments when the power fails.
# custom:
#   id: INF-BAK-07
#   severity: high
#   control: TEC-DAT-03
#   applies_to: [{format: directives, file: "**/postgresql*.conf"}, {format: ini, file: "**/*.cnf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: >-
#     Return to the defaults: `fsync = on`, `full_page_writes = on`, `innodb_flush_log_at_trx_commit = 1`.
#   zh:
#     title: 数据库须持久化已确认的事务
#     description: 以持久性换取速度的设置会在断电时丢失已确认的付款。
#     remediation: 恢复默认值：`fsync = on`、`full_page_writes = on`、`innodb_flush_log_at_trx_commit = 1`。
package fiducia.infra.bak.durability

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.mysql

seen contains place if {
	some name in ["fsync", "full_page_writes"]
	place := directives.last(name)
}

seen contains place if {
	some name in ["innodb_flush_log_at_trx_commit", "innodb_doublewrite", "skip_log_bin"]
	some place in mysql.named(name)
}

deny contains say.wrong(place, {"en": "on", "zh": " on"}) if {
	some place in seen
	lower(replace(place.key, "-", "_")) in {"fsync", "full_page_writes", "innodb_doublewrite"}
	known.off(place.value)
}

deny contains say.wrong(place, {"en": "1", "zh": " 1"}) if {
	some place in seen
	lower(replace(place.key, "-", "_")) == "innodb_flush_log_at_trx_commit"
	known.number(place.value) in {0, 2}
}

deny contains say.wrong(place, {"en": "no such setting", "zh": "删除该设置"}) if {
	some place in seen
	lower(replace(place.key, "-", "_")) == "skip_log_bin"
	known.on(place.value)
}
