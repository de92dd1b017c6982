# METADATA
# scope: package
# title: Two-factor login for operators, one factor cryptographic
# description: >-
#   A password alone can be watched, guessed or phished, and an operator's password opens everything. `admin.mfa` must
#   say that operators log in with at least two techniques (`factors`), at least one of which rests on cryptography,
#   such as a UKey, a certificate or a token (`crypto_factor: true`).
# custom:
#   id: TEC-ACC-01
#   severity: critical
#   indicator: TEC.ACC
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [GB22239-8.1.4.1d]
#   see_also: [HRG-6.4.1.3, GB43206-6.3.1, PCI-8.4.2, CSF-PR.AA-03, "N53-IA-2(1)"]
#   checks:
#     two_factors: {veto: true, implements: [GB22239-8.1.4.1d], params: [admin_factors_min]}
#   remediation: Add a UKey, a certificate or a cryptographic token to the login of every administrator and operator.
#   zh:
#     title: 管理运维双因素登录（其一为密码技术）
#     description: >-
#       单一口令可被窥视、猜解或钓取，而运维人员的口令可以打开一切。`admin.mfa` 须写明运维人员以两种及以上鉴别技术登录（`factors`），且至少一种采用密码技术，如
#       UKey、数字证书或动态令牌（`crypto_factor: true`）。
#     remediation: 为全部管理与运维人员的登录增加 UKey、数字证书或基于密码技术的动态令牌。
package fiducia.custody.tec.acc.admin_mfa

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "two_factors"})) if {
	demands := {"factors": fields.at_least(data.fiducia.params.admin_factors_min), "crypto_factor": fields.yes}
	some fault in fields.section_faults(["spec", "admin", "mfa"], demands)
}
