# METADATA
# scope: package
# title: No commingling with own funds
# description: >-
#   Client money in the firm's own account, or the other way round, is how client money disappears. Every account must be
#   either `client` or `own` and never both, under one id and one account number. Money may pass between the two kinds
#   only for a permitted reason and with approval, and only between accounts that are listed. A payment institution in the
#   EU may state `safeguarding: {method: insurance}` instead.
# custom:
#   id: CUS-SEG-02
#   severity: critical
#   indicator: CUS.SEG
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [CustodyArrangement]
#   clauses: [P2PM-28, SCR-59, PSD2-10, MICA-70]
#   see_also: [P2PC-CUS, SIF-100, NBPI-27]
#   checks:
#     accounts_listed: {veto: false, implements: []}
#     account_types: {veto: false, implements: []}
#     single_purpose: {veto: true, implements: [SCR-59, MICA-70, P2PM-28, PSD2-10], params: [safeguarding_alternatives]}
#     transfers_listed: {veto: false, implements: []}
#     transfer_accounts: {veto: false, implements: []}
#     transfer_reason:
#       veto: true
#       implements: [SCR-59, MICA-70, P2PM-28, PSD2-10]
#       params: [own_client_transfer_reasons, safeguarding_alternatives]
#     transfer_approved: {veto: true, implements: [SCR-59, MICA-70, P2PM-28, PSD2-10], params: [safeguarding_alternatives]}
#   basis_note: >-
#     The Chinese rule for brokers and the EU rule for crypto-assets forbid commingling; the rule for non-bank payment
#     institutions has no sentence on it and is listed as related. The EU rule for payment institutions allows insurance
#     or a guarantee instead of segregation. The list of reasons is a house value.
#   remediation: >-
#     Split the account into a client and an own account, trace what has been mixed and return it, and let the transfer
#     workflow refuse any other reason.
#   zh:
#     title: 自有资金与客户资金不得混同
#     description: >-
#       客户资金进入自有账户，或自有资金混入客户账户，正是客户资金流失的典型途径。每个账户只能是 `client`（客户）或
#       `own`（自有）之一，账户编号和账号均不得两用；两类账户之间只能在已登记账户间，凭允许的事由并经审批方可划转。欧盟支付机构可改为声明
#       `safeguarding: {method: insurance}`。
#     basis_note: 《证券公司监督管理条例》与欧盟加密资产规则明令不得混同；非银行支付机构条例没有直接表述，仅列为参考；欧盟支付规则允许以保险或担保替代隔离。划转事由清单属内部控制要求。
#     remediation: 将账户拆分为客户账户与自有账户，查清并退回已混同的资金，由划转流程拒绝其他事由。
package fiducia.custody.cus.seg.no_commingling

import data.fiducia.custody.lib.accounts
import data.fiducia.custody.lib.safeguarding
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

transfer_noun := {"en": "transfer", "many": "transfers", "zh": "划转"}

deny contains object.union(fault, {"check": "accounts_listed"}) if {
	some fault in shape.list_faults("accounts", accounts.noun, 1)
}

deny contains object.union(fault, {"check": "transfers_listed"}) if {
	some fault in shape.list_faults("transfers", transfer_noun, 0)
}

deny contains {
	"msg": {
		"en": sprintf("account number %d: `id` %s, so transfers cannot be traced to it", [i + 1, state.en]),
		"zh": sprintf("第 %d 个账户的 `id` %s，无法与划转记录对应", [i + 1, state.zh]),
	},
	"check": "accounts_listed",
	"path": ["spec", "accounts", i, "id"],
	"expected": {"en": "account id", "zh": "账户编号"},
} if {
	some i, account in shape.items(shape.spec("accounts"))
	is_object(account)
	not shape.text(shape.get(account, "id"))
	state := text.state(shape.get(account, "id"))
}

deny contains {
	"msg": {
		"en": sprintf("%s: `type` %s; it must be client or own", [item.en, state.en]),
		"zh": sprintf("%s的 `type` %s，应为%s或%s", [item.zh, state.zh, text.named("client").zh, text.named("own").zh]),
	},
	"check": "account_types",
	"path": ["spec", "accounts", i, "type"],
	"expected": accounts.kinds,
} if {
	some i, account in shape.items(shape.spec("accounts"))
	is_object(account)
	not accounts.kind(account)
	item := text.item(accounts.noun, account, "id", i)
	state := text.state(shape.get(account, "type"))
}

# A number that cannot be compared may be that of another account.
deny contains {
	"msg": {
		"en": sprintf("%s: `number` %s; it must be the account number at the bank", [item.en, state.en]),
		"zh": sprintf("%s的 `number` %s，应为开户行账号", [item.zh, state.zh]),
	},
	"check": "accounts_listed",
	"path": ["spec", "accounts", i, "number"],
	"expected": {"en": "account number", "zh": "账号"},
} if {
	some i, account in shape.items(shape.spec("accounts"))
	number := shape.get(account, "number")
	not is_null(number)
	not plain(number)
	item := text.item(accounts.noun, account, "id", i)
	state := text.state(number)
}

