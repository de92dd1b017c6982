# METADATA
# scope: package
# title: Data catalogue and grading
# description: >-
#   Masking, encryption, access and retention all follow the grade of the data, so data that nobody has graded is not
#   protected. Every entry of the data catalogue must state its `level` from 1 to 5 and its `owner`, and the catalogue
#   itself must have been reviewed in the last 365 days.
# custom:
#   id: TEC-DAT-01
#   severity: high
#   indicator: TEC.DAT
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [DataProfile]
#   clauses: [DSL-21, JR197-5, CSL-23]
#   see_also: [CSL-23-4, NFRA-22, CSF-ID.AM-07, ISO-A.5.12]
#   checks:
#     assets_listed: {veto: false, implements: []}
#     graded_and_owned: {veto: false, implements: [DSL-21, JR197-5, CSL-23], params: [data_levels]}
#     catalogue_reviewed: {veto: false, implements: [], params: [data_catalogue_review_days]}
#   basis_note: The law and the standard ask for grading; how often the catalogue is reviewed is a house value.
#   remediation: Grade every table and file store, name an owner for each, and review the catalogue once a year.
#   zh:
#     title: 数据目录与分类分级
#     description: 脱敏、加密、访问控制和保存期限都以数据级别为依据，未分级的数据等于没有保护。数据目录中的每项数据须写明级别 `level`（1 至 5 级）和责任人 `owner`，目录本身须在 365 天内完成复核。
#     basis_note: 法律与标准要求分类分级；目录复核周期属内部控制要求。
#     remediation: 对全部数据表和文件存储定级，逐项指定责任人，并每年复核数据目录。
package fiducia.custody.tec.dat.data_catalogue

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "data asset", "many": "data assets", "zh": "数据资产"}

deny contains profile.graded(object.union(fault, {"check": "assets_listed"})) if {
	some fault in shape.list_faults("assets", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "graded_and_owned"})) if {
	levels := data.fiducia.params.data_levels
	demands := {"level": fields.whole(levels.lowest, levels.highest), "owner": fields.filled}
	some fault in fields.entry_faults(shape.spec("assets"), ["spec", "assets"], noun, "name", demands)
}

deny contains profile.graded(object.union(fault, {"check": "catalogue_reviewed"})) if {
	demands := {"last_review": fields.within(data.fiducia.params.data_catalogue_review_days)}
	some fault in fields.section_faults(["spec", "catalog"], demands)
}
