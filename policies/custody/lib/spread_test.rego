package fiducia.custody.lib.spread_test

import data.fiducia.custody.lib.spread

document(kind, platform, spec) := {"kind": kind, "content": {"kind": kind, "metadata": {"platform": platform}, "spec": spec}}

holders(documents) := {d | some d, _ in found} if {
	found := spread.holders("Shelf", "boxes") with input as {"documents": documents}
}

test_a_document_that_stands_alone_is_asked if {
	every spec in [{"boxes": [1]}, {"boxes": null}, {"bags": []}, {}, null, "boxes", ["boxes"]] {
		holders([document("Shelf", "p", spec)]) == {0}
	}
	holders([]) == set()
	holders([document("Cupboard", "p", {"boxes": []})]) == set()
}

test_those_that_have_it_are_asked if {
	holders([document("Shelf", "p", {"bags": []}), document("Shelf", "p", {"boxes": []})]) == {1}
	holders([document("Shelf", "p", {"boxes": "none"}), document("Shelf", "p", null), document("Shelf", "p", {"boxes": [1]})]) == {0, 2}
}

test_what_none_has_is_missed_in_the_first if {
	holders([document("Cupboard", "p", {}), document("Shelf", "p", {}), document("Shelf", "p", {"boxes": null})]) == {1}
	holders([document("Shelf", "p", {}), document("Cupboard", "p", {"boxes": []})]) == {0}
}

test_other_platforms_do_not_answer if {
	holders([document("Shelf", "p", {"boxes": []}), document("Shelf", "q", {}), document("Shelf", "r", {}), document("Shelf", "q", {})]) == {0, 1, 2}
}

test_documents_that_name_no_platform_stand_alone if {
	every platform in [null, "", " ", 5, ["p"]] {
		holders([document("Shelf", platform, {"boxes": []}), document("Shelf", platform, {}), document("Shelf", platform, {})]) == {0, 1, 2}
	}
	holders([{"kind": "Shelf", "content": null}, {"kind": "Shelf", "content": {"metadata": "p"}}]) == {0, 1}
}

test_holders_come_with_their_content if {
	one := document("Shelf", "p", {"boxes": [1]})
	found := spread.holders("Shelf", "boxes") with input as {"documents": [document("Cupboard", "p", {}), one]}
	found == {1: one.content}
}

said(documents, d) := found if {
	found := spread.said("Shelf", "boxes", d) with input as {"documents": documents}
}

test_what_is_said_together if {
	shelves := [document("Shelf", "p", {}), document("Shelf", "q", {"boxes": 3}), document("Shelf", "p", {"boxes": 1}), document("Shelf", "p", {"boxes": 2})]
	said(shelves, 0) == {1, 2}
	said(shelves, 1) == {3}
	said([document("Shelf", "p", {}), document("Shelf", "p", {"boxes": null})], 1) == {null}
}
