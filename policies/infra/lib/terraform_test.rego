package fiducia.infra.lib.terraform_test

import data.fiducia.infra.lib.terraform

row := {"type": "t", "keys": ["a", "b"], "default": false}

# [path, value, missing] of what a row is about.
found(text) := {[place.path, terraform.effective(place), place.missing] | some place in places} if {
	places := terraform.settings([row]) with input as parse_config("hcl2", text)
}

test_value_in_a_block if {
	found("resource \"t\" \"n\" {\n  a {\n    b = true\n  }\n}\n") == {[["resource", "t", "n", 0, "a", 0, "b"], true, false]}
}

test_every_block_counts if {
	found("resource \"t\" \"n\" {\n  a {\n    b = true\n  }\n  a {\n    b = 1\n  }\n}\n") == {
		[["resource", "t", "n", 0, "a", 0, "b"], true, false],
		[["resource", "t", "n", 0, "a", 1, "b"], 1, false],
	}
}

test_missing_is_the_default if {
	found("resource \"t\" \"n\" {\n  x = 1\n}\n") == {[["resource", "t", "n", 0, "a", "b"], false, true]}
	found("resource \"t\" \"n\" {\n  a {}\n}\n") == {[["resource", "t", "n", 0, "a", "b"], false, true]}
}

test_unknown_is_nothing if {
	every text in [
		"resource \"t\" \"n\" {\n  a {\n    b = var.b\n  }\n}\n",
		"resource \"t\" \"n\" {\n  a = var.a\n}\n",
		"resource \"t\" \"n\" {\n  dynamic \"a\" {\n    for_each = var.a\n    content {\n      b = true\n    }\n  }\n}\n",
	] {
		found(text) == set()
	}
}

test_another_view_may_be_supplied if {
	places := terraform.of("t", ["a"]) with input as {"resource": {"t": {"n": [{"a": "${var.a}"}]}}, "resolved": {"resource": {"t": {"n": [{"a": 7}]}}}}
	places[0].value == 7
	places[0].path == ["resource", "t", "n", 0, "a"]
}
