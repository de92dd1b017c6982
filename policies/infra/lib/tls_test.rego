package fiducia.infra.lib.tls_test

import data.fiducia.infra.lib.tls

test_floors if {
	every name, rank in {
		"SSLv3": 3, "TLSv1": 10, "TLSv1.0": 10, "TLSv1.1": 11, "TLSv1.2": 12, "TLSv1.3": 13, "1.2": 12, "TLS1_2": 12, "TLS_1_2": 12, "TLSV1_3": 13,
		"VersionTLS12": 12, "TLSv1.2_2021": 12, "TLSv1_2016": 10, "tls_cipher_policy_1_0": 10, "tls_cipher_policy_1_2_strict": 12, "tls-1-1": 11,
		"ELBSecurityPolicy-2016-08": 10, "ELBSecurityPolicy-TLS-1-2-Ext-2018-06": 12, "ELBSecurityPolicy-TLS13-1-2-2021-06": 12,
		"ELBSecurityPolicy-TLS13-1-3-2021-06": 13, "Policy-Min-TLS-1-2-2019-07": 12,
	} {
		tls.lowest(name) == rank
	}
	every name in ["", "modern", "2.0", "custom-policy", "12", "TLSv2"] {
		not tls.lowest(name)
	}
}
