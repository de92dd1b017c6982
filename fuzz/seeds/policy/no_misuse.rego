# METADATA
# scope: package
# title: No misuse, lending, pledge or guarantee with client money
# description: >-
#   Client money may not be lent, invested for the platform, pledged, or given as security for anyone's debt.
#   `encumbrances` must be an empty list. Every transfer that is not between own accounts must say in `purpose` or
#   `reason` what the money was for, and that must not be a forbidden use.
# custom:
#   id: CUS-SEG-04
#   severity: critical
#   indicator: CUS.SEG
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [CustodyArrangement]
#   clauses: [NBPI-27, SCR-60]
#   see_also: [NBPI-51, RES-USE, SCR-61, SIF-100, MICA-70]
#   checks:
#     encumbrances_listed: {veto: false, implements: []}
#     unencumbered: {veto: true, implements: [NBPI-27, SCR-60]}
#     transfers_listed: {veto: false, implements: []}
#     uses_stated: {veto: false, implements: []}
#     permitted_use: {veto: true, implements: [NBPI-27, SCR-60], params: [forbidden_client_money_uses]}
#   remediation: Release the pledge or guarantee, return the money to the client account, and report to the supervisor.
#   zh:
#     title: 不得挪用、占用、借用客户资金或以其提供担保
#     description: 客户资金不得出借、用于平台自身投资、质押，或为任何人的债务提供担保。`encumbrances` 须为空列表；除自有账户之间的划转外，每笔划转须在 `purpose` 或 `reason` 中写明资金用途，且不得为禁止用途。
#     remediation: 解除质押或担保，将资金退回客户账户，并向监管部门报告。
package fiducia.custody.cus.seg.no_misuse

import data.fiducia.custody.lib.accounts
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

transfer_noun := {"en": "transfer", "many": "transfers", "zh": "划转"}

noun := {"en": "encumbrance", "many": "encumbrances", "zh": "权利负担"}

deny contains profile.graded(object.union(fault, {"check": "encumbrances_listed"})) if {
	some fault in shape.absent_list(shape.spec("encumbrances"), ["spec", "encumbrances"], noun, 0)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s on client money; client money must be free of pledges, liens and guarantees", [item.en]),
		"zh": sprintf("客户资金上设有%s；客户资金不得质押、留置或用于担保", [item.zh]),
	},
	"check": "unencumbered",
	"path": ["spec", "encumbrances", i],
	"expected": {"en": "no encumbrance", "zh": "无权利负担"},
}) if {
	some i, encumbrance in shape.items(shape.spec("encumbrances"))
	item := text.item(noun, encumbrance, "type", i)
}

deny contains profile.graded(object.union(fault, {"check": "transfers_listed"})) if {
	some fault in shape.list_faults("transfers", transfer_noun, 0)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: neither `purpose` nor `reason` says what the money was for", [item.en]),
		"zh": sprintf("%s的 `purpose` 与 `reason` 均未写明资金用途", [item.zh]),
	},
	"check": "uses_stated",
	"path": ["spec", "transfers", i, "purpose"],
	"expected": {"en": "what the money was for", "zh": "资金用途"},
}) if {
	some i, transfer in shape.items(shape.spec("transfers"))
	touches_clients(transfer)
	every key in use_keys {
		not text.filled(shape.get(transfer, key))
	}
	item := text.item(transfer_noun, transfer, "id", i)
}

# The other key says what for, and this one may say something else.
deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `%s` %s; it must say in words what the money was for", [item.en, key, state.en]),
		"zh": sprintf("%s的 `%s` %s，应以文字写明资金用途", [item.zh, key, state.zh]),
	},
	"check": "uses_stated",
	"path": ["spec", "transfers", i, key],
	"expected": {"en": "what the money was for", "zh": "资金用途"},
}) if {
	some i, transfer in shape.items(shape.spec("transfers"))
	touches_clients(transfer)
	some other in use_keys
	text.filled(shape.get(transfer, other))
	some key in use_keys
	value := shape.get(transfer, key)
	not is_null(value)
	not is_string(value)
	item := text.item(transfer_noun, transfer, "id", i)
	state := text.state(value)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s uses client money: `%s` is \"%s\", which is forbidden", [item.en, key, use]),
		"zh": sprintf("%s动用客户资金：`%s` 为“%s”，属禁止用途", [item.zh, key, use]),
	},
	"check": "permitted_use",
	"path": ["spec", "transfers", i, key],
	"expected": {"en": "permitted use", "zh": "允许的用途"},
}) if {
	some i, transfer in shape.items(shape.spec("transfers"))
	touches_clients(transfer)
	some key in use_keys
	use := shape.get(transfer, key)
	shape.text(use)
	text.key(use) in text.keys(data.fiducia.params.forbidden_client_money_uses)
	item := text.item(transfer_noun, transfer, "id", i)
}

use_keys := ["purpose", "reason"]

# Any transfer but one between own accounts.
touches_clients(transfer) if {
	is_object(transfer)
	{kind | some end in ["from", "to"]; some kind in kinds_of(shape.get(transfer, end))} != {"own"}
}

# An account that is not listed may be a client's.
kinds_of(id) := accounts.kinds_of(id) if count(accounts.kinds_of(id)) > 0

kinds_of(id) := {"unknown"} if count(accounts.kinds_of(id)) == 0
