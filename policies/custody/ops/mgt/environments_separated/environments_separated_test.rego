package fiducia.custody.ops.mgt.environments_separated_test

import data.fiducia.custody.ops.mgt.environments_separated

found(environments) := {[violation.check, violation.path] | some violation in violations} if {
	violations := environments_separated.deny with input as {"kind": "Governance", "spec": {"environments": environments}}
}

prod := {"name": "prod", "isolated": true, "developer_access": false}

test_separated_environments_pass if {
	found([prod, {"name": "test", "isolated": true, "developer_access": true}, {"name": "preprod", "isolated": true}]) == set()
}

test_developer_access_to_production_is_denied if {
	every name in ["prod", "Production", "PROD-EU", "生产", "生产一区"] {
		every access in [true, null, "no", 0] {
			found([{"name": name, "isolated": true, "developer_access": access}]) == {["developer_access", ["spec", "environments", 0, "developer_access"]]}
		}
	}
}

test_isolation_is_needed_everywhere if {
	every isolated in [null, false, "true", 1] {
		found([prod, {"name": "test", "isolated": isolated}]) == {["isolated", ["spec", "environments", 1, "isolated"]]}
	}
}

test_production_must_be_listed if {
	found([{"name": "test", "isolated": true}]) == {["environments_listed", ["spec", "environments"]]}
}

test_name_is_needed if {
	every name in [null, "", "tbd", 5, ["prod"]] {
		found([prod, {"name": name, "isolated": true}]) == {["environments_listed", ["spec", "environments", 1, "name"]]}
	}
}

test_list_is_needed if {
	every environments in [null, [], "prod", {"prod": {}}] {
		found(environments) == {["environments_listed", ["spec", "environments"]]}
	}
	found([prod, "test"]) == {["environments_listed", ["spec", "environments", 1]]}
	nothing := environments_separated.deny with input as {}
	count(nothing) == 1
}

test_fields_must_be_there if {
	found([prod, {}]) == {["environments_listed", ["spec", "environments", 1, "name"]], ["isolated", ["spec", "environments", 1, "isolated"]]}
	found([{"name": "prod"}]) == {["isolated", ["spec", "environments", 0, "isolated"]], ["developer_access", ["spec", "environments", 0, "developer_access"]]}
}

test_names_of_production_are_a_parameter if {
	violations := environments_separated.deny with input as {"spec": {"environments": [{"name": "live", "isolated": true}]}}
		with data.fiducia.params.production_names as ["live"]
	{violation.check | some violation in violations} == {"developer_access"}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := environments_separated.deny with input as document
		count(violations) == 1
	}
}
