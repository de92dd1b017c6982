package fiducia.custody.lib.shape_test

import data.fiducia.custody.lib.shape

noun := {"en": "box", "many": "boxes", "zh": "箱子"}

faults(spec, least) := {fault.path | some fault in all} if {
	all := shape.list_faults("boxes", noun, least) with input as {"spec": spec}
}

test_get if {
	shape.get({"a": 1}, "a") == 1
	shape.get({"a": false}, "a") == false
	every container in [{}, {"a": null}, null, "a", 5, ["a"]] {
		shape.get(container, "a") == null
	}
}

test_spec if {
	found := shape.spec("a") with input as {"spec": {"a": 1}}
	found == 1
	every document in [{}, {"spec": null}, {"spec": "a"}, [], null] {
		nothing := shape.spec("a") with input as document
		nothing == null
	}
}

test_items_and_pairs if {
	shape.items([1]) == [1]
	shape.pairs({"a": 1}) == {"a": 1}
	every value in [null, "a", 5, true] {
		shape.items(value) == []
		shape.pairs(value) == {}
	}
	shape.items({"a": 1}) == []
	shape.pairs([1]) == {}
}

test_text if {
	shape.text("a")
	every value in ["", " \t\n", null, 5, true, ["a"]] {
		not shape.text(value)
	}
}

test_digits if {
	shape.digits("0123")
	every value in ["", "-1", "1.5", "1e3", "1a1", " 1", "１"] {
		not shape.digits(value)
	}
}

test_whole_number if {
	shape.whole_number(5)
	shape.whole_number(5.0)
	every value in [5.5, "5", null, true, [5]] {
		not shape.whole_number(value)
	}
}

test_list_faults if {
	faults({"boxes": [{}]}, 1) == set()
	faults({"boxes": []}, 0) == set()
	every value in [null, [], "x", {"a": 1}] {
		faults({"boxes": value}, 1) == {["spec", "boxes"]}
	}
	faults({"boxes": null}, 0) == {["spec", "boxes"]}
	faults({"boxes": [{}, 1, null]}, 1) == {["spec", "boxes", 1], ["spec", "boxes", 2]}
}

test_list_fault_message if {
	some fault in shape.list_faults("boxes", noun, 1) with input as {}
	fault.msg.en == "`spec.boxes` is missing; it must be a list of boxes with at least one entry"
	fault.msg.zh == "`spec.boxes` 缺失；应为“箱子”列表，且至少包含一项"
	fault.expected.en == "list of boxes"
	some odd in shape.list_faults("boxes", noun, 1) with input as {"spec": {"boxes": [{}, 7]}}
	odd.msg.en == "box number 2 in `spec.boxes` is not a mapping, so nothing can be read from it"
	odd.msg.zh == "`spec.boxes` 第 2 项不是映射，无法读取该箱子的内容"
	odd.expected.en == "mapping"
}

test_list_faults_at_a_deeper_place if {
	paths := {fault.path | some fault in shape.list_faults_at([{}, 7], ["spec", "shelf", "boxes"], noun, 1)}
	paths == {["spec", "shelf", "boxes", 1]}
	some fault in shape.list_faults_at(null, ["spec", "shelf", "boxes"], noun, 0)
	fault.msg.en == "`spec.shelf.boxes` is missing; it must be a list of boxes (an empty list states that there are none)"
}
