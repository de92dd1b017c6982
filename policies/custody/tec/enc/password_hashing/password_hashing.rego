# METADATA
# scope: package
# title: Credential storage by salted hash
# description: >-
#   Passwords that are stored in clear or can be recovered are lost together with the database. `password_storage`
#   must name a slow hash (PBKDF2, also with SM3, bcrypt, scrypt or Argon2) as `method`, and say `salted: true`.
# custom:
#   id: TEC-ENC-08
#   severity: critical
#   indicator: TEC.ENC
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "off"
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [AccessProfile]
#   clauses: [GB22239-8.1.4.8b]
#   see_also: [HRG-6.4.5.2, N53-IA-5]
#   checks:
#     salted_hash: {veto: false, implements: [GB22239-8.1.4.8b], params: [password_hashes]}
#   basis_note: >-
#     The clause asks that credentials are not stored in clear; which hash functions are accepted is a house value.
#   remediation: Migrate to a salted slow hash, and force a reset of every password that was stored otherwise.
#   zh:
#     title: 口令加盐散列存储
#     description: >-
#       口令若以明文存储或可还原，数据库一旦泄露即全部失守。`password_storage` 的 `method` 须为慢散列方法（PBKDF2 含 SM3、bcrypt、scrypt 或 Argon2），并写明
#       `salted: true`。
#     basis_note: 条款要求鉴别信息不得明文存储；可接受的散列方法属内部控制参数。
#     remediation: 迁移至加盐慢散列存储，并强制重置此前以其他方式存储的口令。
package fiducia.custody.tec.enc.password_hashing

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "salted_hash"})) if {
	demands := {"method": fields.one_of(data.fiducia.params.password_hashes), "salted": fields.yes}
	some fault in fields.section_faults(["spec", "password_storage"], demands)
}
