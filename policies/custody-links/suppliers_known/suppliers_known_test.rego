package fiducia.custody_links.suppliers_known_test

import data.fiducia.custody_links.suppliers_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := suppliers_known.deny with input as {"documents": documents}
}

governance := document("Governance", "p", {"suppliers": [{"name": "sms-a"}]})

custody := document("CustodyArrangement", "p", {"custodian": {"name": "Bank A"}, "custodians": ["Bank A", "Bank B"]})

processor(platform, name) := document("DataProfile", platform, {"pi": {"processors": [{"name": name}]}})

page(platform, name) := document("UserEducation", platform, {"disclosure": {"custody_page": {"custodian": name}}})

test_known_names_pass if {
	found([governance, processor("p", "SMS A")]) == set()
	found([custody, page("p", "Bank A")]) == set()
	found([custody, page("p", "bank b")]) == set()
	found([document("CustodyArrangement", "p", {"custodian": {"name": "Bank D"}}), page("p", "Bank D")]) == set()
	found([document("CustodyArrangement", "p", {"custodians": ["Bank D"]}), page("p", "Bank D")]) == set()
}

test_unknown_names_are_denied if {
	at_processor := ["pi", "processors", 0, "name"]
	found([governance, processor("p", "sms-b")]) == {[1, at_processor]}
	found([governance, processor("q", "sms-a")]) == {[1, at_processor]}
	found([processor("p", "sms-a")]) == {[0, at_processor]}
	at_page := ["disclosure", "custody_page", "custodian"]
	found([custody, page("p", "Bank C")]) == {[1, at_page]}
	found([custody, page("q", "Bank A")]) == {[1, at_page]}
	found([page("p", "Bank A")]) == {[0, at_page]}
}

test_odd_shapes_name_nothing if {
	every value in [null, "", 5, ["tbd"], {}] {
		found([processor("p", value), page("p", value)]) == set()
	}
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := suppliers_known.deny with input as {"documents": documents}
}

test_suppliers_and_custodian_are_shown if {
	related([governance, processor("p", "sms-b")]) == {[0, ["suppliers"]]}
	related([custody, page("p", "Bank C")]) == {[0, ["custodian"]]}
}
