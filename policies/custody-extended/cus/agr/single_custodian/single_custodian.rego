# METADATA
# scope: package
# title: Single custodian, custody not outsourced
# description: >-
#   With several custodians nobody sees the whole of the client money, and a custodian that passes its work on is none.
#   There must be exactly one custodian (`custodians`), and custody must not be outsourced (`outsourced: false`).
#   Applies to former online lending platforms, and where the profile of the platform is not known.
# custom:
#   id: CUS-AGR-03
#   severity: medium
#   indicator: CUS.AGR
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [CustodyArrangement]
#   clauses: []
#   see_also: [P2PC-ONE, P2PC-2]
#   checks:
#     single: {veto: false, implements: []}
#     not_outsourced: {veto: false, implements: []}
#   basis_note: >-
#     The clause of the custody guideline was not read and is only named as related. No lending platform operates any
#     more: the control is for looking back.
#   remediation: Move all client money to one custodian, and end the outsourcing of custody.
#   zh:
#     title: 唯一存管人且存管业务不得外包（网贷遗留）
#     description: >-
#       存管人多于一家，便无人掌握客户资金全貌；将存管业务转包的存管人有名无实。存管人须且仅能为一家（`custodians`），存管业务不得外包（`outsourced: false`）。适用于原网络借贷平台，以及未写明类型的平台。
#     basis_note: 网络借贷资金存管业务指引的相应条款尚未核实，仅列为参考；网络借贷平台已全部退出，本控制用于存量核查。
#     remediation: 将全部客户资金归集至一家存管人，并终止存管业务外包。
package fiducia.custody_extended.cus.agr.single_custodian

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "single"}) if {
	concerned
	some fault in fields.section_faults(["spec"], {"custodians": fields.several(1)})
}

deny contains {
	"msg": {
		"en": sprintf("custodian number %d %s; there must be one custodian only", [i + 1, state.en]),
		"zh": sprintf("第 %d 个存管人%s，存管人只能为一家", [i + 1, state.zh]),
	},
	"check": "single",
	"path": ["spec", "custodians", i],
	"expected": {"en": "one custodian", "zh": "一家存管人"},
} if {
	concerned
	some i, custodian in custodians
	i > 0
	not same(custodian, custodians[0])
	state := text.state(custodian)
}

deny contains object.union(fault, {"check": "not_outsourced"}) if {
	concerned
	some fault in fields.section_faults(["spec"], {"outsourced": fields.no})
}

concerned if profile.is_or_unknown("legacy_p2p")

custodians := shape.items(shape.spec("custodians"))

same(one, other) if {
	shape.text(one)
	shape.text(other)
	text.key(one) == text.key(other)
}
