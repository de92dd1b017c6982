# METADATA
# scope: package
# title: sshd offers no weak ciphers
# description: CBC ciphers, MACs with MD5 and small groups of Diffie-Hellman can be attacked.
# custom:
#   id: INF-TLS-15
#   severity: medium
#   control: TEC-ENC-01
#   applies_to: [{format: directives, file: "**/sshd_config"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name modern algorithms, or leave the setting to the defaults of OpenSSH.
#   zh:
#     title: sshd 不得启用弱密码算法
#     description: CBC 模式、MD5 MAC 与小素数群的 Diffie-Hellman 可被攻击。
#     remediation: 列出现代算法，或使用 OpenSSH 默认值。
package fiducia.infra.tls.sshd_crypto

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	some name in ["ciphers", "macs", "kexalgorithms", "protocol"]
	place := directives.first(name)
}

weak(place) := {name |
	not startswith(place.value, "-")
	some name in split(trim_left(place.value, "+^"), ",")
	regex.match(`(?i)^(3des-cbc|arcfour.*|blowfish-cbc|cast128-cbc|aes(128|192|256)-cbc|rijndael-cbc@.*|hmac-md5.*|hmac-sha1-96.*|hmac-ripemd160.*|umac-64.*|diffie-hellman-group1-sha1|diffie-hellman-group14-sha1|diffie-hellman-group-exchange-sha1|1)$`, trim_space(name))
}

deny contains say.told(place, {
	"en": sprintf("weak algorithms are offered: %s", [concat(", ", sort(names))]),
	"zh": sprintf("启用了弱算法：%s", [concat("、", sort(names))]),
}, {"en": "modern algorithms", "zh": "现代算法"}) if {
	some place in seen
	names := weak(place)
	count(names) > 0
}
