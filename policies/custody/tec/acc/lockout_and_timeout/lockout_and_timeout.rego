# METADATA
# scope: package
# title: Lockout and session timeout
# description: >-
#   Passwords are guessed where trying costs nothing, and open sessions are used by whoever comes along. `lockout`
#   must lock an account after at most five failed logins (`max_attempts`), for at least 30 minutes (`minutes`) or
#   until the identity of its user is confirmed (`until_identity_confirmed: true`), and `session.idle_minutes` must
#   end a session after at most 15 minutes without activity.
# custom:
#   id: TEC-ACC-05
#   severity: medium
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [AccessProfile]
#   clauses: [PCI-8.3.4, PCI-8.2.8]
#   see_also: [GB22239-8.1.4.1b, N53-AC-7, N53-AC-12]
#   checks:
#     attempts: {veto: false, implements: [PCI-8.3.4], params: [lockout_attempts_max]}
#     locked_long_enough: {veto: false, implements: [PCI-8.3.4], params: [lockout_minutes_min]}
#     idle: {veto: false, implements: [PCI-8.2.8], params: [session_idle_minutes_max]}
#   basis_note: >-
#     GB/T 22239 8.1.4.1 b) asks for both in principle and names no number. PCI DSS 8.3.4 allows ten attempts; five is
#     a house value.
#   remediation: Set the lockout and the idle time in the identity provider, for every system that it serves.
#   zh:
#     title: 登录失败锁定与会话超时
#     description: >-
#       试错若无代价，口令终会被猜中；会话若不退出，路过者即可操作。`lockout` 须在登录失败不超过五次时锁定账户（`max_attempts`），锁定不少于 30
#       分钟（`minutes`），或锁定至核验用户身份为止（`until_identity_confirmed: true`）；`session.idle_minutes` 须使会话在无操作不超过 15 分钟时退出。
#     basis_note: GB/T 22239 8.1.4.1 b) 提出原则要求，未规定数值。PCI DSS 8.3.4 允许十次尝试；五次属内部控制参数。
#     remediation: 在统一身份认证系统中设置失败锁定与空闲超时，并覆盖其接入的全部系统。
package fiducia.custody.tec.acc.lockout_and_timeout

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

# Zero switches a limit off in many products, hence the lower bounds.
deny contains object.union(fault, {"check": "attempts"}) if {
	some fault in fields.section_faults(["spec", "lockout"], {"max_attempts": fields.whole(1, data.fiducia.params.lockout_attempts_max)})
}

deny contains object.union(fault, {"check": "locked_long_enough"}) if {
	shape.get(shape.spec("lockout"), "until_identity_confirmed") != true
	some fault in fields.section_faults(["spec", "lockout"], {"minutes": fields.at_least(data.fiducia.params.lockout_minutes_min)})
}

deny contains object.union(fault, {"check": "idle"}) if {
	some fault in fields.section_faults(["spec", "session"], {"idle_minutes": fields.number(1, data.fiducia.params.session_idle_minutes_max)})
}
