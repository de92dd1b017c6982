# METADATA
# scope: package
# title: Recognising algorithms by their many names
# description: >-
#   "SHA-1", "sha1WithRSA", "DESede", "TDEA", "RC4-128", "AES-128-CBC", "RS256": one name may hold several algorithms,
#   and each of them counts.
package fiducia.custody.lib.crypto

import data.fiducia.custody.lib.shape

# A name taken apart, to be worked out once for each name: its words, the algorithms it holds, the key sizes that follow
# from it alone, and the size to assume where nothing states one.
read(name) := {"words": words, "families": found, "sizes": sizes, "implied": {128 | "AES" in found}} if {
	words := spelled(name)
	found := families(words)
	sizes := fixed_sizes(words) | written_sizes(words, found)
}

# Upper case, words separated by one dash; "with" and HMAC are words of their own, and JOSE names are written out.
spelled(name) := object.get(jose, plain, plain) if {
	apart := replace(replace(upper(name), "WITH", "-WITH-"), "HMAC", "-HMAC-")
	plain := trim(regex.replace(apart, `[^0-9A-Z]+`, "-"), "-")
}

jose := {
	"HS1": "HMAC-SHA1", "HS256": "HMAC-SHA256", "HS384": "HMAC-SHA384", "HS512": "HMAC-SHA512",
	"RS1": "RSA-SHA1", "RS256": "RSA-SHA256", "RS384": "RSA-SHA384", "RS512": "RSA-SHA512",
	"PS256": "RSA-SHA256", "PS384": "RSA-SHA384", "PS512": "RSA-SHA512",
	"ES256": "P256-SHA256", "ES384": "P384-SHA384", "ES512": "P521-SHA512",
}

# `hint` is part of every match: looking for it first spares most of the regular expressions.
patterns := [
	{"family": "MD2", "hint": "MD", "pattern": `(^|-)MD-?2(-|$)`},
	{"family": "MD4", "hint": "MD", "pattern": `(^|-)MD-?4(-|$)`},
	{"family": "MD5", "hint": "MD", "pattern": `(^|-)MD-?5(-|$)`},
	{"family": "SHA-0", "hint": "SHA", "pattern": `(^|-)SHA-?0(-|$)`},
	{"family": "SHA-1", "hint": "SHA", "pattern": `(^|-)SHA-?0?1(-|$)|(^|-)SHA$|(^|-)SHA-?160(-|$)|(^|-)SHA-WITH-`},
	{"family": "SHA-2", "hint": "SHA", "pattern": `(^|-)SHA-?2?-?(224|256|384|512)(-|$)|(^|-)SHA-?2$`},
	{"family": "SHA-3", "hint": "SHA", "pattern": `(^|-)SHA-?3(-(224|256|384|512))?$|(^|-)SHAKE`},
	{"family": "SHA-3", "hint": "KECCAK", "pattern": `(^|-)KECCAK`},
	{"family": "DES", "hint": "DES", "pattern": `(^|-)DES[0-9X]*(-|$)`},
	{"family": "3DES", "hint": "DES", "pattern": `(^|-)((3|T|TRIPLE-?)DES|3-DES|DES-?3|DES-?EDE-?[0-9]?)(-|$)`},
	{"family": "3DES", "hint": "TDEA", "pattern": `(^|-)[23]?TDEA(-|$)`},
	{"family": "RC2", "hint": "RC", "pattern": `(^|-)RC-?2(-|$)`},
	{"family": "RC4", "hint": "RC", "pattern": `(^|-)(A?RC-?4|ARCFOUR)[0-9]*(-|$)`},
	{"family": "SM2", "hint": "SM", "pattern": `(^|-)SM-?2(-|$)`},
	{"family": "SM3", "hint": "SM", "pattern": `(^|-)SM-?3(-|$)`},
	{"family": "SM4", "hint": "SM", "pattern": `(^|-)(SM-?4|SMS4)(-|$)`},
	{"family": "SM9", "hint": "SM", "pattern": `(^|-)SM-?9(-|$)`},
	{"family": "ZUC", "hint": "ZUC", "pattern": `(^|-)ZUC`},
	{"family": "AES", "hint": "AES", "pattern": `(^|-)AES([0-9]|-|$)`},
	{"family": "AES", "hint": "RIJNDAEL", "pattern": `(^|-)RIJNDAEL`},
	{"family": "CHACHA20", "hint": "CHACHA", "pattern": `(^|-)X?CHACHA-?20`},
	{"family": "HMAC", "hint": "HMAC", "pattern": `(^|-)HMAC(-|$)`},
	{"family": "CMAC", "hint": "CMAC", "pattern": `(^|-)CMAC(-|$)`},
	{"family": "HKDF", "hint": "HKDF", "pattern": `(^|-)HKDF(-|$)`},
	{"family": "PBKDF2", "hint": "PBKDF", "pattern": `(^|-)PBKDF-?2(-|$)`},
	{"family": "ARGON2", "hint": "ARGON", "pattern": `(^|-)ARGON-?2(I|D|ID)?(-|$)`},
	{"family": "SCRYPT", "hint": "SCRYPT", "pattern": `(^|-)SCRYPT(-|$)`},
	{"family": "BCRYPT", "hint": "BCRYPT", "pattern": `(^|-)BCRYPT(-|$)`},
	{"family": "RSA", "hint": "RSA", "pattern": `(^|-)RSA`},
	{"family": "DH", "hint": "DH", "pattern": `(^|-)(DHE?|FFDHE?)[0-9]*(-|$)`},
	{"family": "DH", "hint": "HELLMAN", "pattern": `(^|-)DIFFIE-HELLMAN`},
	{"family": "DSA", "hint": "DSA", "pattern": `(^|-)DSA[0-9]*(-|$)`},
	{"family": "ECC", "hint": "EC", "pattern": `(^|-)(ECC?|ECDSA|ECDHE?|ECIES)[0-9]*(-|$)|(^|-)SECP[0-9]+[KR]1`},
	{"family": "ECC", "hint": "ED", "pattern": `(^|-)(EDDSA|ED25519|ED448)`},
	{"family": "ECC", "hint": "X25519", "pattern": `(^|-)X25519`},
	{"family": "ECC", "hint": "X448", "pattern": `(^|-)X448`},
	{"family": "ECC", "hint": "CURVE25519", "pattern": `(^|-)CURVE25519`},
	{"family": "ECC", "hint": "P", "pattern": `(^|-)(P-?(192|224|256|384|521)|PRIME[0-9]+V[0-9]|BRAINPOOLP[0-9]+[RT]1)(-|$)`},
	{"family": "ML-KEM", "hint": "KEM", "pattern": `(^|-)ML-?KEM`},
	{"family": "ML-DSA", "hint": "DSA", "pattern": `(^|-)ML-?DSA`},
	{"family": "SLH-DSA", "hint": "DSA", "pattern": `(^|-)SLH-?DSA`},
]

