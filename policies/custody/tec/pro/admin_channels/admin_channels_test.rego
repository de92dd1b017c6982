package fiducia.custody.tec.pro.admin_channels_test

import data.fiducia.custody.tec.pro.admin_channels

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := admin_channels.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

# For a single channel, paths from the channel on.
found_at(channel) := {[check, array.slice(path, 4, count(path))] | some [check, path] in found({"admin": {"channels": [channel]}})}

test_encrypted_protocols_pass if {
	every protocol in ["ssh", "SSH", "https", "SNMPv3", "snmp v3", "WinRM-HTTPS", "TLCP"] {
		found_at({"protocol": protocol, "via": "bastion"}) == set()
	}
}

test_clear_text_protocols_are_denied if {
	every protocol in ["telnet", "Telnet", "HTTP", "ftp", "rlogin", "SNMPv1", "snmp-v2c", "SNMP v2c", " rsh "] {
		found_at({"protocol": protocol}) == {["clear_text", ["protocol"]]}
	}
}

test_unknown_protocols_are_denied if {
	every protocol in ["snmp", "vnc", "明文", "", "待定", null, true, 22, ["ssh"]] {
		found_at({"protocol": protocol}) == {["known", ["protocol"]]}
	}
	found_at({}) == {["known", ["protocol"]]}
}

test_list_is_a_parameter if {
	denied := admin_channels.deny with input as {"spec": {"admin": {"channels": [{"protocol": "vnc"}]}}}
		with data.fiducia.params.admin_protocols as ["VNC"]
	denied == set()
}

test_channels_are_needed if {
	every admin in [null, "ssh", {}, {"channels": null}, {"channels": []}, {"channels": "ssh"}, {"channels": {"ssh": {}}}] {
		found({"admin": admin}) == {["channels_listed", ["spec", "admin", "channels"]]}
	}
	found(null) == {["channels_listed", ["spec", "admin", "channels"]]}
	found_at("ssh") == {["channels_listed", []]}
}

test_good_practice_on_other_platforms if {
	violations := admin_channels.deny with input as {"metadata": {"platform": "p"}, "spec": {"admin": {"channels": [1, {}, {"protocol": "telnet"}]}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