# One account for both: it says so itself.
deny contains {
	"msg": {
		"en": sprintf("%s is of type %s and `%s` %s; client and own money must not share an account", [item.en, accounts.kind(account), flag, state.en]),
		"zh": sprintf("%s的类型为%s，且 `%s` %s；客户资金与自有资金不得共用账户", [item.zh, text.named(accounts.kind(account)).zh, flag, state.zh]),
	},
	"check": "single_purpose",
	"path": ["spec", "accounts", i, flag],
	"expected": false,
} if {
	not safeguarding.insured
	some i, account in shape.items(shape.spec("accounts"))
	flag := other_flag[accounts.kind(account)]
	value := shape.get(account, flag)
	not is_null(value)
	value != false
	item := text.item(accounts.noun, account, "id", i)
	state := text.state(value)
}

# One account for both: it is listed twice, as client and as own.
deny contains {
	"msg": {
		"en": sprintf("%s \"%s\" is listed as %s and as %s; client and own money must not share an account", [identity.en, written, accounts.kind(first), accounts.kind(account)]),
		"zh": sprintf("%s“%s”既登记为%s，又登记为%s；客户资金与自有资金不得共用账户", [identity.zh, written, text.named(accounts.kind(first)).zh, text.named(accounts.kind(account)).zh]),
	},
	"check": "single_purpose",
	"path": ["spec", "accounts", i, "type"],
	"related": [{
		"msg": {"en": sprintf("listed as %s here", [accounts.kind(first)]), "zh": sprintf("此处登记为%s", [text.named(accounts.kind(first)).zh])},
		"path": ["spec", "accounts", j, "type"],
	}],
	"expected": accounts.kind(first),
} if {
	not safeguarding.insured
	some identity in [{"key": "number", "en": "account number", "zh": "账号"}, {"key": "id", "en": "account", "zh": "账户"}]
	some i, account in shape.items(shape.spec("accounts"))
	written := plain(shape.get(account, identity.key))
	j := min({k |
		some k, other in input.spec.accounts
		k < i
		plain(shape.get(other, identity.key)) == written
		accounts.kind(other) != accounts.kind(account)
	})
	first := input.spec.accounts[j]
}

deny contains {
	"msg": {
		"en": sprintf("%s: `%s` %s; it must be the id of a listed account", [item.en, end, state.en]),
		"zh": sprintf("%s的 `%s` %s，应为已登记账户的编号", [item.zh, end, state.zh]),
	},
	"check": "transfer_accounts",
	"path": ["spec", "transfers", i, end],
	"expected": {"en": "id of a listed account", "zh": "已登记账户的编号"},
} if {
	some i, transfer in shape.items(shape.spec("transfers"))
	is_object(transfer)
	some end in ["from", "to"]
	not shape.get(transfer, end) in account_ids
	item := text.item(transfer_noun, transfer, "id", i)
	state := text.state(shape.get(transfer, end))
}

deny contains {
	"msg": {
		"en": sprintf("%s moves money between own and client accounts and its `reason` %s; permitted are %s", [item.en, state.en, concat(", ", reasons)]),
		"zh": sprintf("%s在自有账户与客户账户之间划转，其 `reason` %s，仅允许下列事由：%s", [item.zh, state.zh, text.listed(reasons).zh]),
	},
	"check": "transfer_reason",
	"path": ["spec", "transfers", i, "reason"],
	"expected": reasons,
} if {
	not safeguarding.insured
	some i, transfer in shape.items(shape.spec("transfers"))
	crosses(transfer)
	reasons := data.fiducia.params.own_client_transfer_reasons
	not permitted(shape.get(transfer, "reason"), reasons)
	item := text.item(transfer_noun, transfer, "id", i)
	state := text.state(shape.get(transfer, "reason"))
}

deny contains {
	"msg": {
		"en": sprintf("%s moves money between own and client accounts and its `approved` %s; it must be true", [item.en, state.en]),
		"zh": sprintf("%s在自有账户与客户账户之间划转，其 `approved` %s，应为“是”（true）", [item.zh, state.zh]),
	},
	"check": "transfer_approved",
	"path": ["spec", "transfers", i, "approved"],
	"expected": true,
} if {
	not safeguarding.insured
	some i, transfer in shape.items(shape.spec("transfers"))
	crosses(transfer)
	shape.get(transfer, "approved") != true
	item := text.item(transfer_noun, transfer, "id", i)
	state := text.state(shape.get(transfer, "approved"))
}

# An account number is the same number whether it is written as text or not, with or without blanks.
plain(value) := replace(value, " ", "") if shape.text(value)

plain(value) := sprintf("%v", [value]) if is_number(value)

other_flag := {"client": "also_own", "own": "also_client"}

account_ids := {account.id |
	some account in shape.items(shape.spec("accounts"))
	shape.text(shape.get(account, "id"))
}

crosses(transfer) if {
	"client" in accounts.kinds_of(shape.get(transfer, "from"))
	"own" in accounts.kinds_of(shape.get(transfer, "to"))
}

crosses(transfer) if {
	"own" in accounts.kinds_of(shape.get(transfer, "from"))
	"client" in accounts.kinds_of(shape.get(transfer, "to"))
}

permitted(reason, reasons) if {
	is_string(reason)
	text.key(reason) in text.keys(reasons)
}
