package fiducia.custody.cmp.law.licensed_scope_test

import data.fiducia.custody.cmp.law.licensed_scope

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := licensed_scope.deny with input as {"kind": "Platform", "spec": spec}
}

licence := {"number": "Z200X", "valid_to": "2027-12-31", "types": ["stored_value", "acquiring"]}

products := [{"name": "wallet", "type": "stored_value"}, {"name": "收单", "type": "Acquiring"}]

test_licensed_products_pass if found({"licence": licence, "products": products}) == set()

test_last_day_of_validity if {
	found({"licence": object.union(licence, {"valid_to": "2026-11-22"}), "products": products}) == set()
	found({"licence": object.union(licence, {"valid_to": "2026-11-21"}), "products": products}) == {["licence_held", ["spec", "licence", "valid_to"]]}
}

test_licence_is_needed if {
	every section in [null, {}, "Z200X", []] {
		found({"licence": section, "products": products}) == {["licence_held", ["spec", "licence", key]] | some key in ["number", "valid_to", "types"]}
	}
	every number in [null, "", "tbd", "无", 5, true] {
		found({"licence": object.union(licence, {"number": number}), "products": products}) == {["licence_held", ["spec", "licence", "number"]]}
	}
	every date in [null, "2027", "2027-02-30", 20271231] {
		found({"licence": object.union(licence, {"valid_to": date}), "products": products}) == {["licence_held", ["spec", "licence", "valid_to"]]}
	}
	every types in [null, [], "stored_value", [5], [""]] {
		found({"licence": object.union(licence, {"types": types}), "products": products}) == {["licence_held", ["spec", "licence", "types"]]}
	}
}

test_product_beyond_the_licence_is_denied if {
	every type in ["lending", null, "", 5, ["stored_value"]] {
		found({"licence": licence, "products": [{"name": "wallet", "type": "stored_value"}, {"name": "loan", "type": type}]}) == {["within_licence", ["spec", "products", 1, "type"]]}
	}
	found({"licence": licence, "products": [{}]}) == {["within_licence", ["spec", "products", 0, "type"]]}
}

test_message_names_the_product_and_what_is_licensed if {
	some violation in licensed_scope.deny with input as {"kind": "Platform", "spec": {"licence": licence, "products": [{"name": "loan", "type": "lending"}]}}
	violation.msg.en == "product \"loan\": `type` is \"lending\"; the licence covers only stored_value, acquiring"
	violation.msg.zh == "产品“loan”的 `type` 为“lending”，应在许可的业务类型之内：储值账户运营（stored_value）、acquiring"
	violation.related[0].path == ["spec", "licence", "types"]
}

test_products_are_needed if {
	every list in [null, [], "wallet", {"wallet": {}}] {
		found({"licence": licence, "products": list}) == {["products_listed", ["spec", "products"]]}
	}
	found({"licence": licence, "products": ["wallet"]}) == {["products_listed", ["spec", "products", 0]]}
}

test_good_practice_for_other_profiles if {
	violations := licensed_scope.deny with input as {"kind": "Platform", "spec": {"profile": "broker", "licence": {"types": ["x"]}, "products": ["w", {"type": "y"}]}}
	count(violations) == 4
	{[violation.check, violation.severity, violation.veto] | some violation in violations} == {["good_practice", "medium", false]}
}
