package fiducia.custody.cmp.sup.regulatory_watch_test

import data.fiducia.custody.cmp.sup.regulatory_watch

found(regwatch) := {[violation.check, array.slice(violation.path, 2, 5)] | some violation in violations} if {
	violations := regulatory_watch.deny with input as {"kind": "ComplianceFile", "spec": {"regwatch": regwatch}}
}

decided := {"ref": "征求意见稿", "impact": "medium", "decision": "track"}

test_boundary_of_the_scan if {
	found({"last_scan": "2026-10-23", "changes": [decided]}) == set()
	found({"last_scan": "2026-10-22", "changes": []}) == {["scanned", ["last_scan"]]}
}

test_unreadable_scans_are_denied if {
	every date in [null, "", "monthly", "2026-11-23", 30, true] {
		found({"last_scan": date, "changes": []}) == {["scanned", ["last_scan"]]}
	}
}

test_every_change_is_decided if {
	every key in ["ref", "impact", "decision"] {
		every value in [null, "", "TBD", "待定", 3, []] {
			found({"last_scan": "2026-11-01", "changes": [decided, object.union(decided, {key: value})]}) == {["changes_decided", ["changes", 1, key]]}
		}
	}
}

test_message_names_the_change if {
	some violation in regulatory_watch.deny with input as {"spec": {"regwatch": {"last_scan": "2026-11-01", "changes": [object.union(decided, {"impact": null})]}}}
	violation.path == ["spec", "regwatch", "changes", 0, "impact"]
	violation.msg.en == "change \"征求意见稿\": `impact` is missing; it must be a text that says something"
}

test_changes_are_needed if {
	every changes in [null, "none", {"a": {}}] {
		found({"last_scan": "2026-11-01", "changes": changes}) == {["changes_decided", ["changes"]]}
	}
	some violation in regulatory_watch.deny with input as {"spec": {"regwatch": {"last_scan": "2026-11-01"}}}
	violation.path == ["spec", "regwatch", "changes"]
	found({"last_scan": "2026-11-01", "changes": ["law"]}) == {["changes_decided", ["changes", 0]]}
}

test_section_is_needed if {
	every section in [null, {}, "monthly", []] {
		found(section) == {["scanned", ["last_scan"]], ["changes_decided", ["changes"]]}
	}
}
