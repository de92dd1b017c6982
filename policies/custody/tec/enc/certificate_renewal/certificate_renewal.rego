# METADATA
# scope: package
# title: Certificate inventory and renewal lead time
# description: >-
#   An expired certificate stops the link to the custodian bank, on a day that was known years before. The register
#   `certificates` must name the owner and the last day of every certificate. One that has fewer than 30 days left
#   needs a renewal ticket; one that has expired is a violation with or without.
# custom:
#   id: TEC-ENC-07
#   severity: medium
#   indicator: TEC.ENC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [CryptoProfile]
#   clauses: [PCI-4.2.1.1, DRTS-7]
#   see_also: [N53-SC-17]
#   checks:
#     certificates_listed: {veto: false, implements: []}
#     registered: {veto: false, implements: [PCI-4.2.1.1, DRTS-7]}
#     renewed: {veto: false, implements: [], params: [certificate_lead_days]}
#   basis_note: The clauses ask for a register and for renewal before expiry; the 30 days are a house value.
#   remediation: >-
#     Keep the register complete, raise an alert 30 days before expiry, and open a renewal ticket for every
#     certificate that is due.
#   zh:
#     title: 证书台账与到期续期
#     description: >-
#       证书过期会中断与存管银行的连接，而到期日早已确定。证书台账（`certificates`）须写明每张证书的责任人和有效期截止日；剩余有效期不足 30 天的，须有续期工单；已经过期的，不论有无工单均不合规。
#     basis_note: 条款要求建立证书台账并在到期前续期；30 天属内部控制参数。
#     remediation: 完善证书台账，到期前 30 天告警，并为每张临期证书提交续期工单。
package fiducia.custody.tec.enc.certificate_renewal

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "certificate", "many": "certificates", "zh": "证书"}

deny contains object.union(fault, {"check": "certificates_listed"}) if {
	some fault in shape.list_faults("certificates", noun, 1)
}

deny contains object.union(fault, {"check": "registered"}) if {
	demands := {"owner": fields.filled, "not_after": fields.date}
	some fault in fields.entry_faults(shape.spec("certificates"), ["spec", "certificates"], noun, "cn", demands)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `not_after` is %s, %s from now; with fewer than %s left a `renewal_ticket` is needed, and it %s", [item.en, certificate.not_after, fields.days(left), fields.days(lead), state.en]),
		"zh": sprintf("%s的 `not_after` 为 %s，剩余 %d 天；不足 %d 天的须填写 `renewal_ticket`，现%s", [item.zh, certificate.not_after, left, lead, state.zh]),
	},
	"check": "renewed",
	"path": ["spec", "certificates", i, "renewal_ticket"],
	"related": [{"msg": {"en": "expires then", "zh": "到期日"}, "path": ["spec", "certificates", i, "not_after"]}],
	"expected": {"en": "renewal ticket", "zh": "续期工单"},
} if {
	some i, certificate in shape.items(shape.spec("certificates"))
	left := 0 - dates.age(shape.get(certificate, "not_after"))
	left >= 0
	lead := data.fiducia.params.certificate_lead_days
	left < lead
	not text.filled(shape.get(certificate, "renewal_ticket"))
	item := text.item(noun, certificate, "cn", i)
	state := text.state(shape.get(certificate, "renewal_ticket"))
}

deny contains {
	"msg": {
		"en": sprintf("%s expired on %s, %s ago; it must be valid", [item.en, certificate.not_after, fields.days(age)]),
		"zh": sprintf("%s已于 %s 过期，距今 %d 天；证书须在有效期内", [item.zh, certificate.not_after, age]),
	},
	"check": "renewed",
	"path": ["spec", "certificates", i, "not_after"],
	"expected": {"en": sprintf("%s or later", [data.fiducia.today]), "zh": sprintf("不早于 %s", [data.fiducia.today])},
} if {
	some i, certificate in shape.items(shape.spec("certificates"))
	age := dates.age(shape.get(certificate, "not_after"))
	age > 0
	item := text.item(noun, certificate, "cn", i)
}
