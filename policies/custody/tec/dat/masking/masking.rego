# METADATA
# scope: package
# title: Masking on display and in export
# description: >-
#   Full card and identity numbers on screens and in exports are read by many more people than need them. The masking
#   rules must name identity numbers, bank cards and mobile numbers, each with a method (such as `masked` or
#   `tokenised`) or a sample that hides at least four characters behind `*`. A bank card may show its first six and its
#   last four digits and nothing else.
# custom:
#   id: TEC-DAT-02
#   severity: high
#   indicator: TEC.DAT
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [PCI-3.4.1]
#   see_also: [JR171-A, PIPL-51, ISO-A.8.11]
#   checks:
#     fields_masked: {veto: false, implements: [], params: [masked_fields, masking_methods, hidden_characters]}
#     card_digits: {veto: false, implements: [PCI-3.4.1], params: [card_digits_shown, masking_methods, hidden_characters]}
#   basis_note: >-
#     PCI DSS allows the bank identification number and the last four digits without giving their count: six is a house
#     value, as is the masking of the other fields.
#   remediation: >-
#     Send every screen, report, export and log through one masking service, and let it show at most the bank code and
#     the last four digits of a card.
#   zh:
#     title: 展示与导出脱敏
#     description: 完整的卡号、证件号出现在页面和导出文件中，看到的人远多于需要的人。脱敏规则须覆盖证件号码、银行卡号、手机号，并逐项写明脱敏方式（如 `masked`、`tokenised`）或以 `*` 遮盖至少四个字符的示例；银行卡号最多展示前六位和后四位。
#     basis_note: PCI DSS 规定展示不超过发卡行识别码（BIN）和后四位，未写明位数，六位属内部控制参数；其他字段的脱敏属内部控制要求。
#     remediation: 页面、报表、导出和日志统一接入脱敏服务，银行卡号最多展示发卡行识别码和后四位。
package fiducia.custody.tec.dat.masking

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains {
	"msg": {
		"en": sprintf("masking of \"%s\" %s; it must be a method (%s), or a sample that hides at least %d characters behind `*`", [name, state.en, concat(", ", params.masking_methods), params.hidden_characters]),
		"zh": sprintf("%s的脱敏方式%s，应填写脱敏方法，即%s，或给出以 `*` 遮盖至少 %d 个字符的样例", [text.named(name).zh, state.zh, text.listed(params.masking_methods).zh, params.hidden_characters]),
	},
	"check": "fields_masked",
	"path": ["spec", "masking", "fields", name],
	"expected": {"en": "masked", "zh": "脱敏方法或样例"},
} if {
	some name in params.masked_fields
	not masked(shown_as(name))
	state := text.state(shown_as(name))
}

deny contains {
	"msg": {
		"en": sprintf("bank cards are shown as \"%s\"; at most the first %d and the last %d digits may be seen", [sample, shown.leading, shown.trailing]),
		"zh": sprintf("银行卡号展示为“%s”，最多可展示前 %d 位和后 %d 位", [sample, shown.leading, shown.trailing]),
	},
	"check": "card_digits",
	"path": ["spec", "masking", "fields", "bank_card"],
	"expected": {"en": sprintf("first %d and last %d digits", [shown.leading, shown.trailing]), "zh": sprintf("前 %d 位和后 %d 位", [shown.leading, shown.trailing])},
} if {
	sample := shown_as("bank_card")
	masked(sample)
	not is_method(sample)
	shown := params.card_digits_shown
	not within(replace(replace(sample, " ", ""), "-", ""), shown)
}

params := data.fiducia.params

shown_as(name) := shape.get(shape.get(shape.spec("masking"), "fields"), name)

masked(value) if is_method(value)

masked(value) if {
	is_string(value)
	count(split(value, "*")) > params.hidden_characters
}

is_method(value) if {
	is_string(value)
	text.key(value) in text.keys(params.masking_methods)
}

# Digits at either end, and nothing but hidden characters between them.
within(sample, shown) if {
	trim(trim(sample, "0123456789"), "*") == ""
	count(sample) - count(trim_left(sample, "0123456789")) <= shown.leading
	count(sample) - count(trim_right(sample, "0123456789")) <= shown.trailing
}
