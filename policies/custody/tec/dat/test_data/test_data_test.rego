package fiducia.custody.tec.dat.test_data_test

import data.fiducia.custody.tec.dat.test_data

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := test_data.deny with input as {"kind": "Governance", "spec": spec}
}

found_at(environment) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"environments": [environment]})}

test_environments_without_real_data_pass if {
	found_at({"name": "test", "contains_real_pi": false}) == set()
	every name in ["prod", "Production", "生产"] {
		found_at({"name": name, "contains_real_pi": true}) == set()
		found_at({"name": name}) == set()
	}
}

test_real_data_is_denied if {
	every value in [true, null, "false", 0, []] {
		found_at({"name": "test", "contains_real_pi": value}) == {["no_real_pi", ["contains_real_pi"]]}
	}
	every name in ["test", "pre-production", "prod-copy", "", null, 5, ["prod"]] {
		found_at({"name": name, "contains_real_pi": true}) == {["no_real_pi", ["contains_real_pi"]]}
	}
	found({"environments": [{}]}) == {["no_real_pi", ["spec", "environments", 0, "contains_real_pi"]]}
}

test_list_is_needed if {
	every spec in [{}, null, {"environments": null}, {"environments": []}, {"environments": "test"}, {"environments": {"test": {}}}] {
		found(spec) == {["environments_listed", ["spec", "environments"]]}
	}
	found_at("test") == {["environments_listed", []]}
}

test_good_practice_on_other_platforms if {
	violations := test_data.deny with input as {"metadata": {"platform": "p"}, "spec": {"environments": [{}, "x"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
