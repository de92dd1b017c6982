# METADATA
# scope: package
# title: Client money in a dedicated account at an eligible institution
# description: >-
#   Client money that lies with an unlicensed institution, or together with other money, is lost when that institution
#   fails. There must be a client account, and every account that is not an own one must state a `holder_institution`
#   that is eligible (`pboc` or `eligible_bank`) and `dedicated: true`. A payment institution in the EU may state
#   `safeguarding: {method: insurance}` instead.
# custom:
#   id: CUS-SEG-01
#   severity: critical
#   indicator: CUS.SEG
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [CustodyArrangement]
#   clauses: [NBPI-29, P2PM-28, SCR-57, PSD2-10, MICA-70]
#   see_also: [RES-USE, RES-3, SIF-100, CASS-7-SEG]
#   checks:
#     accounts_listed: {veto: false, implements: []}
#     client_account: {veto: false, implements: []}
#     eligible_holder: {veto: true, implements: [NBPI-29, P2PM-28, SCR-57, PSD2-10, MICA-70], params: [eligible_holders, safeguarding_alternatives]}
#     dedicated: {veto: true, implements: [SCR-57, PSD2-10, MICA-70], params: [safeguarding_alternatives]}
#   basis_note: >-
#     "Dedicated" is the word of the custody measures (Article 3); the regulation on payment institutions says where
#     reserves are deposited; the fund law asks for independence, not for a dedicated account; the EU rule for payment
#     institutions allows safe assets or insurance too, and MiCA exempts e-money institutions, payment institutions and
#     banks.
#   remediation: >-
#     Open a dedicated account at the central bank or an eligible bank, and move the client balances into it.
#   zh:
#     title: 客户资金专户存放于合格机构
#     description: >-
#       客户资金存放于不具资质的机构，或与其他资金混放，一旦该机构出险即难以追回。须设有客户资金账户；除自有账户外，每个账户的 `holder_institution` 须为合格机构（`pboc` 或 `eligible_bank`），且 `dedicated: true`。欧盟支付机构可改为声明 `safeguarding: {method: insurance}`。
#     basis_note: >-
#       “专户”的表述出自《非银行支付机构客户备付金存管办法》第三条；《非银行支付机构监督管理条例》第二十九条规定的是备付金存放处所；《证券投资基金法》要求财产独立而非专户；欧盟支付规则也允许投资于安全资产或以保险保障；MiCA 第七十条第五款豁免电子货币机构、支付机构和信贷机构。
#     remediation: 在人民银行或合格银行开立客户资金专用账户，并将客户资金余额转入。
package fiducia.custody.cus.seg.eligible_holder

import data.fiducia.custody.lib.accounts
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.safeguarding
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "accounts_listed"}) if {
	some fault in shape.list_faults("accounts", accounts.noun, 1)
}

deny contains {
	"msg": {"en": "no account is of type client, so it is not known where client money is held", "zh": "未登记任何客户资金账户（client），无法确认客户资金存放何处"},
	"check": "client_account",
	"path": ["spec", "accounts"],
	"expected": {"en": "client account", "zh": "客户资金账户"},
} if {
	not safeguarding.insured
	count(client_accounts) == 0
}

deny contains object.union(fault, {"check": "eligible_holder"}) if {
	some fault in faults_of_accounts({"holder_institution": fields.one_of(data.fiducia.params.eligible_holders)})
}

deny contains object.union(fault, {"check": "dedicated"}) if {
	some fault in faults_of_accounts({"dedicated": fields.yes})
}

# An account that does not say what it is may hold client money.
faults_of_accounts(demands) := {fault |
	not safeguarding.insured
	some i, account in shape.items(shape.spec("accounts"))
	is_object(account)
	not own(account)
	some fault in fields.faults(text.item(accounts.noun, account, "id", i), account, ["spec", "accounts", i], demands)
}

own(account) if accounts.kind(account) == "own"

client_accounts := [account |
	some account in shape.items(shape.spec("accounts"))
	accounts.kind(account) == "client"
]
