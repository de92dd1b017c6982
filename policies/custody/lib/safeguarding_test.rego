package fiducia.custody.lib.safeguarding_test

import data.fiducia.custody.lib.safeguarding

insured(name, spec) if {
	safeguarding.insured with input as {"metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as {"p": {"profile": name}}
}

test_insurance_of_a_payment_institution_in_the_eu if {
	insured("payment_eu", {"safeguarding": {"method": "Insurance"}})
	every name in ["cn_payment_institution", "casp_eu", "", null] {
		not insured(name, {"safeguarding": {"method": "insurance"}})
	}
}

test_no_insurance if {
	every spec in [null, {}, {"safeguarding": "insurance"}, {"safeguarding": {}}, {"safeguarding": {"method": null}}, {"safeguarding": {"method": ["insurance"]}}, {"safeguarding": {"method": "segregation"}}] {
		not insured("payment_eu", spec)
	}
}
