# METADATA
# scope: package
# title: Capital to reserve ratio
# description: >-
#   Net assets are what stands between a loss of the institution and the money of its clients. The net assets of the
#   Platform document (`capital.net_assets`) must be at least the required ratio of the average daily reserve, which
#   the CustodyArrangement documents of the platform state together (`avg_daily_reserve`). `capital.required_ratio` may
#   ask for more than the parameter, never for less. Applies to non-bank payment institutions, and where the profile of
#   the platform is not known.
# custom:
#   id: CUS-SEG-06
#   severity: medium
#   indicator: CUS.SEG
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Platform]
#   input: project
#   clauses: [NBPI-28]
#   see_also: [NBPIR-RATIO]
#   checks:
#     figures_stated: {veto: false, implements: []}
#     ratio: {veto: false, implements: [NBPI-28], params: [capital_reserve_ratio]}
#   basis_note: >-
#     The regulation asks that net assets match the size of the reserve; the ratio stands in the implementing rules,
#     which were not read, and is a house value here.
#   remediation: Add capital, or reduce the reserve that is held.
#   zh:
#     title: 净资产与备付金比例
#     description: >-
#       净资产是机构亏损与客户资金之间的缓冲。Platform 文档的净资产（`capital.net_assets`）与备付金日均余额之比不得低于规定比例；日均余额由该平台各 CustodyArrangement 文档的 `avg_daily_reserve` 合计得出。`capital.required_ratio` 可提高、不得降低参数规定的比例。适用于非银行支付机构，以及未写明类型的平台。
#     basis_note: 《非银行支付机构监督管理条例》第二十八条要求净资产与备付金规模相匹配；具体比例由实施细则规定，尚未核实，故以内部控制参数给出。
#     remediation: 补充资本，或压降备付金规模。
package fiducia.custody_extended.cus.seg.capital_ratio

import data.fiducia.custody.lib.amount
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.spread
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "figures_stated"}) if {
	some platform in platforms
	place := array.concat(platform.path, ["spec", "capital"])
	some fault in fields.faults(capital_item, platform.capital, place, {"net_assets": fields.money})
}

deny contains {
	"msg": {
		"en": sprintf("capital: `required_ratio` %s; it must be a number from 0 to 1, or `param` for the parameter", [state.en]),
		"zh": sprintf("资本情况的 `required_ratio` %s，应为 0 至 1 之间的数值，或以 `param` 表示采用参数", [state.zh]),
	},
	"check": "figures_stated",
	"path": array.concat(platform.path, ["spec", "capital", "required_ratio"]),
	"expected": {"en": "ratio", "zh": "比例"},
} if {
	some platform in platforms
	stated := shape.get(platform.capital, "required_ratio")
	not stated in {null, "param"}
	not fields.between(stated, 0, 1)
	state := text.state(stated)
}

deny contains {
	"msg": {
		"en": sprintf("no CustodyArrangement of %s states `avg_daily_reserve`, so its capital cannot be judged", [platform.item.en]),
		"zh": sprintf("%s的 CustodyArrangement 文档均未写明 `avg_daily_reserve`，无法判断其资本是否充足", [platform.item.zh]),
	},
	"check": "figures_stated",
	"path": array.concat(platform.path, ["metadata", "name"]),
	"expected": {"en": "average daily reserve", "zh": "备付金日均余额"},
} if {
	some platform in platforms
	count(reserves(platform.name)) == 0
}

deny contains {
	"msg": {
		"en": sprintf("`avg_daily_reserve` %s; it must be an amount that is not negative", [state.en]),
		"zh": sprintf("`avg_daily_reserve` %s，应为非负金额", [state.zh]),
	},
	"check": "figures_stated",
	"path": reserve.path,
	"expected": {"en": "amount", "zh": "金额"},
} if {
	some platform in platforms
	some reserve in reserves(platform.name)
	not amount.millionths(reserve.value)
	state := text.state(reserve.value)
}

deny contains {
	"msg": {
		"en": sprintf("net assets are %s and the average daily reserve is %s; net assets must be at least %v of the reserve", [amount.shown(net_assets), amount.shown(held), required]),
		"zh": sprintf("净资产为 %s，备付金日均余额为 %s，净资产不得低于备付金日均余额的 %v 倍", [amount.shown(net_assets), amount.shown(held), required]),
	},
	"check": "ratio",
	"path": array.concat(platform.path, ["spec", "capital", "net_assets"]),
	"related": [{"msg": {"en": "average daily reserve", "zh": "备付金日均余额"}, "path": reserve.path} | some reserve in reserves(platform.name)],
	"expected": {"en": sprintf("at least %v of the reserve", [required]), "zh": sprintf("不低于备付金日均余额的 %v 倍", [required])},
} if {
	some platform in platforms
	net_assets := amount.millionths(shape.get(platform.capital, "net_assets"))
	amounts := [found | some reserve in reserves(platform.name); found := amount.millionths(reserve.value)]
	count(amounts) == count(reserves(platform.name))
	held := sum(amounts)
	required := required_ratio(platform.capital)
	net_assets < floor(held * required)
}

capital_item := {"en": "capital", "zh": "资本情况"}

# The platforms that the rule is about: payment institutions, and those that do not say what they are.
platforms contains {"name": name, "item": item, "path": ["documents", d, "content"], "capital": shape.get(spec, "capital")} if {
	some d, content in spread.holders("Platform", "capital")
	concerned(spread.said("Platform", "profile", d))
	metadata := shape.get(content, "metadata")
	name := shape.get(metadata, "name")
	item := text.item({"en": "platform", "zh": "平台"}, metadata, "name", d)
	spec := shape.get(content, "spec")
}

concerned(profiles) if "cn_payment_institution" in profiles

concerned(profiles) if {
	every profile in profiles {
		not shape.text(profile)
	}
}

# What the arrangements of a platform say about its reserve.
reserves(name) := {{"value": value, "path": ["documents", d, "content", "spec", "avg_daily_reserve"]} |
	some d, document in input.documents
	document.kind == "CustodyArrangement"
	shape.get(shape.get(document.content, "metadata"), "platform") == name
	value := shape.get(shape.get(document.content, "spec"), "avg_daily_reserve")
	not is_null(value)
}

# The platform may be held to more than the parameter, not to less.
required_ratio(capital) := max({data.fiducia.params.capital_reserve_ratio} | {stated |
	stated := shape.get(capital, "required_ratio")
	fields.between(stated, 0, 1)
})
