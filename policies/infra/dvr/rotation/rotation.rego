# METADATA
# scope: package
# title: Keys rotate as often as is declared
# description: >-
#   The rotation of a key in a key service is held against `cryptoperiod_days` of the key of its id in the CryptoProfile, or
#   against the longest one of the keys that are declared to lie in a key service.
# custom:
#   id: INF-DVR-03
#   severity: high
#   control: TEC-ENC-04
#   input: project
#   applies_to: [CryptoProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Let the key rotate within its cryptoperiod, or declare the period that it has.
#   zh:
#     title: 密钥实际轮换周期不得长于声明
#     description: 将密钥服务中密钥的轮换设置与 CryptoProfile 中同一标识密钥的 `cryptoperiod_days` 比对；没有同名密钥时，与声明存放于密钥服务的密钥中最长的周期比对。
#     remediation: 使密钥在声明的周期内轮换，或如实声明。
package fiducia.infra.dvr.rotation

import data.fiducia.infra.enc.key_rotation
import data.fiducia.infra.enc.rotation_period
import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

keys contains {"name": object.get(entry.value, "id", ""), "platform": entry.platform, "path": place.path, "days": place.value, "storage": lower(object.get(entry.value, "storage", ""))} if {
	some declaration in declared.of("CryptoProfile")
	some entry in declared.entries(declaration, ["keys"])
	place := declared.within(entry, ["cryptoperiod_days"], entry.value.cryptoperiod_days)
	is_number(place.value)
}

# Keys that rotate never, or after some days.
rotations contains object.union(place, {"names": names_of(place), "days": -1}) if {
	some place in key_rotation.seen
	settings.bad(place)
}

rotations contains object.union(place, {"names": names_of(place), "days": days}) if {
	some place in rotation_period.seen
	days := rotation_period.days(place.value)
	days > 0
}

names_of(place) := union({declared.names(resource, resource) |
	some resource in terraform.resources(split(place.name, ".")[0])
	resource.name == place.name
})

seen contains object.union(declared.at(document, found), {"about": about}) if {
	some document in declared.real
	document.content.resource
	all := [key | some key in keys; key.platform == document.platform]
	places := rotations with input as document.content
	some found in places
	about := [key | some key in declared.about(found, all); eligible(found, all, key)]
	count(about) > 0
}

eligible(found, all, _) if declared.named(found, all)

eligible(_, _, key) if key.storage == "kms"

deny contains declared.contradiction(found, {
	"en": sprintf("the key does not rotate, whereas it is declared to do so within %v days", [most]),
	"zh": sprintf("密钥实际不轮换，而声明的周期为 %v 天", [most]),
}, {"en": sprintf("at most %v days", [most]), "zh": sprintf("不超过 %v 天", [most])}, longest) if {
	some found in seen
	found.days == -1
	most := max({key.days | some key in found.about})
	longest := [key | some key in found.about; key.days == most]
}

deny contains declared.contradiction(found, {
	"en": sprintf("the key rotates after %v days, whereas at most %v are declared", [floor(found.days), most]),
	"zh": sprintf("密钥实际每 %v 天轮换，而声明的周期为 %v 天", [floor(found.days), most]),
}, {"en": sprintf("at most %v days", [most]), "zh": sprintf("不超过 %v 天", [most])}, longest) if {
	some found in seen
	most := max({key.days | some key in found.about})
	found.days > most
	longest := [key | some key in found.about; key.days == most]
}
