package fiducia.custody.lib.text_test

import data.fiducia.custody.lib.text

noun := {"en": "endpoint", "many": "endpoints", "zh": "端点"}

test_state if {
	text.state(null) == {"en": "is missing", "zh": "缺失"}
	text.state("1.0") == {"en": "is \"1.0\"", "zh": "为“1.0”"}
	text.state("") == {"en": "is an empty text", "zh": "为空文本"}
	text.state(1024) == {"en": "is 1024", "zh": "为 1024"}
	text.state(1.1) == {"en": "is 1.1", "zh": "为 1.1"}
	text.state(true) == {"en": "is true", "zh": "为“是”（true）"}
	text.state(false) == {"en": "is false", "zh": "为“否”（false）"}
	text.state([1]) == {"en": "is a list", "zh": "为列表"}
	text.state({"a": 1}) == {"en": "is a mapping", "zh": "为映射"}
}

test_item if {
	text.item(noun, {"name": "web"}, "name", 0) == {"en": "endpoint \"web\"", "zh": "端点“web”"}
	every entry in [{}, {"name": ""}, {"name": 5}, "web"] {
		text.item(noun, entry, "name", 2) == {"en": "endpoint number 3", "zh": "第 3 个端点"}
	}
}

test_key if {
	text.key(" Payment-Maker ") == "payment_maker"
	text.keys(["a b", "A-B", 5, null, "c"]) == {"a_b", "c"}
}

test_among if {
	text.among(" A-B", ["c", "a b"])
	text.among("", [""])
	every value in ["d", "", null, 5, true, ["c"]] {
		not text.among(value, ["c", 5, true, null])
	}
	not text.among("c", [])
}

test_filled if {
	text.filled("hotline")
	text.filled("公安机关值班室")
	every value in ["", "  ", "TBD", " n/a ", "无", "待定", null, 5, true, ["x"]] {
		not text.filled(value)
	}
}

test_answered if {
	text.answered("runbook")
	text.answered(["x"])
	text.answered({"lead": "ciso"})
	text.answered([null, {"hosts": 3}])
	text.answered({"hosts": 3})
	text.answered({"on_call": true})
	text.answered({"members": ["ciso"]})
	every value in [null, "", "tbd", [], [null], {}, {"lead": null}, [""], ["tbd", []], [{}], {"lead": "待定"}, 5, true] {
		not text.answered(value)
	}
}

test_names_of_words if {
	text.named("data_leak") == {"en": "\"data_leak\"", "zh": "“数据泄露”（data_leak）"}
	text.named("odd word") == {"en": "\"odd word\"", "zh": "“odd word”"}
	text.named(5).zh == "5"
	text.listed(["total", "SM4"]) == {"en": "total, SM4", "zh": "总额（total）、SM4"}
	text.listed([]).zh == ""
}

test_blanks_before_latin_script if {
	text.spaced("为", "1.2") == "为 1.2"
	text.spaced("为", "-5") == "为 -5"
	text.spaced("为", "TLS 1.2") == "为 TLS 1.2"
	text.spaced("为", "“否”") == "为“否”"
	text.spaced("为", "") == "为"
}
