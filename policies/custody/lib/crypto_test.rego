package fiducia.custody.lib.crypto_test

import data.fiducia.custody.lib.crypto

test_families if {
	every name, families in {
		"SHA-1": {"SHA-1"}, "sha1WithRSA": {"SHA-1", "RSA"}, "SHA": {"SHA-1"}, "HmacSHA1": {"HMAC", "SHA-1"}, "MD5": {"MD5"},
		"SHA-256": {"SHA-2"}, "SHA384": {"SHA-2"}, "SHA2-512": {"SHA-2"}, "SHA-512/256": {"SHA-2"}, "SHA3-256": {"SHA-3"}, "SHAKE128": {"SHA-3"},
		"DES": {"DES"}, "DES-CBC": {"DES"}, "TDEA": {"3DES"}, "3DES": {"3DES"}, "triple des": {"3DES", "DES"}, "DESede/CBC/PKCS5Padding": {"3DES"},
		"RC4-128": {"RC4"}, "ARCFOUR": {"RC4"}, "AES-128-CBC": {"AES"}, "aes256": {"AES"}, "SM4-GCM": {"SM4"}, "SMS4": {"SM4"}, "SM3withSM2": {"SM2", "SM3"},
		"RSA2048": {"RSA"}, "RSASSA-PSS": {"RSA"}, "RS256": {"RSA", "SHA-2"}, "ES384": {"ECC", "SHA-2"}, "ECDSA-P-256": {"ECC"}, "secp256k1": {"ECC"}, "Ed25519": {"ECC"},
		"DHE": {"DH"}, "DSA": {"DSA"}, "HMAC-SHA256": {"HMAC", "SHA-2"}, "ML-KEM-768": {"ML-KEM"}, "ChaCha20-Poly1305": {"CHACHA20"},
		"Blowfish": set(), "": set(), "国密": set(),
	} {
		crypto.read(name).families == families
	}
}

test_further_families if {
	every name, families in {
		"MD2": {"MD2"}, "md-4": {"MD4"}, "SHA-0": {"SHA-0"}, "SHA-160": {"SHA-1"}, "SHA2": {"SHA-2"}, "SHA-224": {"SHA-2"}, "SHA3": {"SHA-3"},
		"Keccak-256": {"SHA-3"}, "DESX": {"DES"}, "3-DES": {"3DES", "DES"}, "2TDEA": {"3DES"}, "RC2": {"RC2"}, "arc4": {"RC4"}, "SM3": {"SM3"}, "SM9": {"SM9"}, "ZUC-256": {"ZUC"},
		"Rijndael": {"AES"}, "XChaCha20": {"CHACHA20"}, "CMAC": {"CMAC"}, "AES-CMAC": {"AES", "CMAC"}, "HKDF": {"HKDF"}, "PBKDF2": {"PBKDF2"}, "argon2id": {"ARGON2"},
		"scrypt": {"SCRYPT"}, "bcrypt": {"BCRYPT"}, "ffdhe2048": {"DH"}, "Diffie-Hellman": {"DH"}, "X25519": {"ECC"}, "X448": {"ECC"}, "Curve25519": {"ECC"}, "ECIES": {"ECC"},
		"prime256v1": {"ECC"}, "brainpoolP384r1": {"ECC"}, "ML-DSA-65": {"ML-DSA"}, "SLH-DSA-SHA2-128s": {"SLH-DSA"}, "DSA-2048": {"DSA"}, "EdDSA": {"ECC"},
	} {
		crypto.read(name).families == families
	}
}