# The lattice and hash signatures are no DSA, though their names end in it.
families(words) := {known.family |
	apart := replace(replace(words, "ML-DSA", "MLDSA"), "SLH-DSA", "SLHDSA")
	some known in patterns
	contains(apart, known.hint)
	regex.match(known.pattern, apart)
}

# Sizes that follow from a name alone: a standard with one size, a curve, or a number written beside RSA, DH or ECC.
sizes_in_name := [
	{"hint": "SM", "pattern": `(^|-)SM-?2(-|$)`, "bits": 256},
	{"hint": "SM", "pattern": `(^|-)(SM-?4|SMS4)(-|$)`, "bits": 128},
	{"hint": "AES", "pattern": `(^|-)AES-?128(-|$)`, "bits": 128},
	{"hint": "AES", "pattern": `(^|-)AES-?192(-|$)`, "bits": 192},
	{"hint": "AES", "pattern": `(^|-)AES-?256(-|$)`, "bits": 256},
	{"hint": "25519", "pattern": `(^|-)(ED|X|CURVE)25519(-|$)`, "bits": 256},
	{"hint": "448", "pattern": `(^|-)(ED|X)448(-|$)`, "bits": 448},
	{"hint": "192", "pattern": `(^|-)(P-?192|SECP192[KR]1|PRIME192V[0-9])(-|$)`, "bits": 192},
	{"hint": "224", "pattern": `(^|-)(P-?224|SECP224[KR]1)(-|$)`, "bits": 224},
	{"hint": "256", "pattern": `(^|-)(P-?256|SECP256[KR]1|PRIME256V1|BRAINPOOLP256[RT]1)(-|$)`, "bits": 256},
	{"hint": "384", "pattern": `(^|-)(P-?384|SECP384R1|BRAINPOOLP384[RT]1)(-|$)`, "bits": 384},
	{"hint": "512", "pattern": `(^|-)BRAINPOOLP512[RT]1(-|$)`, "bits": 512},
	{"hint": "521", "pattern": `(^|-)(P-?521|SECP521R1)(-|$)`, "bits": 521},
]

fixed_sizes(words) := {known.bits |
	some known in sizes_in_name
	contains(words, known.hint)
	regex.match(known.pattern, words)
}

written_sizes(words, found) := {to_number(regex.replace(match, `[^0-9]`, "")) |
	count(found & {"RSA", "DH", "ECC"}) > 0
	some match in regex.find_n(`(RSA|DHE?|ECC?|ECDSA|ECDHE?)-?[1-9][0-9]{2,4}(-|$)`, words, -1)
}

# The names of a parameter list, in the form that `listed` and `approved` compare with.
entries(names) := {replace(replace(upper(name), " ", "-"), "_", "-") | some name in names}

# Whether a name that was read holds an algorithm of the list, or stands on it itself.
listed(name, list) if count(name.families & list) > 0

listed(name, list) if name.words in list

# Whether everything recognised in a name is on the list, or the name itself stands on it.
approved(name, list) if {
	count(name.families) > 0
	count(name.families - list) == 0
}

approved(name, list) if name.words in list

# The shortest acceptable key, from a parameter that maps algorithms to bits; undefined where no algorithm in the name
# has a bound. Of several bounds the highest counts.
least_bits(name, bounds) := max(found) if {
	found := {bits | some algorithm, bits in bounds; upper(algorithm) in name.families}
	count(found) > 0
}

# A key size that can be one.
size(bits) if {
	shape.whole_number(bits)
	bits > 0
}
