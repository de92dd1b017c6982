# METADATA
# scope: package
# title: Keys held in a module, key-encrypting keys apart
# description: >-
#   A key in a file, an environment variable or the source code defeats the encryption it serves. Every key must be
#   kept in an HSM, a key management system or a certified module (`storage`). Every data key must be wrapped by
#   another key of the register (`wrapped_by`), and that key-encrypting key must be at least as strong (`strength`, in
#   bits) and kept in another place (`location`). Keys of purpose `kek`, `master`, `root`, `signing` and `tls` need no
#   wrapping.
# custom:
#   id: TEC-ENC-05
#   severity: critical
#   indicator: TEC.ENC
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [CryptoProfile]
#   clauses: [PCI-3.6.1]
#   see_also: [GB43206-7.3.2, DRTS-7, GB22239-8.1.10.9, N53-SC-12]
#   checks:
#     keys_listed: {veto: false, implements: []}
#     stored_in_module: {veto: false, implements: [PCI-3.6.1], params: [key_storage]}
#     wrapped: {veto: false, implements: [], params: [unwrapped_key_purposes]}
#     separate: {veto: false, implements: [PCI-3.6.1]}
#   basis_note: >-
#     PCI DSS 3.6.1 does not ask for a module: it also allows keys encrypted by a key-encrypting key, or key
#     components. That only an HSM, a key management system or a certified module may hold keys, and that every data
#     key is wrapped, are house rules.
#   remediation: >-
#     Move keys into an HSM or a key management system, wrap each data key with a separate key-encrypting key, and
#     record strength and location of both.
#   zh:
#     title: 密钥由密码模块保护且分级分离
#     description: >-
#       密钥若存放在文件、环境变量或源代码中，加密即告失效。每个密钥须存放于密码机、密钥管理系统或经认证的密码模块（`storage`）。每个数据密钥须由台账中的另一密钥加密保护（`wrapped_by`），该密钥加密密钥的强度（`strength`，位）不得低于数据密钥，且须存放于不同位置（`location`）。用途为
#       `kek`、`master`、`root`、`signing`、`tls` 的密钥无须加密保护。
#     basis_note: PCI DSS 3.6.1 并不要求必须使用密码模块，也允许以密钥加密密钥加密或以密钥分量保存。密钥只能存放于密码机、密钥管理系统或经认证的密码模块，以及数据密钥一律加密保护，属内部控制要求。
#     remediation: 将密钥迁入密码机或密钥管理系统，以独立的密钥加密密钥保护每个数据密钥，并登记两者的强度与存放位置。
package fiducia.custody.tec.enc.keys_in_module

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "key", "many": "keys", "zh": "密钥"}

deny contains object.union(fault, {"check": "keys_listed"}) if {
	some fault in shape.list_faults("keys", noun, 1)
}

deny contains object.union(fault, {"check": "stored_in_module"}) if {
	demands := {"storage": fields.one_of(data.fiducia.params.key_storage)}
	some fault in fields.entry_faults(shape.spec("keys"), ["spec", "keys"], noun, "id", demands)
}

deny contains object.union(fault, {"check": "wrapped"}) if {
	some i, key in shape.items(shape.spec("keys"))
	is_object(key)
	not purpose(key) in data.fiducia.params.unwrapped_key_purposes
	some fault in fields.faults(text.item(noun, key, "id", i), key, ["spec", "keys", i], {"wrapped_by": fields.filled})
}

deny contains {
	"msg": {
		"en": sprintf("%s: `wrapped_by` is \"%s\"; no other key in `spec.keys` has that id", [item.en, key.wrapped_by]),
		"zh": sprintf("%s的 `wrapped_by` 为“%s”，但 `spec.keys` 中没有以此为编号的其他密钥", [item.zh, key.wrapped_by]),
	},
	"check": "wrapped",
	"path": ["spec", "keys", i, "wrapped_by"],
	"expected": {"en": "id of another key", "zh": "另一密钥的编号"},
} if {
	some i, key in shape.items(shape.spec("keys"))
	text.filled(shape.get(key, "wrapped_by"))
	count([pair | some pair in pairs; pair.wrapped == i]) == 0
	item := text.item(noun, key, "id", i)
}

# Strength and location of both keys of a pair, without which they cannot be compared.
deny contains object.union(fault, {"check": "separate"}) if {
	some i in {place | some pair in pairs; some place in [pair.wrapped, pair.wrapping]}
	key := input.spec.keys[i]
	demands := {"strength": fields.at_least(1), "location": fields.filled}
	some fault in fields.faults(text.item(noun, key, "id", i), key, ["spec", "keys", i], demands)
}

deny contains {
	"msg": {
		"en": sprintf("key-encrypting key \"%s\" has a strength of %v bits; at least %v are needed, as much as the key \"%s\" that it wraps", [kek.id, kek.strength, key.strength, key.id]),
		"zh": sprintf("密钥加密密钥“%s”的强度为 %v 位，不得低于其保护的密钥“%s”的 %v 位", [kek.id, kek.strength, key.id, key.strength]),
	},
	"check": "separate",
	"path": ["spec", "keys", pair.wrapping, "strength"],
	"related": [{"msg": {"en": "the stronger key it wraps", "zh": "其保护的密钥强度更高"}, "path": ["spec", "keys", pair.wrapped, "strength"]}],
	"expected": key.strength,
} if {
	some pair in pairs
	kek := input.spec.keys[pair.wrapping]
	key := input.spec.keys[pair.wrapped]
	is_number(shape.get(kek, "strength"))
	is_number(shape.get(key, "strength"))
	kek.strength < key.strength
}

deny contains {
	"msg": {
		"en": sprintf("key \"%s\" is kept in \"%s\", where its key-encrypting key \"%s\" is kept too; they need different places", [key.id, key.location, kek.id]),
		"zh": sprintf("密钥“%s”与其密钥加密密钥“%s”同存于“%s”，两者须分开存放", [key.id, kek.id, key.location]),
	},
	"check": "separate",
	"path": ["spec", "keys", pair.wrapped, "location"],
	"related": [{"msg": {"en": "the key-encrypting key is kept here", "zh": "密钥加密密钥存放于此"}, "path": ["spec", "keys", pair.wrapping, "location"]}],
	"expected": {"en": "another place", "zh": "其他存放位置"},
} if {
	some pair in pairs
	kek := input.spec.keys[pair.wrapping]
	key := input.spec.keys[pair.wrapped]
	text.filled(shape.get(kek, "location"))
	text.filled(shape.get(key, "location"))
	text.key(kek.location) == text.key(key.location)
}

# A wrapped key and the key it names, by their places in the list.
pairs contains {"wrapped": i, "wrapping": j} if {
	some i, key in shape.items(shape.spec("keys"))
	text.filled(shape.get(key, "wrapped_by"))
	some j, kek in input.spec.keys
	j != i
	shape.text(shape.get(kek, "id"))
	text.key(kek.id) == text.key(key.wrapped_by)
}

purpose(key) := text.key(key.purpose) if is_string(shape.get(key, "purpose"))

purpose(key) := "data" if not is_string(shape.get(key, "purpose"))
