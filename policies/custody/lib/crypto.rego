# METADATA
# scope: package
# title: Recognising algorithms by their many names
# description: >-
#   "SHA-1", "sha1WithRSA", "DESede", "TDEA", "RC4-128", "AES-128-CBC", "RS256": one name may hold several algorithms,
#   and each of them counts.
package fiducia.custody.lib.crypto

import data.fiducia.custody.lib.shape

# Upper case, words separated by one dash; "with" and a leading HMAC are words of their own.
spelled(name) := trim(regex.replace(apart, `[^0-9A-Z]+`, "-"), "-") if {
	apart := regex.replace(upper(name), `WITH|HMAC`, "-$0-")
}

patterns := {
	"MD2": `(^|-)MD-?2(-|$)`,
	"MD4": `(^|-)MD-?4(-|$)`,
	"MD5": `(^|-)MD-?5(-|$)`,
	"SHA-0": `(^|-)SHA-?0(-|$)`,
	"SHA-1": `(^|-)SHA-?0?1(-|$)|(^|-)SHA$|(^|-)SHA-?160(-|$)|(^|-)SHA-WITH-|(^|-)HS1$`,
	"DES": `(^|-)DES[0-9X]*(-|$)`,
	"3DES": `(^|-)((3|TRIPLE-?)DES|3-DES|[23]?TDEA|TDES|DES-?3|DES-?EDE-?[0-9]?)(-|$)`,
	"RC2": `(^|-)RC-?2(-|$)`,
	"RC4": `(^|-)(A?RC-?4|ARCFOUR)[0-9]*(-|$)`,
	"SM2": `(^|-)SM-?2(-|$)`,
	"SM3": `(^|-)SM-?3(-|$)`,
	"SM4": `(^|-)(SM-?4|SMS4)(-|$)`,
	"SM9": `(^|-)SM-?9(-|$)`,
	"ZUC": `(^|-)ZUC`,
	"AES": `(^|-)(AES|RIJNDAEL)([0-9]|-|$)`,
	"CHACHA20": `(^|-)X?CHACHA-?20`,
	"SHA-2": `(^|-)SHA-?2?-?(224|256|384|512)(-|$)|(^|-)SHA-?2$|(^|-)(RS|PS|ES|HS)(256|384|512)$`,
	"SHA-3": `(^|-)SHA-?3(-(224|256|384|512))?$|(^|-)(SHAKE|KECCAK)`,
	"HMAC": `(^|-)HMAC(-|$)|(^|-)HS(256|384|512)$`,
	"CMAC": `(^|-)CMAC(-|$)`,
	"HKDF": `(^|-)HKDF(-|$)`,
	"PBKDF2": `(^|-)PBKDF-?2(-|$)`,
	"ARGON2": `(^|-)ARGON-?2(I|D|ID)?(-|$)`,
	"SCRYPT": `(^|-)SCRYPT(-|$)`,
	"BCRYPT": `(^|-)BCRYPT(-|$)`,
	"RSA": `(^|-)RSA|(^|-)(RS|PS)(256|384|512)$`,
	"DH": `(^|-)(DHE?|FFDHE?|DIFFIE-HELLMAN)[0-9]*(-|$)`,
	"DSA": `(^|-)DSA[0-9]*(-|$)`,
	"ECC": `(^|-)(ECC|EC|ECDSA|ECDHE?|ECIES|EDDSA|ED25519|ED448|X25519|X448|CURVE25519|P-?(192|224|256|384|521)|SECP[0-9]+[KR]1|PRIME[0-9]+V[0-9]|BRAINPOOLP[0-9]+[RT]1)[0-9]*(-|$)|(^|-)ES(256|384|512)$`,
	"ML-KEM": `(^|-)ML-?KEM`,
	"ML-DSA": `(^|-)ML-?DSA`,
	"SLH-DSA": `(^|-)SLH-?DSA`,
}

# Every known algorithm a name holds.
families(name) := {family |
	words := spelled(name)
	some family, pattern in patterns
	regex.match(pattern, words)
}

# Whether a name and an entry of a parameter list mean the same algorithm.
listed(name, entries) if {
	found := families(name)
	some entry in entries
	upper(entry) in found
}

listed(name, entries) if {
	words := spelled(name)
	some entry in entries
	spelled(entry) == words
}

# Sizes that follow from the name alone: a standard with one size, a curve, or a number written beside RSA, DH or ECC.
sizes_in_name := [
	{"pattern": `(^|-)(SM-?2|ED25519|X25519|CURVE25519)(-|$)`, "bits": 256},
	{"pattern": `(^|-)(ED448|X448)(-|$)`, "bits": 448},
	{"pattern": `(^|-)(SM-?4|SMS4|AES|AES-?128)(-|$)`, "bits": 128},
	{"pattern": `(^|-)(P-?192|SECP192[KR]1|PRIME192V[0-9])(-|$)`, "bits": 192},
	{"pattern": `(^|-)(P-?224|SECP224[KR]1)(-|$)`, "bits": 224},
	{"pattern": `(^|-)(P-?256|SECP256[KR]1|PRIME256V1|BRAINPOOLP256[RT]1)(-|$)|(^|-)ES256$`, "bits": 256},
	{"pattern": `(^|-)(P-?384|SECP384R1|BRAINPOOLP384[RT]1)(-|$)|(^|-)ES384$`, "bits": 384},
	{"pattern": `(^|-)(P-?521|SECP521R1)(-|$)|(^|-)ES512$`, "bits": 521},
	{"pattern": `(^|-)BRAINPOOLP512[RT]1(-|$)`, "bits": 512},
]

# The smallest size a name gives away; undefined where it gives none.
bits_in_name(name) := min(sizes) if {
	words := spelled(name)
	fixed := {known.bits | some known in sizes_in_name; regex.match(known.pattern, words)}
	written := {to_number(regex.replace(match, `[^0-9]`, "")) |
		some match in regex.find_n(`(RSA|DHE?|FFDHE|ECC|EC|ECDSA|ECDHE?)-?[0-9]{3,5}(-|$)`, words, -1)
	}
	sizes := fixed | written
	count(sizes) > 0
}

# The shortest acceptable key for an algorithm, from a parameter that maps algorithms to bits; undefined where no
# algorithm in the name has a bound. Of several bounds the highest counts.
least_bits(name, bounds) := max(found) if {
	held := families(name)
	found := {bits | some algorithm, bits in bounds; upper(algorithm) in held}
	count(found) > 0
}

# A key size that can be one.
size(bits) if {
	shape.whole_number(bits)
	bits > 0
}
