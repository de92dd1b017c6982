package fiducia.custody.tec.pro.network_zones_test

import data.fiducia.custody.tec.pro.network_zones

found(zones) := {[violation.check, violation.path] | some violation in denied({"zones": zones})}

denied(spec) := violations if {
	violations := network_zones.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

core := {"name": "core", "isolation": "firewall", "at_boundary": false}

others := [{"name": "DMZ", "isolation": "firewall", "at_boundary": true}, {"name": "admin", "isolation": "bastion"}]

found_with(changes) := found(array.concat([object.union(core, changes)], others))

test_three_zones_pass if found_with({}) == set()

test_missing_zone_is_denied if {
	found(others) == {["zones_present", ["spec", "zones"]]}
	count(denied({"zones": [{"name": "office", "isolation": "vlan"}]})) == 3
}

test_zone_without_isolation_is_denied if {
	every isolation in [null, "", "none", "无", false, true, 1, ["firewall"]] {
		found_with({"isolation": isolation}) == {["isolated", ["spec", "zones", 0, "isolation"]]}
	}
}

test_core_zone_at_the_boundary_is_denied if {
	every value in [true, null, "false", 0] {
		found_with({"at_boundary": value}) == {["inner", ["spec", "zones", 0, "at_boundary"]]}
	}
}

test_nameless_zone_is_denied if {
	every name in [null, "", "待定", 5, ["core"]] {
		found(array.concat([core, {"name": name, "isolation": "firewall"}], others)) == {["zones_listed", ["spec", "zones", 1, "name"]]}
	}
}

test_list_of_zones_is_needed if {
	every zones in [null, [], "core", {"core": {}}] {
		found(zones) == {["zones_listed", ["spec", "zones"]]}
	}
	{violation.check | some violation in denied(null)} == {"zones_listed"}
	["zones_listed", ["spec", "zones", 0]] in found(["core"])
}
