# METADATA
# scope: package
# title: Deletion schedule against legal retention
# description: >-
#   Personal information is kept for the shortest time its purpose needs, and customer and transaction records for at
#   least the ten years of the anti-money-laundering law. The schedule `retention` must name for each class of data the
#   `basis` of its period and what happens at its end (`end_action`); the classes `customer_id` and `transactions` must
#   be in it with at least ten years. Every asset of the data catalogue must name its class of the schedule, or state
#   its own terms.
# custom:
#   id: TEC-DAT-07
#   severity: high
#   indicator: TEC.DAT
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [PIPL-19, PIPL-47, AML-34]
#   see_also: [ISO-A.8.10]
#   checks:
#     schedule_listed: {veto: false, implements: []}
#     basis_and_end: {veto: false, implements: [PIPL-19, PIPL-47]}
#     aml_records: {veto: false, implements: [AML-34], params: [aml_record_classes, aml_record_years]}
#   remediation: >-
#     Write the schedule, name basis and end action for each class, and block the deletion of customer and transaction
#     records before ten years are over.
#   zh:
#     title: 到期删除与法定保存期限协调
#     description: >-
#       个人信息应按实现目的所需的最短期限保存，客户身份资料和交易记录则须按反洗钱法至少保存十年。保存期限表 `retention` 须为各类数据写明期限依据 `basis` 和到期处置 `end_action`，其中 `customer_id`、`transactions` 两类不少于十年；数据目录中的每项数据须写明适用的类别，或单独约定。
#     remediation: 制定数据保存期限表，逐类写明依据与到期处置方式，客户身份资料和交易记录在满十年前禁止删除。
package fiducia.custody.tec.dat.retention_schedule

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "retention class", "many": "retention classes", "zh": "数据保存类别"}

asset_noun := {"en": "data asset", "many": "data assets", "zh": "数据资产"}

schedule := shape.spec("retention")

deny contains profile.graded(object.union(fault, {"check": "schedule_listed"})) if {
	some fault in shape.list_faults("retention", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "schedule_listed"})) if {
	some fault in fields.entry_faults(schedule, ["spec", "retention"], noun, "class", {"class": fields.filled})
}

deny contains profile.graded(object.union(fault, {"check": "basis_and_end"})) if {
	some fault in fields.entry_faults(schedule, ["spec", "retention"], noun, "class", terms)
}

deny contains profile.graded(object.union(fault, {"check": "basis_and_end"})) if {
	not is_null(shape.spec("assets"))
	some fault in shape.list_faults("assets", asset_noun, 0)
}

# An asset with terms of its own.
deny contains profile.graded(object.union(fault, {"check": "basis_and_end"})) if {
	some i, asset in shape.items(shape.spec("assets"))
	own := shape.get(asset, "retention")
	is_object(own)
	some fault in fields.faults(text.item(asset_noun, asset, "name", i), own, ["spec", "assets", i, "retention"], terms)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `retention` %s; it must be a class of `spec.retention`, or terms of its own", [item.en, state.en]),
		"zh": sprintf("%s的 `retention` %s，应为 `spec.retention` 中的类别，或单独约定", [item.zh, state.zh]),
	},
	"check": "basis_and_end",
	"path": ["spec", "assets", i, "retention"],
	"expected": {"en": "class of the schedule", "zh": "保存期限表中的类别"},
}) if {
	some i, asset in shape.items(shape.spec("assets"))
	is_object(asset)
	class := shape.get(asset, "retention")
	not is_object(class)
	not scheduled(class)
	item := text.item(asset_noun, asset, "name", i)
	state := text.state(class)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `years` %s; the law asks for at least %v years", [item.en, state.en, least]),
		"zh": sprintf("%s的 `years` %s，依法至少保存 %v 年", [item.zh, state.zh, least]),
	},
	"check": "aml_records",
	"path": ["spec", "retention", i, "years"],
	"expected": {"en": sprintf("at least %v years", [least]), "zh": sprintf("不少于 %v 年", [least])},
}) if {
	some i, entry in shape.items(schedule)
	class_of(entry) in text.keys(data.fiducia.params.aml_record_classes)
	least := data.fiducia.params.aml_record_years
	years := shape.get(entry, "years")
	not fields.holds(years, fields.at_least(least))
	state := fields.measured(years, fields.units.years, text.state(years))
	item := text.item(noun, entry, "class", i)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("the retention schedule has no class \"%s\", whose records must be kept for at least %v years", [class, data.fiducia.params.aml_record_years]),
		"zh": sprintf("保存期限表缺少%s类别，该类记录至少保存 %v 年", [text.named(class).zh, data.fiducia.params.aml_record_years]),
	},
	"check": "aml_records",
	"path": ["spec", "retention"],
	"expected": class,
}) if {
	some class in data.fiducia.params.aml_record_classes
	not text.key(class) in classes
}

terms := {"basis": fields.filled, "end_action": fields.filled}

classes := {class_of(entry) | some entry in shape.items(schedule)}

class_of(entry) := text.key(entry["class"]) if is_string(shape.get(entry, "class"))

scheduled(class) if {
	is_string(class)
	text.key(class) in classes
}
