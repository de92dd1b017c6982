# METADATA
# scope: package
# title: Post-quantum inventory and plan
# description: >-
#   What is recorded today can be decrypted when quantum computers come, and custody data lives long. At least 90
#   percent of the systems must have their cryptography inventoried, and the plan to leave quantum-vulnerable
#   algorithms must end by 2035.
# custom:
#   id: FUT-01
#   severity: low
#   indicator: TEC.ENC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CryptoProfile]
#   clauses: [PQC-8547]
#   see_also: [PQC-203, DRTS-6]
#   checks:
#     inventoried: {veto: false, implements: [], params: [pqc_inventory_percent]}
#     planned: {veto: false, implements: [PQC-8547], params: [pqc_target_year]}
#   basis_note: The year rests on a draft timetable that was read second-hand; the share is a house value.
#   remediation: Inventory where RSA, ECC and SM2 are used, and plan hybrid key agreement such as with ML-KEM first.
#   zh:
#     title: 抗量子迁移清单与计划
#     description: >-
#       今天被截获的数据，待量子计算机成熟后即可被解密，而存管数据的保存期很长。密码应用盘点须覆盖 90% 以上的系统，淘汰易受量子攻击算法的计划须于 2035 年底前完成。
#     basis_note: 完成年份参考二手资料所述的时间表草案；盘点比例属内部控制要求。
#     remediation: >-
#       盘点 RSA、椭圆曲线和 SM2 等算法的使用情况，优先规划采用混合密钥协商（如结合 ML-KEM）。
package fiducia.custody.fut.post_quantum_plan

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "inventoried"}) if {
	some fault in fields.section_faults(["spec", "pqc"], {"inventory_percent": fields.percent(data.fiducia.params.pqc_inventory_percent)})
}

deny contains {
	"msg": {
		"en": sprintf("`spec.pqc.plan.target_year` %s; it must be a year, %d at the latest", [state.en, latest]),
		"zh": sprintf("`spec.pqc.plan.target_year` %s，应为不晚于 %d 的年份", [state.zh, latest]),
	},
	"check": "planned",
	"path": ["spec", "pqc", "plan", "target_year"],
	"expected": {"en": sprintf("%d or earlier", [latest]), "zh": sprintf("不晚于 %d 年", [latest])},
} if {
	found := shape.get(shape.get(shape.spec("pqc"), "plan"), "target_year")
	latest := data.fiducia.params.pqc_target_year
	not soon_enough(found, latest)
	state := text.state(found)
}

soon_enough(found, latest) if dates.year(found) <= latest
