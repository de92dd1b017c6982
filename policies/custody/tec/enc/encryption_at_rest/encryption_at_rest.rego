# METADATA
# scope: package
# title: Encryption of important data at rest
# description: >-
#   Whoever gets hold of a disk, a snapshot or a backup reads what is stored in clear. Every data store must state its
#   class; a store of class `important` or above, or one that contains personal information, must be encrypted
#   (`encryption.enabled: true`). An unencrypted store of a lower class must say that it contains no personal information.
# custom:
#   id: TEC-ENC-03
#   severity: critical
#   indicator: TEC.ENC
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [GB22239-8.1.4.8b]
#   see_also: [HRG-6.4.5.2, GB43206-6.4.5, PIPL-51, PCI-3.5.1, CSF-PR.DS-01, "N53-SC-28(1)"]
#   checks:
#     stores_listed: {veto: false, implements: []}
#     classified: {veto: false, implements: [], params: [data_classes]}
#     important_encrypted: {veto: true, implements: [GB22239-8.1.4.8b], params: [data_classes, encrypted_from_class]}
#     personal_encrypted: {veto: true, implements: [GB22239-8.1.4.8b]}
#   basis_note: >-
#     The clause covers important personal information; this control asks for the encryption of every store that holds
#     personal information. Where it goes beyond the clause it is a house value.
#   remediation: Turn on database, volume or field encryption with keys held in a key management system or an HSM.
#   zh:
#     title: 重要数据存储加密
#     description: >-
#       以明文存储的数据，任何人拿到磁盘、快照或备份即可读取。每个数据存储都须标明数据级别；级别为“重要”（important）及以上，或含有个人信息的，必须加密（`encryption.enabled: true`）；级别较低且未加密的，须写明不含个人信息。
#     basis_note: 条款针对的是重要个人信息；本控制要求凡含个人信息的存储均须加密，超出条款的部分属内部控制要求。
#     remediation: 启用数据库、存储卷或字段级加密，密钥由密钥管理系统或密码机保管。
package fiducia.custody.tec.enc.encryption_at_rest

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "data store", "many": "data stores", "zh": "数据存储"}

deny contains profile.graded(object.union(fault, {"check": "stores_listed"})) if {
	some fault in shape.list_faults("stores", noun, 1)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `classification` %s; it must be one of %s", [item.en, state.en, concat(", ", classes)]),
		"zh": sprintf("%s的 `classification` %s，应为下列之一：%s", [item.zh, state.zh, text.listed(classes).zh]),
	},
	"check": "classified",
	"path": ["spec", "stores", i, "classification"],
	"expected": classes,
}) if {
	some i, store in shape.items(shape.spec("stores"))
	is_object(store)
	not classified(store)
	classes := data.fiducia.params.data_classes
	item := text.item(noun, store, "name", i)
	state := text.state(shape.get(store, "classification"))
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `contains_pi` %s; it must say true or false", [item.en, state.en]),
		"zh": sprintf("%s的 `contains_pi` %s，应写明“是”（true）或“否”（false）", [item.zh, state.zh]),
	},
	"check": "classified",
	"path": ["spec", "stores", i, "contains_pi"],
	"expected": {"en": "true or false", "zh": "“是”（true）或“否”（false）"},
}) if {
	some i, store in shape.items(shape.spec("stores"))
	is_object(store)
	personal := shape.get(store, "contains_pi")
	not is_boolean(personal)
	not settled_without(store, personal)
	item := text.item(noun, store, "name", i)
	state := text.state(personal)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s holds data of class \"%s\" and is not encrypted: `encryption.enabled` %s", [item.en, store.classification, state.en]),
		"zh": sprintf("%s存放%s级数据但未加密：`encryption.enabled` %s", [item.zh, text.named(class_of(store)).zh, state.zh]),
	},
	"check": "important_encrypted",
	"path": ["spec", "stores", i, "encryption", "enabled"],
	"expected": true,
}) if {
	some i, store in shape.items(shape.spec("stores"))
	important(store)
	not encrypted(store)
	item := text.item(noun, store, "name", i)
	state := text.state(switch(store))
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s contains personal information and is not encrypted: `encryption.enabled` %s", [item.en, state.en]),
		"zh": sprintf("%s含有个人信息但未加密：`encryption.enabled` %s", [item.zh, state.zh]),
	},
	"check": "personal_encrypted",
	"path": ["spec", "stores", i, "encryption", "enabled"],
	"related": [{
		"msg": {"en": "contains personal information", "zh": "含有个人信息"},
		"path": ["spec", "stores", i, "contains_pi"],
	}],
	"expected": true,
}) if {
	some i, store in shape.items(shape.spec("stores"))
	shape.get(store, "contains_pi") == true
	not important(store)
	not encrypted(store)
	item := text.item(noun, store, "name", i)
	state := text.state(switch(store))
}

switch(store) := shape.get(shape.get(store, "encryption"), "enabled")

encrypted(store) if switch(store) == true

# The place of each class in the order of classes.
levels := {text.key(name): place | some place, name in data.fiducia.params.data_classes}

class_of(store) := text.key(class) if {
	class := shape.get(store, "classification")
	is_string(class)
}

classified(store) if levels[class_of(store)]

important(store) if levels[class_of(store)] >= levels[text.key(data.fiducia.params.encrypted_from_class)]

# Not saying whether there is personal information is harmless where the store is or must be encrypted anyway.
settled_without(store, null) if encrypted(store)

settled_without(store, null) if important(store)
