# METADATA
# scope: package
# title: No clear-text administration protocols
# description: >-
#   An administrator who logs in over Telnet hands the password to everybody on the way. No channel under
#   `admin.channels` may use a protocol that shows credentials in clear (Telnet, HTTP, FTP, rlogin, SNMP v1 and v2c
#   and their like), in whatever spelling; a protocol that the pack knows neither as clear nor as protected has to be
#   put on the list of accepted ones first.
# custom:
#   id: TEC-PRO-03
#   severity: critical
#   indicator: TEC.PRO
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [NetworkProfile]
#   clauses: [GB22239-8.1.4.1c]
#   see_also: [HRG-6.4.1.2, GB43206-6.3.2, PCI-2.2.7]
#   checks:
#     channels_listed: {veto: false, implements: []}
#     clear_text: {veto: true, implements: [GB22239-8.1.4.1c], params: [clear_text_protocols]}
#     known: {veto: false, implements: [], params: [admin_protocols]}
#   basis_note: Clause 8.1.4.1 c) protects credentials in transit; which protocols fail to do so is a house list.
#   remediation: >-
#     Administer over SSH, HTTPS or a VPN, by way of a bastion host, and switch the clear-text services off.
#   zh:
#     title: 禁用明文管理协议
#     description: >-
#       管理员通过 Telnet 登录，等于把口令交给链路上的任何人。`admin.channels` 中的管理通道一律不得使用明文传输鉴别信息的协议（Telnet、HTTP、FTP、rlogin、SNMP v1/v2c
#       等），不论采用何种写法；既不属明文协议、也未列入允许清单的协议，须先列入清单。
#     basis_note: 8.1.4.1 c) 要求防止鉴别信息在传输中被窃听；哪些协议不满足要求，按内部清单判定。
#     remediation: 经堡垒机以 SSH、HTTPS 或 VPN 实施管理，并停用明文管理服务。
package fiducia.custody.tec.pro.admin_channels

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "channel", "many": "administration channels", "zh": "管理通道"}

deny contains profile.graded(object.union(fault, {"check": "channels_listed"})) if {
	some fault in shape.list_faults_at(channels, ["spec", "admin", "channels"], noun, 1)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `protocol` is \"%s\", which shows credentials in clear; it must be an encrypted one such as SSH or HTTPS", [item.en, channel.protocol]),
		"zh": sprintf("%s的 `protocol` 为“%s”，会以明文传输鉴别信息，应改用 SSH、HTTPS 等加密协议", [item.zh, channel.protocol]),
	},
	"check": "clear_text",
	"path": ["spec", "admin", "channels", i, "protocol"],
	"expected": {"en": "encrypted protocol", "zh": "加密协议"},
}) if {
	some i, channel in shape.items(channels)
	spelled(shape.get(channel, "protocol")) in clear
	item := text.item(noun, channel, "name", i)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `protocol` %s; it must be one of %s", [item.en, state.en, concat(", ", accepted)]),
		"zh": sprintf("%s的 `protocol` %s，应为下列之一：%s", [item.zh, state.zh, concat("、", accepted)]),
	},
	"check": "known",
	"path": ["spec", "admin", "channels", i, "protocol"],
	"expected": accepted,
}) if {
	some i, channel in shape.items(channels)
	is_object(channel)
	protocol := shape.get(channel, "protocol")
	not spelled(protocol) in clear
	not spelled(protocol) in protected
	accepted := data.fiducia.params.admin_protocols
	item := text.item(noun, channel, "name", i)
	state := text.state(protocol)
}

channels := shape.get(shape.spec("admin"), "channels")

clear := {spelled(name) | some name in data.fiducia.params.clear_text_protocols}

protected := {spelled(name) | some name in data.fiducia.params.admin_protocols}

# "SNMP v2c", "snmp-v2c" and "SNMPv2c" are one protocol.
spelled(name) := regex.replace(lower(name), `[^a-z0-9]`, "") if is_string(name)

spelled(name) := "" if not is_string(name)
