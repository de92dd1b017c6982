# METADATA
# scope: package
# title: Boundary default deny
# description: >-
#   A firewall that passes what no rule forbids passes what nobody thought of. The `default` of every firewall must be
#   `deny` (`drop` and `reject` are the same).
# custom:
#   id: TEC-IDS-02
#   severity: high
#   indicator: TEC.IDS
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [NetworkProfile]
#   clauses: [GB22239-8.1.3.2a]
#   see_also: [GB22239-8.1.3.1, N53-SC-7]
#   checks:
#     firewalls_listed: {veto: false, implements: []}
#     default_deny: {veto: false, implements: [GB22239-8.1.3.2a], params: [firewall_denials]}
#   remediation: Set the default to deny, write down what must pass, and remove rules that nobody uses.
#   zh:
#     title: 边界默认拒绝
#     description: 防火墙若放行未被禁止的流量，也就放行了无人想到的流量。每台防火墙的 `default` 须为 `deny`（`drop`、`reject` 等同）。
#     remediation: 将默认动作设为拒绝，逐条登记须放行的流量，清理无用规则。
package fiducia.custody.tec.ids.default_deny

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "firewall", "many": "firewalls", "zh": "防火墙"}

deny contains profile.graded(object.union(fault, {"check": "firewalls_listed"})) if {
	some fault in shape.list_faults("firewalls", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "default_deny"})) if {
	demands := {"default": fields.one_of(data.fiducia.params.firewall_denials)}
	some fault in fields.entry_faults(shape.spec("firewalls"), ["spec", "firewalls"], noun, "name", demands)
}
