# METADATA
# scope: package
# title: Segmented zones, administration network apart
# description: >-
#   In a flat network, one lost desktop reaches the ledger. `zones` must hold the zones `core`, `dmz` and `admin`,
#   each zone must be isolated from its neighbours by something (`isolation`), and the core zone must not stand at the
#   boundary (`at_boundary: false`).
# custom:
#   id: TEC-PRO-06
#   severity: high
#   indicator: TEC.PRO
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [NetworkProfile]
#   clauses: [GB22239-8.1.2.1, DRTS-13]
#   see_also: [ISO-A.8.22, N53-SC-7]
#   checks:
#     zones_listed: {veto: false, implements: []}
#     zones_present: {veto: false, implements: [GB22239-8.1.2.1, DRTS-13], params: [network_zones]}
#     isolated: {veto: false, implements: [GB22239-8.1.2.1, DRTS-13]}
#     inner: {veto: false, implements: [GB22239-8.1.2.1], params: [inner_zones]}
#   basis_note: >-
#     The clauses ask for zones, for important zones away from the boundary, and for a dedicated administration
#     network; the names of the zones are house values.
#   remediation: >-
#     Put the core ledger into an inner zone behind a firewall of its own, and administer from a network that serves
#     nothing else.
#   zh:
#     title: 网络分区与管理网隔离
#     description: >-
#       网络若不分区，一台终端失守即可直达核心账务系统。`zones` 须划分
#       `core`（核心区）、`dmz`（隔离区）、`admin`（管理区），各分区之间须有隔离手段（`isolation`），核心区不得位于网络边界（`at_boundary: false`）。
#     basis_note: 条款要求划分网络区域、重要区域不部署在边界处，并设置专用管理网络；分区名称属内部控制参数。
#     remediation: 将核心账务系统置于内层分区，以独立防火墙防护，并使用专用管理网络实施运维。
package fiducia.custody.tec.pro.network_zones

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "zone", "many": "zones", "zh": "网络分区"}

deny contains object.union(fault, {"check": "zones_listed"}) if {
	some fault in shape.list_faults("zones", noun, 1)
}

deny contains object.union(fault, {"check": "zones_listed"}) if {
	some fault in fields.entry_faults(shape.spec("zones"), ["spec", "zones"], noun, "name", {"name": fields.filled})
}

deny contains {
	"msg": {
		"en": sprintf("there is no zone \"%s\"; %s must be zones of their own", [zone, concat(", ", needed)]),
		"zh": sprintf("未划分网络分区%s；%s须各自成区", [text.named(zone).zh, text.listed(needed).zh]),
	},
	"check": "zones_present",
	"path": ["spec", "zones"],
	"expected": zone,
} if {
	needed := data.fiducia.params.network_zones
	some zone in needed
	count(shape.items(shape.spec("zones"))) > 0
	not text.key(zone) in {name_of(entry) | some entry in shape.spec("zones")}
}

deny contains object.union(fault, {"check": "isolated"}) if {
	some fault in fields.entry_faults(shape.spec("zones"), ["spec", "zones"], noun, "name", {"isolation": fields.filled})
}

deny contains object.union(fault, {"check": "inner"}) if {
	some i, zone in shape.items(shape.spec("zones"))
	name_of(zone) in text.keys(data.fiducia.params.inner_zones)
	some fault in fields.faults(text.item(noun, zone, "name", i), zone, ["spec", "zones", i], {"at_boundary": fields.no})
}

name_of(zone) := text.key(name) if {
	name := shape.get(zone, "name")
	is_string(name)
}
