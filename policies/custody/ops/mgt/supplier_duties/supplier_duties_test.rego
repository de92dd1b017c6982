package fiducia.custody.ops.mgt.supplier_duties_test

import data.fiducia.custody.ops.mgt.supplier_duties

found(suppliers, platform) := {[violation.check, violation.path] | some violation in violations} if {
	violations := supplier_duties.deny with input as {"metadata": {"platform": "p"}, "spec": {"suppliers": suppliers}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.platforms as {"p": platform}
}

payment := {"profile": "cn_payment_institution"}

supplier := {"name": "cloud-a", "scope": "hosting", "security_terms": true, "last_review": "2026-05-01"}

changed(change) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([object.union(supplier, change)], payment)}

test_supplier_in_order_passes if {
	changed({}) == set()
	changed({"scope": ["hosting"]}) == set()
	changed({"scope": ["hosting", "短信通道"], "security_terms": "contract 7, annex B", "last_review": "2025-11-22"}) == set()
}

test_core_business_is_denied if {
	every scope in ["core_ledger", "Payment-Execution", "key management", "payment execution and settlement", "核心账务系统", "密钥管理"] {
		changed({"scope": scope}) == {["core_outsourcing", ["scope"]]}
		changed({"scope": ["hosting", scope]}) == {["core_outsourcing", ["scope", 1]]}
	}
	found([object.union(supplier, {"scope": "core_ledger"})], payment) == {["core_outsourcing", ["spec", "suppliers", 0, "scope"]]}
}

test_scope_is_needed if {
	every scope in [null, "", "tbd", 5, true, [], [null], ["hosting", 5], {"a": 1}, {"a": "hosting"}] {
		changed({"scope": scope}) == {["core_outsourcing", ["scope"]]}
	}
}

test_scope_is_free_elsewhere if {
	every profile in ["bank_custodian", "payment_eu"] {
		found([object.union(supplier, {"scope": "payment_execution"})], {"profile": profile}) == set()
		found([object.remove(supplier, ["scope"])], {"profile": profile}) == set()
	}
	every platform in [null, {}, {"profile": 5}] {
		count(found([object.union(supplier, {"scope": "payment_execution"})], platform)) == 1
	}
}

test_security_terms_are_needed if {
	every terms in [null, false, "", "none", 5, []] {
		changed({"security_terms": terms}) == {["security_terms", ["security_terms"]]}
	}
}

test_boundary_of_the_review if {
	every date in ["2025-11-21", "2026-11-23", null, "2026", 2026] {
		changed({"last_review": date}) == {["review", ["last_review"]]}
	}
}

test_list_is_needed if {
	every suppliers in [null, "none", {"a": {}}, 5] {
		found(suppliers, payment) == {["suppliers_listed", ["spec", "suppliers"]]}
	}
	found([], payment) == set()
	found(["cloud-a"], payment) == {["suppliers_listed", ["spec", "suppliers", 0]]}
}

test_fields_must_be_there if {
	elsewhere := {["security_terms", ["spec", "suppliers", 0, "security_terms"]], ["review", ["spec", "suppliers", 0, "last_review"]]}
	found([{}], {"profile": "payment_eu"}) == elsewhere
	found([{}], payment) == elsewhere | {["core_outsourcing", ["spec", "suppliers", 0, "scope"]]}
}

test_core_business_and_review_are_parameters if {
	violations := supplier_duties.deny with input as {"spec": {"suppliers": [object.union(supplier, {"last_review": "2026-10-22"})]}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.core_fund_scopes as ["hosting"]
		with data.fiducia.params.supplier_review_days as 30
	{violation.check | some violation in violations} == {"core_outsourcing", "review"}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := supplier_duties.deny with input as document
		count(violations) == 1
	}
}
