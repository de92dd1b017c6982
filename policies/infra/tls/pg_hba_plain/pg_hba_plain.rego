# METADATA
# scope: package
# title: PostgreSQL does not ask for connections without TLS
# description: A line `hostnossl` admits those alone who do not encrypt.
# custom:
#   id: INF-TLS-12
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: directives, file: "**/pg_hba.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `hostssl`.
#   zh:
#     title: PostgreSQL 不得要求非 TLS 连接
#     description: "`hostnossl` 行只放行未加密的连接。"
#     remediation: 改为 `hostssl`。
package fiducia.infra.tls.pg_hba_plain

import data.fiducia.infra.lib.directives

seen contains directive if {
	some directive in directives.all
	startswith(directive.name, "host")
}

deny contains {
	"msg": {"en": "`hostnossl` admits connections without TLS", "zh": "`hostnossl` 允许未加密的连接"},
	"path": array.concat(directive.path, ["name"]),
	"expected": {"en": "hostssl", "zh": " hostssl"},
} if {
	some directive in seen
	directive.name == "hostnossl"
	directive.parameters[count(directive.parameters) - 1] != "reject"
}
