# METADATA
# scope: package
# title: No guarantee claims with the custodian's name
# description: >-
#   Custody is not a guarantee, and clients who are told so will not look at the risk. `marketing.claims` must list
#   what the platform claims in advertising, and none of the claims may say that the custodian guarantees, or that a
#   bank protects the principal.
# custom:
#   id: CUS-AGR-04
#   severity: medium
#   indicator: CUS.AGR
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Platform]
#   clauses: [P2PC-2]
#   see_also: [P2PC-ONE]
#   checks:
#     claims_listed: {veto: false, implements: []}
#     no_guarantee_claim: {veto: false, implements: [P2PC-2], params: [forbidden_marketing_claims]}
#   basis_note: >-
#     The clause says that the custodian gives no guarantee for the loans; the ban on marketing with its name was not
#     read and is a house rule.
#   remediation: Remove the claim from all advertising, and let compliance approve every text that names the custodian.
#   zh:
#     title: 不得以存管增信宣传
#     description: 存管不是担保，以存管为卖点会让客户忽视风险。`marketing.claims` 须列明对外宣传使用的表述，且不得宣称存管人提供担保或由银行保障本金。
#     basis_note: 条款仅表明存管人不为借贷提供担保；禁止营销宣传的条款尚未核实，属内部控制要求。
#     remediation: 撤下相关宣传内容，凡提及存管人的文案均须经合规部门审批。
package fiducia.custody_extended.cus.agr.no_guarantee_claims

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

place := ["spec", "marketing", "claims"]

claims := shape.get(shape.spec("marketing"), "claims")

noun := {"en": "claim", "many": "claims", "zh": "宣传表述"}

deny contains profile.graded(object.union(fault, {"check": "claims_listed"})) if {
	some fault in shape.absent_list(claims, place, noun, 0)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("claim number %d %s; it must be text", [i + 1, state.en]),
		"zh": sprintf("第 %d 项宣传表述%s，应为文本", [i + 1, state.zh]),
	},
	"check": "claims_listed",
	"path": array.concat(place, [i]),
	"expected": {"en": "claim", "zh": "宣传表述"},
}) if {
	some i, claim in shape.items(claims)
	not shape.text(claim)
	state := text.state(claim)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("the platform claims \"%s\"; custody is no guarantee and may not be advertised as one", [claim]),
		"zh": sprintf("宣传中使用“%s”；存管不构成担保，不得以此宣传", [claim]),
	},
	"check": "no_guarantee_claim",
	"path": array.concat(place, [i]),
	"expected": {"en": "no such claim", "zh": "无此类表述"},
}) if {
	some i, claim in shape.items(claims)
	shape.text(claim)
	text.key(claim) in text.keys(data.fiducia.params.forbidden_marketing_claims)
}
