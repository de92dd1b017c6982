# METADATA
# scope: package
# title: No retention of sensitive authentication data
# description: >-
#   Track data, card verification codes, PINs and bank passwords let whoever has them spend the money of others, and
#   need not be kept after a payment is authorised. `sad_stored` must list what is kept of them, and the list must be
#   empty; an asset of the data catalogue of such a `type` must say `stored: false`.
# custom:
#   id: TEC-DAT-05
#   severity: critical
#   indicator: TEC.DAT
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [NBPI-26, PCI-3.3.1]
#   see_also: [JR171-C3]
#   checks:
#     declared: {veto: false, implements: []}
#     none_kept: {veto: true, implements: [NBPI-26, PCI-3.3.1], params: [authentication_data_types]}
#   basis_note: >-
#     The Chinese clause names no data types. PCI DSS 3.3.1 is about the time after authorisation, and issuers may keep
#     such data with a business need. The bank password rests on a clause that was not read: a house value.
#   remediation: >-
#     Purge the stored values, replace them by tokens, and block the fields in logs, backups and message queues.
#   zh:
#     title: 不留存磁道、验证码、密码等鉴别数据
#     description: >-
#       掌握磁道信息、卡片验证码、PIN 或银行密码即可盗用他人资金，支付授权完成后无须留存。`sad_stored` 须列明所留存的此类数据，且应为空列表；数据目录中此类 `type` 的数据须写明 `stored: false`。
#     basis_note: 《非银行支付机构监督管理条例》第二十六条未列举数据类型；PCI DSS 3.3.1 针对授权完成之后，并允许发卡机构在有业务需要时留存；银行密码所依据的条款尚未核实，属内部控制要求。
#     remediation: 清除已留存的鉴别数据，以令牌替代，并在日志、备份和消息队列中屏蔽相关字段。
package fiducia.custody.tec.dat.auth_data_not_kept

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "data asset", "many": "data assets", "zh": "数据资产"}

deny contains {
	"msg": {
		"en": sprintf("`spec.sad_stored` %s; it must list the sensitive authentication data that is kept (an empty list states that there is none)", [state.en]),
		"zh": sprintf("`spec.sad_stored` %s，须列明所留存的敏感鉴别数据（空列表表示未留存）", [state.zh]),
	},
	"check": "declared",
	"path": ["spec", "sad_stored"],
	"expected": {"en": "empty list", "zh": "空列表"},
} if {
	stored := shape.spec("sad_stored")
	not is_array(stored)
	state := text.state(stored)
}

deny contains object.union(fault, {"check": "declared"}) if {
	not is_null(shape.spec("assets"))
	some fault in shape.list_faults("assets", noun, 0)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `type` %s; it must be text", [item.en, state.en]),
		"zh": sprintf("%s的 `type` %s，应为文本", [item.zh, state.zh]),
	},
	"check": "declared",
	"path": ["spec", "assets", i, "type"],
	"expected": {"en": "data type", "zh": "数据类型"},
} if {
	some i, asset in shape.items(shape.spec("assets"))
	type := shape.get(asset, "type")
	not is_null(type)
	not shape.text(type)
	item := text.item(noun, asset, "name", i)
	state := text.state(type)
}

deny contains {
	"msg": {
		"en": sprintf("sensitive authentication data is kept: entry number %d %s; none may be kept", [i + 1, state.en]),
		"zh": sprintf("留存了敏感鉴别数据：第 %d 项%s，一律不得留存", [i + 1, state.zh]),
	},
	"check": "none_kept",
	"path": ["spec", "sad_stored", i],
	"expected": {"en": "empty list", "zh": "空列表"},
} if {
	some i, type in shape.items(shape.spec("sad_stored"))
	state := text.state(type)
}

deny contains {
	"msg": {
		"en": sprintf("%s is of type \"%s\" and its `stored` %s; such data may not be kept", [item.en, asset.type, state.en]),
		"zh": sprintf("%s类型为“%s”，其 `stored` %s，此类数据不得留存", [item.zh, asset.type, state.zh]),
	},
	"check": "none_kept",
	"path": ["spec", "assets", i, "stored"],
	"related": [{
		"msg": {"en": "sensitive authentication data", "zh": "敏感鉴别数据"},
		"path": ["spec", "assets", i, "type"],
	}],
	"expected": false,
} if {
	some i, asset in shape.items(shape.spec("assets"))
	shape.text(shape.get(asset, "type"))
	text.key(asset.type) in text.keys(data.fiducia.params.authentication_data_types)
	shape.get(asset, "stored") != false
	item := text.item(noun, asset, "name", i)
	state := text.state(shape.get(asset, "stored"))
}
