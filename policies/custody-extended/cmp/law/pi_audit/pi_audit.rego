# METADATA
# scope: package
# title: Personal-information compliance audit
# description: >-
#   The law asks for a regular audit of how personal information is handled. The last one must be at most 730 days old
#   where more than 10 million people are concerned, or where nothing says how many, and at most 1095 days old
#   otherwise.
# custom:
#   id: CMP-LAW-04
#   severity: medium
#   indicator: CMP.LAW
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [Platform]
#   clauses: []
#   see_also: [PIPL-54, NDR-27, PIAUD-10M]
#   checks:
#     many_people: {veto: false, implements: [], params: [pi_audit_many_people, pi_audit_days_many_people]}
#     fewer_people: {veto: false, implements: [], params: [pi_audit_many_people, pi_audit_days]}
#   basis_note: >-
#     The laws say "regularly". The two periods and the number of people come from a measure whose text was not
#     confirmed; they are house values.
#   remediation: Commission the audit, and state how many people the platform holds information about.
#   zh:
#     title: 个人信息保护合规审计
#     description: >-
#       法律要求定期开展个人信息保护合规审计。处理的个人信息涉及 1000 万人以上，或未写明人数的，最近一次审计距今不得超过 730 天；其余不得超过 1095 天。
#     basis_note: 法律的表述为“定期”；两个周期和人数标准出自尚未核实原文的部门规章，在此作为内部控制要求。
#     remediation: 委托开展个人信息保护合规审计，并写明所处理个人信息涉及的人数。
package fiducia.custody_extended.cmp.law.pi_audit

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

deny contains object.union(fault, {"check": term.check}) if {
	term := term_for(shape.get(shape.spec("pi_audit"), "subjects"))
	some fault in fields.section_faults(["spec", "pi_audit"], {"last_date": fields.within(term.days)})
}

term_for(subjects) := {"check": "fewer_people", "days": data.fiducia.params.pi_audit_days} if few(subjects)

term_for(subjects) := {"check": "many_people", "days": data.fiducia.params.pi_audit_days_many_people} if not few(subjects)

few(subjects) if {
	shape.whole_number(subjects)
	subjects >= 0
	subjects <= data.fiducia.params.pi_audit_many_people
}
