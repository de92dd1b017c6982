# METADATA
# scope: package
# title: Keys are long enough
# description: RSA below 2048 bits and curves below 224 bits can be computed back.
# custom:
#   id: INF-ENC-11
#   severity: high
#   control: TEC-ENC-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use RSA 3072 or a curve of 256 bits, or SM2.
#   zh:
#     title: 密钥长度须足够
#     description: 2048 位以下的 RSA 与 224 位以下的曲线可被破解。
#     remediation: 使用 RSA 3072、256 位曲线或 SM2。
package fiducia.infra.enc.weak_key

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

lengths := [
	["tls_private_key", ["rsa_bits"]],
	["azurerm_key_vault_key", ["key_size"]],
	["azurerm_key_vault_certificate", ["certificate_policy", "key_properties", "key_size"]],
]

names := [
	["aws_acmpca_certificate_authority", ["certificate_authority_configuration", "key_algorithm"]],
	["tls_private_key", ["ecdsa_curve"]],
	["aws_acm_certificate", ["key_algorithm"]],
]

seen contains place if {
	some [type, keys] in array.concat(lengths, names)
	some place in terraform.of(type, keys)
}

deny contains say.wrong(place, {"en": "at least 2048 bits", "zh": "至少 2048 位"}) if {
	some place in seen
	place.key in {"rsa_bits", "key_size"}
	known.number(place.value) < 2048
	known.number(place.value) > 521
}

deny contains say.wrong(place, {"en": "at least 2048 bits", "zh": "至少 2048 位"}) if {
	some place in seen
	lower(place.value) in {"rsa_1024", "rsa_512"}
}
