package fiducia.custody.lib.tls_test

import data.fiducia.custody.lib.tls

test_version if {
	every value, number in {"1.2": [1, 2], "TLSv1.3": [1, 3], "TLS 1.2": [1, 2], "tls1_2": [1, 2], " v1.1 ": [1, 1], "TLSv1": [1, 0]} {
		tls.version(value) == number
	}
	tls.version(1.2) == [1, 2]
	tls.version(1) == [1, 0]
	every value in ["SSLv3", "latest", "", "1.2.3", "1.x", null, true, ["1.2"]] {
		not tls.version(value)
	}
}

test_high_enough if {
	tls.high_enough("1.2", "1.2")
	tls.high_enough(1.3, "1.2")
	every value in ["1.1", "1.4", "1.10", "9", "SSLv3", null] {
		not tls.high_enough(value, "1.2")
	}
}

test_tlcp if {
	tls.tlcp({"tlcp": {"enabled": true}})
	tls.tlcp({"tls": {"protocol": " TLCP"}})
	every endpoint in [{}, null, {"tlcp": true}, {"tlcp": {"enabled": "true"}}, {"tls": {"protocol": "TLCP", "enabled": false}}, {"tls": {"protocol": 3}}] {
		not tls.tlcp(endpoint)
	}
}

test_offered if {
	every endpoint in [{"tls": {}}, {"tls": {"enabled": true}}, {"tls": {"protocol": "TLS"}}, {"tls": {"protocol": 3}}, {"tls": {}, "tlcp": {"enabled": true}}] {
		tls.offered(endpoint)
	}
	every endpoint in [{}, {"tls": null}, {"tls": "1.2"}, {"tls": {"enabled": false}}, {"tls": {"enabled": "true"}}, {"tls": {"protocol": "TLCP"}}] {
		not tls.offered(endpoint)
	}
}
