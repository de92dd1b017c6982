# METADATA
# scope: package
# title: Licence and scope
# description: >-
#   Business without a licence, or beyond it, is forbidden and ends in closure. The Platform document must state the
#   number of its licence, a day of expiry that has not passed, and the business types that it covers; and every
#   product must be of one of these types.
# custom:
#   id: CMP-LAW-01
#   severity: critical
#   indicator: CMP.LAW
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [cn_payment_institution]
#   threshold_basis: regulation
#   applies_to: [Platform]
#   clauses: [NBPI-6, NBPI-16]
#   see_also: [NBPI-7]
#   checks:
#     licence_held: {veto: true, implements: [NBPI-6]}
#     products_listed: {veto: false, implements: []}
#     within_licence: {veto: true, implements: [NBPI-16]}
#     good_practice: {veto: false, implements: []}
#   basis_note: >-
#     The clauses bind non-bank payment institutions. Other platforms need a licence of their own law, which this
#     control does not name: for them it is good practice, without a veto.
#   remediation: Stop the products that the licence does not cover, or have it extended before they go on.
#   zh:
#     title: 业务资质与许可范围
#     description: >-
#       无证或超范围经营属法律禁止的行为，可能导致业务被取缔。Platform 文档须写明许可证编号、尚未届满的有效期和许可的业务类型；每个产品的类型均须在许可范围之内。
#     basis_note: >-
#       所引条款约束非银行支付机构；其他平台须依据其自身适用的法律取得许可，本控制项未列明该依据，因此仅作为良好实践提示，不构成一票否决。
#     remediation: 停办超出许可范围的产品，或先行办理许可变更、续展后再开展业务。
package fiducia.custody.cmp.law.licensed_scope

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "product", "many": "products", "zh": "产品"}

deny contains profile.graded_for("cn_payment_institution", object.union(fault, {"check": "licence_held"})) if {
	some fault in fields.section_faults(["spec", "licence"], {"number": fields.filled, "valid_to": fields.upcoming, "types": fields.several(1)})
}

deny contains profile.graded_for("cn_payment_institution", object.union(fault, {"check": "products_listed"})) if {
	some fault in shape.list_faults("products", noun, 1)
}

deny contains profile.graded_for("cn_payment_institution", {
	"msg": {
		"en": sprintf("%s: `type` %s; the licence covers only %s", [item.en, state.en, concat(", ", licensed)]),
		"zh": sprintf("%s的 `type` %s，应在许可的业务类型之内：%s", [item.zh, state.zh, text.listed(licensed).zh]),
	},
	"check": "within_licence",
	"path": ["spec", "products", i, "type"],
	"related": [{"msg": {"en": "what the licence covers", "zh": "许可的业务类型"}, "path": ["spec", "licence", "types"]}],
	"expected": licensed,
}) if {
	count(licensed) > 0
	some i, entry in shape.items(shape.spec("products"))
	is_object(entry)
	not text.among(shape.get(entry, "type"), licensed)
	item := text.item(noun, entry, "name", i)
	state := text.state(shape.get(entry, "type"))
}

licensed := [type |
	some type in shape.items(shape.get(shape.spec("licence"), "types"))
	text.filled(type)
]
