# METADATA
# scope: package
# title: Databases are encrypted where that is declared
# description: >-
#   A database without encryption is held against the entry of its name under `stores` of the DataProfile, or against all of
#   them where every store is declared as encrypted.
# custom:
#   id: INF-DVR-02
#   severity: high
#   control: TEC-ENC-03
#   input: project
#   applies_to: [DataProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Encrypt the database, or declare that it is not.
#   zh:
#     title: 声明已加密的数据库实际须加密
#     description: 将未加密的数据库与 DataProfile 的 `stores` 中同名条目比对；若所有存储均声明已加密，则与全部条目比对。
#     remediation: 对数据库启用加密，或如实声明。
package fiducia.infra.dvr.encryption

import data.fiducia.infra.enc.database
import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.terraform

# The stores of a platform, and whether each is declared as encrypted.
stores contains {"name": object.get(entry.value, "name", ""), "platform": entry.platform, "path": place.path, "encrypted": object.get(entry.value, ["encryption", "enabled"], "?") == true} if {
	some declaration in declared.of("DataProfile")
	some entry in declared.entries(declaration, ["stores"])
	place := declared.within(entry, ["encryption", "enabled"], true)
}

# Databases whose encryption is known, and whether they have none.
databases contains object.union(place, {"names": names_of(place), "plain": {"path": place.path} in plain}) if {
	some place in database.seen | database.plain
	plain := {{"path": one.path} | some one in database.unencrypted}
}

names_of(place) := union({declared.names(resource, resource) |
	some resource in terraform.resources(split(place.name, ".")[0])
	resource.name == place.name
})

seen contains object.union(declared.at(document, found), {"about": about}) if {
	some document in declared.real
	document.content.resource
	all := [store | some store in stores; store.platform == document.platform]
	places := databases with input as document.content
	some found in places
	about := declared.about(found, all)
	count(about) > 0
}

deny contains declared.contradiction(found, {
	"en": "is not encrypted, whereas the store is declared as encrypted",
	"zh": "实际未加密，而声明为已加密",
}, {"en": "encryption", "zh": "启用加密"}, found.about) if {
	some found in seen
	found.plain
	every store in found.about { store.encrypted }
}