test_names_of_jose if {
	every name, families in {
		"HS1": {"HMAC", "SHA-1"}, "HS256": {"HMAC", "SHA-2"}, "HS384": {"HMAC", "SHA-2"}, "HS512": {"HMAC", "SHA-2"},
		"RS1": {"RSA", "SHA-1"}, "RS384": {"RSA", "SHA-2"}, "RS512": {"RSA", "SHA-2"},
		"PS256": {"RSA", "SHA-2"}, "PS384": {"RSA", "SHA-2"}, "PS512": {"RSA", "SHA-2"},
		"ES256": {"ECC", "SHA-2"}, "ES512": {"ECC", "SHA-2"},
	} {
		crypto.read(name).families == families
	}
	every name, bits in {"ES256": 256, "ES384": 384, "ES512": 521} {
		crypto.read(name).sizes == {bits}
	}
}

test_families_of_a_cipher_suite if {
	crypto.read("TLS_RSA_WITH_3DES_EDE_CBC_SHA").families & {"RSA", "3DES", "SHA-1"} == {"RSA", "3DES", "SHA-1"}
}

test_listed if {
	crypto.listed(crypto.read("sha1WithRSA"), crypto.entries(["SHA-1"]))
	crypto.listed(crypto.read("LEA 128"), crypto.entries(["lea-128"]))
	not crypto.listed(crypto.read("SHA-256"), crypto.entries(["SHA-1", "MD5"]))
	not crypto.listed(crypto.read("SM4"), crypto.entries([]))
}

test_approved if {
	crypto.approved(crypto.read("HMAC-SHA256"), crypto.entries(["HMAC", "SHA-2"]))
	not crypto.approved(crypto.read("DSA-SHA256"), crypto.entries(["SHA-2"]))
	not crypto.approved(crypto.read("Blowfish"), crypto.entries(["SHA-2"]))
	crypto.approved(crypto.read("Blowfish"), crypto.entries(["blowfish"]))
	every name in ["ML-DSA-65", "SLH-DSA-SHA2-128s", "ML-KEM-768"] {
		crypto.approved(crypto.read(name), crypto.entries(data.fiducia.params.approved_algorithms))
	}
	crypto.approved(crypto.read("LEA 128"), crypto.entries(["lea_128"]))
}

test_bits_in_name if {
	every name, bits in {
		"RSA-2048": 2048, "rsa4096": 4096, "ECDSA-P-256": 256, "P384": 384, "secp521r1": 521, "ECC-224": 224, "SM2": 256, "SM4-GCM": 128,
		"AES-256-GCM": 256, "aes192": 192, "Ed25519": 256, "X448": 448, "ES512": 521, "prime256v1": 256, "P-192": 192, "ffdhe3072": 3072, "P-224": 224,
		"AES-128": 128, "brainpoolP256t1": 256, "brainpoolP384r1": 384, "brainpoolP512r1": 512, "ECDHE-521": 521, "DH-1024": 1024,
	} {
		min(crypto.read(name).sizes) == bits
	}
	every name in ["RSA", "ECC", "ECDHE", "RS256", "SHA-256", "MD5", "AES", ""] {
		crypto.read(name).sizes == set()
	}
}

test_size_to_assume if {
	crypto.read("AES").implied == {128}
	every name in ["SM4", "RSA", "3DES", ""] {
		crypto.read(name).implied == set()
	}
}

test_words_of_a_name if {
	every name, words in {"sha1WithRSA": "SHA1-WITH-RSA", " AES/CBC (128) ": "AES-CBC-128", "HmacSHA1": "HMAC-SHA1", "RS256": "RSA-SHA256"} {
		crypto.read(name).words == words
	}
}

test_least_bits if {
	crypto.least_bits(crypto.read("RSA-OAEP"), {"RSA": 2048, "ECC": 224}) == 2048
	crypto.least_bits(crypto.read("ECDHE-RSA"), {"RSA": 2048, "ECC": 224}) == 2048
	crypto.least_bits(crypto.read("RSA"), {"rsa": 2048}) == 2048
	not crypto.least_bits(crypto.read("SM3"), {"RSA": 2048})
}

test_size if {
	crypto.size(2048)
	crypto.size(1)
	every value in [0, -1, 0.5, 2048.5, "2048", null, true] {
		not crypto.size(value)
	}
}
