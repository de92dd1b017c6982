package fiducia.custody_extended.ops.mgt.department_duties_test

import data.fiducia.custody_extended.ops.mgt.department_duties

found(units) := {[violation.check, violation.path] | some violation in violations} if {
	violations := department_duties.deny with input as {"kind": "Governance", "spec": {"units": units}}
}

changed(change) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([object.union({"name": "ops", "owner": "zhao", "duties": ["run"]}, change)])}

test_complete_units_pass if {
	changed({}) == set()
	changed({"duties": "见岗位说明书"}) == set()
}

test_name_owner_and_duties_are_needed if {
	every key in ["name", "owner"] {
		every value in [null, "", "待定", 5, true, ["zhao"]] {
			changed({key: value}) == {["duties", [key]]}
		}
	}
	every value in [null, "", [], [null], {}, 5, true] {
		changed({"duties": value}) == {["duties", ["duties"]]}
	}
	found([{}]) == {["duties", ["spec", "units", 0, "name"]], ["duties", ["spec", "units", 0, "owner"]], ["duties", ["spec", "units", 0, "duties"]]}
}

test_units_are_needed if {
	every units in [null, [], "see handbook", {"ops": {}}] {
		found(units) == {["units_listed", ["spec", "units"]]}
	}
	found(["ops"]) == {["units_listed", ["spec", "units", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := department_duties.deny with input as {"metadata": {"platform": "p"}, "spec": {"units": [{}, "ops"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := department_duties.deny with input as document
		count(violations) == 1
	}
}
