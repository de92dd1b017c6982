# METADATA
# scope: package
# title: nginx offers no weak suites
# description: Suites with RC4, DES, 3DES, MD5, NULL or export keys keep nothing secret.
# custom:
#   id: INF-TLS-02
#   severity: high
#   control: TEC-ENC-01
#   applies_to: [{format: nginx}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `ssl_ciphers HIGH:!aNULL:!MD5;` or a list of suites with forward secrecy.
#   zh:
#     title: nginx 不得启用弱密码套件
#     description: 含 RC4、DES、3DES、MD5、NULL 或出口级密钥的套件无法保证机密性。
#     remediation: 写作 `ssl_ciphers HIGH:!aNULL:!MD5;`，或列出具备前向保密的套件。
package fiducia.infra.tls.nginx_ciphers

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.tls

seen contains place if {
	some name in ["ssl_ciphers", "proxy_ssl_ciphers"]
	some place in directives.parameters(name)
}

deny contains say.told(place, {
	"en": sprintf("weak suites are offered: %s", [concat(", ", sort(weak))]),
	"zh": sprintf("启用了弱密码套件：%s", [concat("、", sort(weak))]),
}, {"en": "strong suites only", "zh": "仅强密码套件"}) if {
	some place in seen
	weak := tls.weak(place.value)
	count(weak) > 0
}
