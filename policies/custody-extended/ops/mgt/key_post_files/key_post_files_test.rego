package fiducia.custody_extended.ops.mgt.key_post_files_test

import data.fiducia.custody_extended.ops.mgt.key_post_files

found(staff) := {[violation.check, violation.path] | some violation in violations} if {
	violations := key_post_files.deny with input as {"kind": "Governance", "spec": {"staff": staff}}
}

changed(change) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([object.union({"id": "s1", "key_post": true, "background_check": true, "nda": true, "post_agreement": true}, change)])}

missing_files := {["files", ["spec", "staff", 0, key]] | some key in ["background_check", "nda", "post_agreement"]}

test_complete_files_pass if {
	changed({}) == set()
	found([{"id": "s2", "key_post": false}]) == set()
}

test_each_file_is_needed if {
	every key in ["background_check", "nda", "post_agreement"] {
		every value in [null, false, "true", 1, []] {
			changed({key: value}) == {["files", [key]]}
		}
	}
}

test_key_post_must_be_stated if {
	every value in [null, "no", 0, "false", []] {
		changed({"key_post": value}) == {["staff_listed", ["key_post"]]}
		found([{"id": "s1", "key_post": value}]) == missing_files | {["staff_listed", ["spec", "staff", 0, "key_post"]]}
	}
}

test_fields_must_be_there if {
	found([{"key_post": true}]) == missing_files
	found([{}]) == missing_files | {["staff_listed", ["spec", "staff", 0, "key_post"]]}
}

test_staff_is_needed if {
	every staff in [null, [], "see HR", {"s1": {}}] {
		found(staff) == {["staff_listed", ["spec", "staff"]]}
	}
	found(["s1"]) == {["staff_listed", ["spec", "staff", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := key_post_files.deny with input as {"metadata": {"platform": "p"}, "spec": {"staff": [{}, "s1"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 5
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := key_post_files.deny with input as document
		count(violations) == 1
	}
}
