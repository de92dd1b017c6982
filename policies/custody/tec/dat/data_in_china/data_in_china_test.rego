package fiducia.custody.tec.dat.data_in_china_test

import data.fiducia.custody.tec.dat.data_in_china

good := {"regions": ["cn-north", "cn-east"], "backup_regions": ["cn-south"]}

found_for(platforms, spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := data_in_china.deny with input as {"kind": "DataProfile", "metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as platforms
}

found(spec) := found_for({"p": {"profile": "cn_payment_institution"}}, spec)

found_with(key, value) := found({"hosting": object.union(object.remove(good, [key]), {key: value})})

test_domestic_regions_pass if {
	found({"hosting": good}) == set()
	every region in ["cn", "CN", "cn-north-1", "cn_shanghai", "ap-beijing", "China East", "境内"] {
		found_with("regions", [region]) == set()
		found_with("backup_regions", [region]) == set()
		found_with("data_regions", [region]) == set()
	}
}

test_regions_abroad_are_denied if {
	every region in ["us-east", "cn-hongkong", "CN-HongKong-1", "ap-southeast-1", "cnorth", "eu", "", null, 5, ["cn"]] {
		["systems_domestic", ["spec", "hosting", "regions", 1]] in found_with("regions", ["cn", region])
		["backups_domestic", ["spec", "hosting", "backup_regions", 1]] in found_with("backup_regions", ["cn", region])
		["data_domestic", ["spec", "hosting", "data_regions", 1]] in found_with("data_regions", ["cn", region])
	}
	found_with("backup_regions", ["us-east"]) == {["backups_domestic", ["spec", "hosting", "backup_regions", 0]]}
}

test_lists_are_needed if {
	every key in ["regions", "backup_regions"] {
		every value in [null, [], "cn-north", {"cn": true}, 5] {
			found_with(key, value) == {["regions_listed", ["spec", "hosting", key]]}
		}
	}
	every value in [[], "cn-north", {"cn": true}, false] {
		found_with("data_regions", value) == {["regions_listed", ["spec", "hosting", "data_regions"]]}
	}
	every spec in [{}, null, {"hosting": null}, {"hosting": {}}, {"hosting": "cn-north"}, {"hosting": ["cn-north"]}] {
		found(spec) == {["regions_listed", ["spec", "hosting", "regions"]], ["regions_listed", ["spec", "hosting", "backup_regions"]]}
	}
}

test_payment_institutions_and_unknown_platforms_are_concerned if {
	every platforms in [{}, {"p": {}}, {"p": {"profile": ""}}, {"p": {"profile": "cn_payment_institution"}}] {
		count(found_for(platforms, {})) == 2
	}
	every name in ["fund_sales", "broker", "payment_eu"] {
		found_for({"p": {"profile": name}}, {}) == set()
		found_for({"p": {"profile": name}}, {"hosting": {"regions": ["us-east"], "data_regions": "us-east"}}) == set()
	}
}
