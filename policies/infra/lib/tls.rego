# METADATA
# scope: package
# title: Versions and suites of TLS
# description: Names of versions that are broken and of suites that are weak, in the words of programs and clouds.
package fiducia.infra.lib.tls

# SSL, TLS 1.0 and TLS 1.1, however they are written.
old(name) if regex.match(`(?i)^(-?all|\+?ssl\s*v?[23](\.0)?|\+?tls[\s_-]*v?1([._][01])?|1\.[01])$`, trim_space(name))

# Predefined policies of load balancers and other services that accept such versions.
old_policy(name) if regex.match(`(?i)^(elbsecuritypolicy-(2015-05|2016-08|tls-1-[01]-.*|fs-2018-06|tls13-1-[01]-.*)|tls[_-]cipher[_-]policy[_-]1[_-][01]|tls-1-[01]|appgwsslpolicy(20150501|20170401)|sslv3|tlsv1(_2016)?|tlsv1\.1_2016|tls_?1_[01]|policy-min-tls-1-0-.*|1\.[01])$`, name)

# The suites of a list of OpenSSL that are weak and not taken out again.
weak(list) := {suite |
	some part in regex.split(`[:,\s]+`, list)
	suite := trim_left(part, "+")
	not startswith(suite, "!")
	not startswith(suite, "-")
	broken(suite)
	not excluded(list, suite)
}

broken(suite) if regex.match(`(?i)(^|[-_+])(rc4|3?des|md5|null|anull|enull|exp|export(40|56)?|low|adh|aecdh|rc2|idea|seed)($|[-_+])`, suite)

excluded(list, suite) if {
	some part in regex.split(`[:,\s]+`, list)
	startswith(part, "!")
	word := lower(trim_left(part, "!"))
	some piece in regex.split(`[-_+]`, lower(suite))
	piece == word
}

# The lowest version that a version or policy stands for, as 12 for TLS 1.2 and 3 for SSL; nothing for names that do not say.
lowest(name) := 3 if regex.match(`(?i)^ssl\s*v?[23](\.0)?$`, name)

lowest(name) := 10 if regex.match(`(?i)^(elbsecuritypolicy-(2015-05|2016-08|fs-2018-06)|appgwsslpolicy20150501)$`, name)

lowest(name) := 10 + minor(found[1]) if {
	not regex.match(`^1[0-3]$`, name)
	plain := replace(upper(name), "TLS13-", "TLS-")
	found := regex.find_all_string_submatch_n(`^(?:[A-Z_ -]*?TLS[A-Z_ -]*?)?1(?:[._-]?([0-3]))?(?:$|[-_][A-Z0-9_-]+$)`, plain, 1)[0]
}

minor("") := 0

minor(text) := to_number(text) if text != ""
