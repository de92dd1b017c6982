package fiducia.custody.tec.dat.masking_test

import data.fiducia.custody.tec.dat.masking

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := masking.deny with input as {"kind": "DataProfile", "spec": spec}
}

masked := {"bank_card": "622202******1234", "id_number": "masked", "mobile": "138****5678"}

found_at(field, value) := {check |
	some [check, path] in found({"masking": {"fields": object.union(object.remove(masked, [field]), {field: value})}})
	path == ["spec", "masking", "fields", field]
}

test_masked_fields_pass if {
	found({"masking": {"fields": masked}}) == set()
	every method in ["masked", "Masked", "tokenised", "hidden"] {
		found_at("bank_card", method) == set()
		found_at("mobile", method) == set()
	}
}

test_card_digits_at_the_bound if {
	every sample in ["622202****1234", "6222 02** **** 1234", "6222-02**-****-1234", "****1234", "622202****", "************"] {
		found_at("bank_card", sample) == set()
	}
	every sample in ["6222021*****1234", "622202****51234", "622202***5***1234", "6222*0*2****1234", "622202****1234 SFB", "卡号622202****1234"] {
		found_at("bank_card", sample) == {"card_digits"}
	}
}

test_sample_must_hide_four_characters if {
	every sample in ["138****5678", "****", "*-*-*-*"] {
		found_at("mobile", sample) == set()
	}
	every sample in ["13812345678*", "***", "1***", "＊＊＊＊"] {
		found_at("mobile", sample) == {"fields_masked"}
		found_at("bank_card", sample) == {"fields_masked"}
	}
}

test_card_digits_are_a_parameter if {
	violations := masking.deny with input as {"spec": {"masking": {"fields": object.union(masked, {"bank_card": "62220212****1234"})}}}
		with data.fiducia.params.card_digits_shown as {"leading": 8, "trailing": 4}
	violations == set()
}

test_unmasked_fields_are_denied if {
	every field in ["bank_card", "id_number", "mobile"] {
		every value in [null, "", "full", "plain", "6222020000001234", 5, true, ["masked"], {"method": "masked"}] {
			found_at(field, value) == {"fields_masked"}
		}
	}
}

test_sections_are_needed if {
	every spec in [{}, null, {"masking": null}, {"masking": {}}, {"masking": "all"}, {"masking": {"fields": []}}, {"masking": {"fields": "all"}}] {
		found(spec) == {["fields_masked", ["spec", "masking", "fields", field]] | some field in ["bank_card", "id_number", "mobile"]}
	}
}
