# METADATA
# scope: package
# title: Systems stand where that is declared
# description: >-
#   The regions of providers, stores and replicas are held against `hosting` of the DataProfile. Regions of clouds count as
#   the part of the country that they are in; a declared name that is not known leaves all of it unjudged.
# custom:
#   id: INF-DVR-07
#   severity: high
#   control: TEC-DAT-04
#   input: project
#   applies_to: [DataProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Move the system, or declare the region.
#   zh:
#     title: 系统实际部署地域须与声明一致
#     description: 将云厂商地域、存储与副本的位置与 DataProfile 的 `hosting` 比对。各云地域按所在大区归并；声明中有无法识别的名称时不作判断。
#     remediation: 迁移系统，或如实声明地域。
package fiducia.infra.dvr.sites

import data.fiducia.infra.dat.region
import data.fiducia.infra.dat.replication
import data.fiducia.infra.lib.declared

# Parts of mainland China, and the regions of clouds in them.
parts := {
	"cn-north": `^(oss-)?(cn-(beijing|qingdao|zhangjiakou|huhehaote|wulanchabu|north)|ap-beijing|chinanorth|china north)`,
	"cn-east": `^(oss-)?(cn-(hangzhou|shanghai|nanjing|fuzhou|east)|ap-(shanghai|nanjing)|chinaeast|china east)`,
	"cn-south": `^(oss-)?(cn-(shenzhen|heyuan|guangzhou|south)|ap-(guangzhou|shenzhen))`,
	"cn-southwest": `^(oss-)?(cn-(chengdu|guiyang|southwest)|ap-(chengdu|chongqing))`,
	"cn-northwest": `^cn-northwest`,
	"cn-central": `^cn-(wuhan|central)`,
}

# `cn-north` begins `cn-northwest` too, and `cn-south` begins `cn-southwest`.
part(name) := max({code | some code, pattern in parts; regex.match(pattern, lower(name))})

part(name) := lower(name) if not mainland(name)

mainland(name) if {
	some _, pattern in parts
	regex.match(pattern, lower(name))
}

declared_sites contains {"platform": place.platform, "path": place.path, "value": value} if {
	some declaration in declared.of("DataProfile")
	some key in ["regions", "backup_regions", "data_regions"]
	some i, value in declaration.spec.hosting[key]
	place := declared.place(declaration, ["hosting", key, i], value)
}

# Where things really stand.
sites contains place if some place in region.seen

sites contains item.place if {
	some item in replication.seen
	not startswith(item.place.value, "qcs:")
}

seen contains object.union(declared.at(document, found), {"part": part(found.value), "about": about}) if {
	some document in declared.real
	some key in ["resource", "provider"]
	document.content[key]
	about := [site | some site in declared_sites; site.platform == document.platform]
	count(about) > 0
	every site in about { recognised(site.value) }
	places := sites with input as document.content
	some found in places
}

recognised(name) if mainland(name)

recognised(name) if regex.match(`^[a-z]{2,12}-[a-z]+-?[0-9]{1,2}$`, lower(name))

deny contains declared.contradiction(found, {
	"en": sprintf("stands in %v, which is not among the declared regions", [found.value]),
	"zh": sprintf("部署于 %v，不在声明的地域之中", [found.value]),
}, {"en": concat(", ", sort({site.value | some site in found.about})), "zh": concat("、", sort({site.value | some site in found.about}))}, found.about) if {
	some found in seen
	every site in found.about { part(site.value) != found.part }
}
