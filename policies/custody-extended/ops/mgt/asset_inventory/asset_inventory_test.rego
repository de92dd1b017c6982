package fiducia.custody_extended.ops.mgt.asset_inventory_test

import data.fiducia.custody_extended.ops.mgt.asset_inventory

found(assets) := {[violation.check, violation.path] | some violation in violations} if {
	violations := asset_inventory.deny with input as {"kind": "Governance", "spec": {"assets": assets}}
}

changed(change) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([object.union({"id": "db1", "owner": "dba", "importance": "high", "location": "dc1"}, change)])}

test_described_assets_pass if changed({}) == set()

test_each_field_is_needed if {
	every key in ["owner", "importance", "location"] {
		every value in [null, "", "待定", 5, true, ["x"]] {
			changed({key: value}) == {["described", [key]]}
		}
	}
	found([{"id": "db1"}]) == {["described", ["spec", "assets", 0, key]] | some key in ["owner", "importance", "location"]}
}

test_assets_are_needed if {
	every assets in [null, [], "see CMDB", {"db1": {}}] {
		found(assets) == {["assets_listed", ["spec", "assets"]]}
	}
	found(["db1"]) == {["assets_listed", ["spec", "assets", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := asset_inventory.deny with input as {"metadata": {"platform": "p"}, "spec": {"assets": [{}, "db1"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := asset_inventory.deny with input as document
		count(violations) == 1
	}
}
