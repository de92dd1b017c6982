package fiducia.custody_extended.cus.seg.capital_ratio_test

import data.fiducia.custody_extended.cus.seg.capital_ratio

platform(spec) := {"kind": "Platform", "content": {"kind": "Platform", "metadata": {"name": "p", "platform": "p"}, "spec": object.union({"profile": "cn_payment_institution"}, spec)}}

custody(reserve) := {"kind": "CustodyArrangement", "content": {"metadata": {"platform": "p"}, "spec": {"avg_daily_reserve": reserve}}}

found_in(documents) := {[violation.check, violation.path] | some violation in violations} if {
	violations := capital_ratio.deny with input as {"documents": documents}
}

found(capital, reserve) := found_in([platform({"capital": capital}), custody(reserve)])

net_assets := ["documents", 0, "content", "spec", "capital", "net_assets"]

test_ratio_at_the_bound_passes if {
	found({"net_assets": 50}, 1000) == set()
	found({"net_assets": "50.00", "required_ratio": "param"}, "1000.00") == set()
	found({"net_assets": 0}, 0) == set()
}

test_thin_capital_is_denied if {
	found({"net_assets": "49.99"}, 1000) == {["ratio", net_assets]}
	found({"net_assets": 0}, "0.01") == {["ratio", net_assets]}
}

test_platform_may_be_held_to_more if {
	found({"net_assets": 100, "required_ratio": 0.1}, 1000) == set()
	found({"net_assets": 99, "required_ratio": 0.1}, 1000) == {["ratio", net_assets]}
	found({"net_assets": 49, "required_ratio": 0.01}, 1000) == {["ratio", net_assets]}
}

test_bounds_of_the_ratio if {
	every value in [0, 1] {
		found({"net_assets": 1000, "required_ratio": value}, 1000) == set()
	}
}

test_unreadable_ratio_is_denied if {
	every value in ["5%", "0.1", 5, 1.01, -0.1, true, [0.1]] {
		found({"net_assets": 1000, "required_ratio": value}, 1000) == {["figures_stated", ["documents", 0, "content", "spec", "capital", "required_ratio"]]}
	}
}

test_net_assets_must_be_stated if {
	every value in [null, "", "plenty", -5, true, [5]] {
		found({"net_assets": value}, 1000) == {["figures_stated", net_assets]}
	}
	every capital in [null, {}, 50, "50", [50]] {
		found(capital, 1000) == {["figures_stated", net_assets]}
	}
}

test_reserve_must_be_stated if {
	every value in ["", "much", -5, true, [5]] {
		found({"net_assets": 1000}, value) == {["figures_stated", ["documents", 1, "content", "spec", "avg_daily_reserve"]]}
	}
	found_in([platform({"capital": {"net_assets": 10}}), custody(600), custody("much")]) == {["figures_stated", ["documents", 2, "content", "spec", "avg_daily_reserve"]]}
	found({"net_assets": 1000}, null) == {["figures_stated", ["documents", 0, "content", "metadata", "name"]]}
	found_in([platform({"capital": {"net_assets": 1000}})]) == {["figures_stated", ["documents", 0, "content", "metadata", "name"]]}
	found_in([platform({"capital": {"net_assets": 1000}}), {"kind": "CustodyArrangement", "content": {"metadata": {"platform": "q"}, "spec": {"avg_daily_reserve": 1}}}]) == {["figures_stated", ["documents", 0, "content", "metadata", "name"]]}
}

test_reserves_of_several_arrangements_add_up if {
	found_in([platform({"capital": {"net_assets": 50}}), custody(600), custody("400.00"), custody(null)]) == set()
	found_in([platform({"capital": {"net_assets": 50}}), custody(600), custody(400.01)]) == {["ratio", net_assets]}
	violations := capital_ratio.deny with input as {"documents": [platform({"capital": {"net_assets": 0}}), custody(600), custody(400)]}
	{related.path[1] | some violation in violations; some related in violation.related} == {1, 2}
}

test_payment_institutions_and_unknown_platforms_are_concerned if {
	every profile in [null, "", 5] {
		count(found_in([platform({"profile": profile})])) == 2
	}
	every profile in ["broker", "fund_sales", "payment_eu"] {
		found_in([platform({"profile": profile})]) == set()
	}
	found_in([custody(1000)]) == set()
}

test_platform_without_a_name_is_concerned if {
	every metadata in [null, {}, {"name": null}, {"name": 5}, {"name": ["p"]}] {
		found_in([{"kind": "Platform", "content": {"metadata": metadata, "spec": {}}}]) == {
			["figures_stated", net_assets],
			["figures_stated", ["documents", 0, "content", "metadata", "name"]],
		}
	}
}

test_ratio_is_a_parameter if {
	every assets, paths in {"200.00": set(), "199.99": {["documents", 0, "content", "spec", "capital", "net_assets"]}} {
		violations := capital_ratio.deny with input as {"documents": [platform({"capital": {"net_assets": assets}}), custody(1000)]}
			with data.fiducia.params.capital_reserve_ratio as 0.2
		{violation.path | some violation in violations} == paths
	}
}

test_documents_without_a_spec_lack_everything if {
	every content in [{}, null, [], "x", {"spec": null}] {
		found_in([{"kind": "Platform", "content": content}, {"kind": "CustodyArrangement", "content": content}]) == {
			["figures_stated", net_assets],
			["figures_stated", ["documents", 0, "content", "metadata", "name"]],
		}
	}
	found_in([]) == set()
}

# A further document of the same platform.
beside(spec) := {"kind": "Platform", "content": {"kind": "Platform", "metadata": {"name": "p", "platform": "p"}, "spec": spec}}

test_a_platform_may_be_spread_over_documents if {
	stated := beside({"capital": {"net_assets": 49}})
	place := ["documents", 1, "content", "spec", "capital", "net_assets"]
	found_in([platform({}), beside({}), custody(1000)]) == {["figures_stated", net_assets]}
	found_in([platform({}), stated, custody(1000)]) == {["ratio", place]}
	found_in([platform({"profile": "broker"}), stated, custody(1000)]) == set()
	found_in([beside({}), stated, custody(1000)]) == {["ratio", place]}
}

said(documents) := {violation.msg.en | some violation in violations} if {
	violations := capital_ratio.deny with input as {"documents": documents}
}

test_messages_show_the_figures if {
	said([platform({"capital": {"net_assets": "49.5"}}), custody(600), custody("400.00")]) == {"net assets are 49.50 and the average daily reserve is 1000.00; net assets must be at least 0.05 of the reserve"}
	said([platform({"capital": {"net_assets": -5, "required_ratio": "5%"}})]) == {
		"capital: `net_assets` is -5; it must be an amount that is not negative",
		"capital: `required_ratio` is \"5%\"; it must be a number from 0 to 1, or `param` for the parameter",
		"no CustodyArrangement of platform \"p\" states `avg_daily_reserve`, so its capital cannot be judged",
	}
}
