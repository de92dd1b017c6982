# METADATA
# scope: package
# title: Systems, backups and domestic data in China
# description: >-
#   A payment institution must keep its systems, their backups and the data of domestic transactions within China.
#   Every region under `hosting` must be a domestic one: `regions` of the systems, `backup_regions` of the backups, and
#   `data_regions` of the transaction data where it is kept apart from the systems. A region that is not known to be
#   domestic counts as abroad. Applies to non-bank payment institutions, and where the profile of the platform is not
#   known.
# custom:
#   id: TEC-DAT-04
#   severity: critical
#   indicator: TEC.DAT
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [NBPI-18, NBPI-19]
#   see_also: [CSL-39, PIPL-40]
#   checks:
#     regions_listed: {veto: false, implements: []}
#     systems_domestic: {veto: true, implements: [NBPI-18], params: [domestic_regions, offshore_regions]}
#     backups_domestic: {veto: true, implements: [NBPI-18], params: [domestic_regions, offshore_regions]}
#     data_domestic: {veto: true, implements: [NBPI-19], params: [domestic_regions, offshore_regions]}
#   remediation: >-
#     Move the systems, backups and transaction data to regions in mainland China, and restrict the regions that
#     deployments may use.
#   zh:
#     title: 业务系统、备份及境内交易数据境内存放
#     description: >-
#       支付机构的业务系统及其备份须设在境内，境内交易数据须在境内存储。`hosting` 下的区域均须为境内区域：`regions` 为业务系统，`backup_regions` 为备份，`data_regions` 为与系统分开存放的交易数据；无法确认在境内的区域按境外处理。适用于非银行支付机构，以及未写明类型的平台。
#     remediation: 将业务系统、备份和交易数据迁移至境内区域，并限定部署可用的区域。
package fiducia.custody.tec.dat.data_in_china

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "regions_listed"}) if {
	concerned
	some fault in fields.section_faults(["spec", "hosting"], {"regions": fields.several(1), "backup_regions": fields.several(1)})
}

deny contains object.union(fault, {"check": "regions_listed"}) if {
	concerned
	not is_null(shape.get(hosting, "data_regions"))
	some fault in fields.section_faults(["spec", "hosting"], {"data_regions": fields.several(1)})
}

deny contains {
	"msg": {
		"en": sprintf("%s: region number %d %s; it must be a region in China", [place.en, i + 1, state.en]),
		"zh": sprintf("%s的第 %d 个区域%s，须为境内区域", [place.zh, i + 1, state.zh]),
	},
	"check": place.check,
	"path": ["spec", "hosting", place.key, i],
	"expected": {"en": "region in China", "zh": "境内区域"},
} if {
	concerned
	some place in places
	some i, region in shape.items(shape.get(hosting, place.key))
	not domestic(region)
	state := text.state(region)
}

places := [
	{"key": "regions", "check": "systems_domestic", "en": "systems", "zh": "业务系统"},
	{"key": "backup_regions", "check": "backups_domestic", "en": "backups", "zh": "备份"},
	{"key": "data_regions", "check": "data_domestic", "en": "domestic transaction data", "zh": "境内交易数据"},
]

concerned if profile.is_or_unknown("cn_payment_institution")

hosting := shape.spec("hosting")

domestic(region) if {
	is_string(region)
	named(region, data.fiducia.params.domestic_regions)
	not named(region, data.fiducia.params.offshore_regions)
}

# The name itself, or a name that continues it after a dash: `cn` names `cn-north-1`.
named(region, names) if text.key(region) in text.keys(names)

named(region, names) if {
	some name in text.keys(names)
	startswith(text.key(region), concat("", [name, "_"]))
}
