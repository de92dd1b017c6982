# METADATA
# scope: package
# title: >-
#   Sensitive personal information: consent, assessment, three-year record
# description: >-
#   Financial accounts are sensitive personal information, so every platform that holds client money processes some.
#   Each kind of it must have the separate consent of the person, an impact assessment with its date, and a record of
#   that assessment kept for at least three years.
# custom:
#   id: TEC-DAT-06
#   severity: high
#   indicator: TEC.DAT
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [PIPL-29, PIPL-55, PIPL-56]
#   see_also: [PIPL-28, NDR-22]
#   checks:
#     sensitive_listed: {veto: false, implements: []}
#     separate_consent: {veto: false, implements: [PIPL-29]}
#     assessed: {veto: false, implements: [PIPL-55, PIPL-56], params: [pia_record_years]}
#   remediation: >-
#     Ask for separate consent in the app, carry out the impact assessment, and file it for at least three years.
#   zh:
#     title: 敏感个人信息：单独同意、影响评估与留存三年
#     description: 金融账户属于敏感个人信息，凡存放客户资金的平台均会处理。每类敏感个人信息须取得个人单独同意，开展个人信息保护影响评估并写明日期，评估报告和处理情况记录至少保存三年。
#     remediation: 在应用中征得单独同意，开展个人信息保护影响评估，评估记录至少保存三年。
package fiducia.custody.tec.dat.sensitive_pi

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "sensitive information", "many": "sensitive personal information", "zh": "敏感个人信息"}

place := ["spec", "pi", "sensitive"]

sensitive := shape.get(shape.spec("pi"), "sensitive")

deny contains profile.graded(object.union(fault, {"check": "sensitive_listed"})) if {
	some fault in shape.list_faults_at(sensitive, place, noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "separate_consent"})) if {
	some fault in fields.entry_faults(sensitive, place, noun, "type", {"separate_consent": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "assessed"})) if {
	some i, entry in shape.items(sensitive)
	is_object(entry)
	item := text.item(assessment_noun, entry, "type", i)
	demands := {"date": fields.past, "retention_years": fields.at_least(data.fiducia.params.pia_record_years)}
	some fault in fields.faults(item, shape.get(entry, "pia"), array.concat(place, [i, "pia"]), demands)
}

assessment_noun := {"en": "impact assessment for", "zh": "影响评估"}
