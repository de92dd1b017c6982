package fiducia.custody.cmp.sup.supervisory_findings_closed_test

import data.fiducia.custody.cmp.sup.supervisory_findings_closed

found(findings) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := supervisory_findings_closed.deny with input as {"kind": "ComplianceFile", "spec": {"findings": findings}}
}

finding(change) := object.union({"id": "F1", "source": "regulator", "due": "2026-01-31", "status": "closed"}, change)

test_closed_or_not_yet_due_passes if {
	found([]) == set()
	found([finding({}), finding({"status": "已关闭"}), finding({"status": "open", "due": "2026-11-22"})]) == set()
}

test_overdue_finding_of_the_supervisor_is_denied if {
	found([finding({"status": "open", "due": "2026-11-21"})]) == {["closed_in_time", [0, "status"]]}
	found([finding({"status": "half done", "source": "Regulator"})]) == {["closed_in_time", [0, "status"]]}
	found([finding({"status": null})]) == {["closed_in_time", [0, "status"]], ["findings_listed", [0, "status"]]}
}

test_overdue_findings_of_others_pass if found([finding({"status": "open", "source": "audit"})]) == set()

test_entries_must_be_readable if {
	every key in ["id", "source", "status"] {
		every value in [null, "", 5, []] {
			found([finding({key: value, "due": "2027-01-31"})]) == {["findings_listed", [0, key]]}
		}
	}
	found([finding({"source": "somebody"})]) == {["findings_listed", [0, "source"]]}
	every due in [null, "soon", 20260131] {
		found([finding({"due": due})]) == {["findings_listed", [0, "due"]]}
	}
	found(["F1"]) == {["findings_listed", [0]]}
}

test_list_is_needed if {
	every findings in [null, "none", {}] {
		found(findings) == {["findings_listed", []]}
	}
}

test_messages_name_the_finding if {
	some violation in supervisory_findings_closed.deny with input as {"spec": {"findings": [finding({"status": "open", "due": "2026-11-20"})]}}
	violation.path == ["spec", "findings", 0, "status"]
	violation.msg.en == "finding \"F1\" of the supervisor was due on 2026-11-20, 2 days ago, and its `status` is \"open\""
	some unread in supervisory_findings_closed.deny with input as {"spec": {"findings": [finding({"due": "soon"})]}}
	unread.path == ["spec", "findings", 0, "due"]
	unread.msg.en == "finding \"F1\": `due` is \"soon\"; it must be a date (YYYY-MM-DD)"
}
