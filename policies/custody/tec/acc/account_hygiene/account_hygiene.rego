# METADATA
# scope: package
# title: No default, shared or dormant accounts
# description: >-
#   A default password is the first thing an intruder tries, a shared account leaves no trace to a person, and nobody
#   notices who uses a forgotten one. Every account must say that it has no default password (`default_password:
#   false`), that it is not shared (`shared: false`) and who owns it, and must have been used within the last 90 days
#   (`last_login`) or be disabled.
# custom:
#   id: TEC-ACC-07
#   severity: high
#   indicator: TEC.ACC
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [GB22239-8.1.4.2b, GB22239-8.1.4.2c, PCI-8.2.6]
#   see_also: [HRG-6.4.2.1, HRG-6.4.1.1, PCI-2.2.2]
#   checks:
#     accounts_listed: {veto: false, implements: []}
#     no_default_password: {veto: true, implements: [GB22239-8.1.4.2b]}
#     not_shared: {veto: false, implements: [GB22239-8.1.4.2c]}
#     owned: {veto: false, implements: []}
#     in_use: {veto: false, implements: [PCI-8.2.6], params: [dormant_days]}
#   basis_note: That every account names its owner is a house rule.
#   remediation: >-
#     Change default passwords, give each account one owner, and disable or delete accounts that nobody uses.
#   zh:
#     title: 无默认口令、共享与休眠账户
#     description: >-
#       默认口令是入侵者的首选，共享账户无法追溯到人，无人使用的账户被冒用也无从察觉。每个账户须写明未使用默认口令（`default_password: false`）、未多人共用（`shared:
#       false`）及责任人，且最近 90 天内登录过（`last_login`），否则须停用。
#     basis_note: 每个账户须写明责任人属内部控制要求。
#     remediation: 修改默认口令，为每个账户指定唯一责任人，停用或删除无人使用的账户。
package fiducia.custody.tec.acc.account_hygiene

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "account", "many": "accounts", "zh": "账户"}

deny contains object.union(fault, {"check": "accounts_listed"}) if {
	some fault in shape.list_faults("accounts", noun, 1)
}

deny contains object.union(fault, {"check": check}) if {
	some check, demands in {
		"no_default_password": {"default_password": fields.no},
		"not_shared": {"shared": fields.no},
		"owned": {"owner": fields.filled},
	}
	some fault in fields.entry_faults(shape.spec("accounts"), ["spec", "accounts"], noun, "id", demands)
}

deny contains object.union(fault, {"check": "in_use"}) if {
	some i, account in shape.items(shape.spec("accounts"))
	is_object(account)
	shape.get(account, "disabled") != true
	demands := {"last_login": fields.within(data.fiducia.params.dormant_days)}
	some fault in fields.faults(text.item(noun, account, "id", i), account, ["spec", "accounts", i], demands)
}
