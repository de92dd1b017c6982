package fiducia.custody_extended.ops.edu.custody_page_test

import data.fiducia.custody_extended.ops.edu.custody_page

found(page) := {[violation.check, violation.path[3]] | some violation in violations} if {
	violations := custody_page.deny with input as {"kind": "UserEducation", "spec": {"disclosure": {"custody_page": page}}}
		with data.fiducia.today as "2026-11-22"
}

changed(change) := found(object.union({"custodian": "Bank A", "account_model": "sub_account", "fees": true, "risks": true, "updated": "2026-09-01"}, change))

test_boundary_of_the_update if {
	changed({"updated": "2026-05-26"}) == set()
	changed({"updated": "2026-11-22"}) == set()
	changed({"updated": "2026-05-25"}) == {["updated", "updated"]}
	changed({"updated": "2026-11-23"}) == {["updated", "updated"]}
}

test_each_part_is_needed if {
	every key, check in {"custodian": "custody", "account_model": "custody", "fees": "fees", "risks": "risks", "updated": "updated"} {
		every value in [null, "", "待定", false, 5, [], {}] {
			changed({key: value}) == {[check, key]}
		}
	}
}

test_fees_and_risks_may_say_where if {
	changed({"fees": "收费公示页", "risks": "risk notice, version 3"}) == set()
}

test_page_is_needed if {
	every page in [null, {}, "https://example.com", [], true] {
		count(found(page)) == 5
	}
	every document in [{}, {"spec": {"disclosure": "x"}}, null] {
		violations := custody_page.deny with input as document
		count(violations) == 5
	}
}

test_good_practice_on_other_platforms if {
	violations := custody_page.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 5
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_age_of_the_page_is_a_parameter if {
	violations := custody_page.deny with input as {"spec": {"disclosure": {"custody_page": {"custodian": "Bank A", "account_model": "sub_account", "fees": true, "risks": true, "updated": "2026-10-22"}}}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.custody_page_days as 30
	{violation.check | some violation in violations} == {"updated"}
}
