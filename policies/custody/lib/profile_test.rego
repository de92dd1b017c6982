package fiducia.custody.lib.profile_test

import data.fiducia.custody.lib.profile

graded(platforms) := violation if {
	violation := profile.graded({"check": "c"}) with input as {"metadata": {"platform": "p"}}
		with data.fiducia.platforms as platforms
}

test_full_weight_on_chinese_platforms if {
	every name in ["cn_payment_institution", "fund_sales", "broker", "bank_custodian", "legacy_p2p"] {
		graded({"p": {"profile": name}}) == {"check": "c"}
	}
}

test_full_weight_where_the_platform_is_not_known if {
	every platforms in [{}, null, {"q": {"profile": "payment_eu"}}, {"p": null}, {"p": {}}, {"p": {"profile": ""}}, {"p": {"profile": 7}}, {"p": {"profile": "cn-payment-institution"}}, {"p": {"profile": "payment_uk"}}] {
		graded(platforms) == {"check": "c"}
	}
	no_platform := profile.graded({"check": "c"}) with input as {"kind": "x"}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	no_platform == {"check": "c"}
}

test_good_practice_elsewhere if {
	every name in ["payment_eu", "casp_eu"] {
		graded({"p": {"profile": name}}) == {"check": "c", "severity": "medium", "veto": false}
	}
}

critical(platform) if {
	profile.cii with input as {"metadata": {"platform": "p"}}
		with data.fiducia.platforms as {"p": platform}
}

test_cii if {
	critical({"cii": true})
	critical({"cii": "false"})
	not critical({"cii": false})
	not critical({"cii": null})
	not critical({})
	not critical(null)
}

bound(platforms) if {
	profile.is_or_unknown("cn_payment_institution") with input as {"metadata": {"platform": "p"}}
		with data.fiducia.platforms as platforms
}

test_duties_of_one_profile if {
	bound({"p": {"profile": "cn_payment_institution"}})
	not bound({"p": {"profile": "fund_sales"}})
	every platforms in [{}, null, {"p": null}, {"p": {}}, {"p": {"profile": ""}}, {"p": {"profile": 7}}, {"p": {"profile": "fund-sales"}}] {
		bound(platforms)
	}
}

assessed(platform) if {
	profile.crypto_assessed with input as {"metadata": {"platform": "p"}}
		with data.fiducia.platforms as {"p": platform}
}

test_crypto_assessed if {
	every platform in [null, {}, {"profile": "broker"}, {"crypto_assessment_required": true}, {"crypto_assessment_required": "no"}, {"profile": "payment_eu", "crypto_assessment_required": true}] {
		assessed(platform)
	}
	not assessed({"crypto_assessment_required": false})
	not assessed({"profile": "payment_eu"})
	not assessed({"profile": "payment_eu", "crypto_assessment_required": false})
}

below(platform) if {
	profile.mlps_below(3) with input as {"metadata": {"platform": "p"}}
		with data.fiducia.platforms as {"p": platform}
}

test_mlps_below if {
	below({"mlps": {"level": 2}})
	every platform in [null, {}, {"mlps": null}, {"mlps": 2}, {"mlps": {}}, {"mlps": {"level": 3}}, {"mlps": {"level": "2"}}] {
		not below(platform)
	}
}

test_a_platform_document_speaks_for_itself if {
	own := profile.platform with input as {"kind": "Platform", "metadata": {"platform": "p"}, "spec": {"profile": "broker"}}
		with data.fiducia.platforms as {"p": {"profile": "casp_eu"}}
	own == {"profile": "broker"}
	nothing := profile.platform with input as {"kind": "Platform"}
	nothing == null
}

graded_for_payment(platform) := violation if {
	violation := profile.graded_for("cn_payment_institution", {"msg": "m", "check": "c"}) with input as {"kind": "Platform", "spec": platform}
}

test_graded_for_some_profiles if {
	every platform in [{"profile": "cn_payment_institution"}, {}, {"profile": null}, null] {
		graded_for_payment(platform) == {"msg": "m", "check": "c"}
	}
	every platform in [{"profile": "broker"}, {"profile": "payment_eu"}] {
		graded_for_payment(platform) == {"msg": "m", "check": "good_practice", "severity": "medium", "veto": false}
	}
}

important(platform) if {
	profile.important_data with input as {"kind": "Platform", "spec": platform}
}

test_important_data if {
	important({"important_data": true})
	important({"important_data": "no"})
	every platform in [null, {}, {"important_data": null}, {"important_data": false}] {
		not important(platform)
	}
}
