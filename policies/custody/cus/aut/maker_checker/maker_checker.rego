# METADATA
# scope: package
# title: Maker and checker differ for fund movements
# description: >-
#   One person alone must not be able to move client money. Every sampled transfer from the limit upwards, every batch and
#   every change of a payment parameter must name a maker and a checker, and they must be two people. A transfer without
#   an amount counts as one above the limit; an empty list of batches or parameter changes states that there were none.
# custom:
#   id: CUS-AUT-01
#   severity: critical
#   indicator: CUS.AUT
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [TransferSample]
#   clauses: []
#   see_also: [ISO-A.5.3, N53-AC-5, GB22239-8.1.7.3]
#   checks:
#     transfers_listed: {veto: false, implements: []}
#     amounts_readable: {veto: false, implements: []}
#     transfers_dual: {veto: false, implements: [], params: [dual_control_limit]}
#     batches_listed: {veto: false, implements: []}
#     batches_dual: {veto: false, implements: []}
#     parameter_changes_listed: {veto: false, implements: []}
#     parameter_changes_dual: {veto: false, implements: []}
#   basis_note: >-
#     GB/T 22239 8.1.7.3 is about the approval of changes and of access, not of fund transfers: this control is a house
#     rule.
#   remediation: >-
#     Let the payment workflow refuse a release by the person who entered it, for single transfers, batches and
#     parameter changes alike, and record both names.
#   zh:
#     title: 资金划转双人复核
#     description: >-
#       任何人都不得独自划转客户资金。抽样中达到起点金额的每笔划转、每个批次以及每次支付参数变更，都须写明经办人与复核人，且不得为同一人。未写金额的划转视为达到起点；批次或参数变更为空列表表示确无此类操作。
#     basis_note: GB/T 22239 8.1.7.3 针对变更与访问的审批，并不涉及资金划转；本控制属内部控制要求。
#     remediation: 由支付流程强制经办与复核分离，单笔、批量及参数变更一律不得由录入人放行，并记录双方姓名。
package fiducia.custody.cus.aut.maker_checker

import data.fiducia.custody.lib.amount
import data.fiducia.custody.lib.dual_control
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

transfer := {"en": "transfer", "many": "transfers", "zh": "划转"}

batch := {"en": "batch", "many": "batches", "zh": "批次"}

parameter_change := {"en": "parameter change", "many": "parameter changes", "zh": "参数变更"}

maker := {"key": "maker", "en": "maker", "did": "made", "zh": "经办人"}

checker := {"key": "checker", "en": "checker", "zh": "复核人"}

deny contains object.union(fault, {"check": "transfers_listed"}) if {
	some fault in shape.list_faults("transfers", transfer, 1)
}

deny contains object.union(fault, {"check": "batches_listed"}) if {
	some fault in shape.list_faults("batches", batch, 0)
}

deny contains object.union(fault, {"check": "parameter_changes_listed"}) if {
	some fault in shape.list_faults("parameter_changes", parameter_change, 0)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `amount` %s; it must be a number that is not negative", [item.en, state.en]),
		"zh": sprintf("%s的 `amount` %s，应为非负数", [item.zh, state.zh]),
	},
	"check": "amounts_readable",
	"path": ["spec", "transfers", i, "amount"],
	"expected": {"en": "amount", "zh": "金额"},
} if {
	some i, entry in shape.items(shape.spec("transfers"))
	not is_null(shape.get(entry, "amount"))
	not amount.millionths(entry.amount)
	item := text.item(transfer, entry, "id", i)
	state := text.state(entry.amount)
}

deny contains object.union(fault, {"check": "transfers_dual"}) if {
	some i, entry in shape.items(shape.spec("transfers"))
	is_object(entry)
	not below_limit(shape.get(entry, "amount"))
	some fault in dual_control.faults(entry, ["spec", "transfers", i], text.item(transfer, entry, "id", i), maker, checker)
}

deny contains object.union(fault, {"check": "batches_dual"}) if {
	some i, entry in shape.items(shape.spec("batches"))
	is_object(entry)
	some fault in dual_control.faults(entry, ["spec", "batches", i], text.item(batch, entry, "id", i), maker, checker)
}

deny contains object.union(fault, {"check": "parameter_changes_dual"}) if {
	some i, entry in shape.items(shape.spec("parameter_changes"))
	is_object(entry)
	some fault in dual_control.faults(entry, ["spec", "parameter_changes", i], text.item(parameter_change, entry, "id", i), maker, checker)
}

below_limit(value) if amount.millionths(value) < amount.millionths(data.fiducia.params.dual_control_limit)
