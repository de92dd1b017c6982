package fiducia.custody.cus.rec.client_money_audit_test

import data.fiducia.custody.cus.rec.client_money_audit

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := client_money_audit.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

test_published_audit_passes if {
	every day in ["2026-11-22", "2025-11-22"] {
		found({"audit": {"last_date": day, "by": "CPA", "published": true}}) == set()
	}
}

test_audit_is_recent if {
	every value in [null, "", "2025-11-21", "2026-11-23", "2026-02-30", "March", 2026, true] {
		found({"audit": {"last_date": value, "published": true}}) == {["audited", ["spec", "audit", "last_date"]]}
	}
}

test_result_is_published if {
	every value in [false, null, "true", 1, "website"] {
		found({"audit": {"last_date": "2026-03-31", "published": value}}) == {["published", ["spec", "audit", "published"]]}
	}
}

test_audit_is_needed if {
	every spec in [{}, null, {"audit": null}, {"audit": {}}, {"audit": "done"}, {"audit": []}] {
		found(spec) == {["audited", ["spec", "audit", "last_date"]], ["published", ["spec", "audit", "published"]]}
	}
}

test_interval_is_a_parameter if {
	every day, paths in {"2026-10-23": set(), "2026-10-22": {["spec", "audit", "last_date"]}} {
		violations := client_money_audit.deny with input as {"spec": {"audit": {"last_date": day, "published": true}}}
			with data.fiducia.params.client_money_audit_days as 30
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := client_money_audit.deny with input as document
		count(violations) == 2
	}
}
