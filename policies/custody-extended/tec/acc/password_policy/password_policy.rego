# METADATA
# scope: package
# title: Password policy
# description: >-
#   Short passwords are guessed, and where nothing else guards a login, a stolen one works until it is changed.
#   `password.min_length` must be at least 12. Unless administrators log in with two factors (`admin.mfa.factors`),
#   `password.max_age_days` must be at most 90.
# custom:
#   id: TEC-ACC-09
#   severity: medium
#   indicator: TEC.ACC
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [PCI-8.3.6, PCI-8.3.9]
#   see_also: [GB22239-8.1.4.1a, HRG-6.4.1.1]
#   checks:
#     length: {veto: false, implements: [PCI-8.3.6], params: [password_length_min]}
#     age: {veto: false, implements: [PCI-8.3.9], params: [password_max_age_days, password_alone_below_factors]}
#   basis_note: >-
#     GB/T 22239 8.1.4.1 a) asks for complexity and regular change and names no number. PCI DSS 8.3.9 also accepts
#     that the security of accounts is analysed dynamically.
#   remediation: Set length and age in the identity provider, or add a second factor to every login.
#   zh:
#     title: 口令策略
#     description: >-
#       过短的口令易被猜中；若登录别无其他保护，失窃的口令在更换之前始终有效。`password.min_length` 不得少于
#       12；管理员未采用双因素登录（`admin.mfa.factors`）的，`password.max_age_days` 不得超过 90。
#     basis_note: GB/T 22239 8.1.4.1 a) 要求口令具备复杂度并定期更换，未规定数值。PCI DSS 8.3.9 也允许以动态分析账户安全状况替代。
#     remediation: 在统一身份认证系统中设置口令长度与使用期限，或为全部登录增加第二种鉴别因素。
package fiducia.custody_extended.tec.acc.password_policy

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

deny contains object.union(fault, {"check": "length"}) if {
	some fault in fields.section_faults(["spec", "password"], {"min_length": fields.at_least(data.fiducia.params.password_length_min)})
}

deny contains object.union(fault, {"check": "age"}) if {
	not second_factor
	some fault in fields.section_faults(["spec", "password"], {"max_age_days": fields.number(1, data.fiducia.params.password_max_age_days)})
}

second_factor if {
	factors := shape.get(fields.under(["spec", "admin", "mfa"]), "factors")
	is_number(factors)
	factors >= data.fiducia.params.password_alone_below_factors
}
