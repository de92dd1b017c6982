# METADATA
# scope: package
# title: Cryptography application assessment
# description: >-
#   Cryptography that nobody from outside has assessed is cryptography on trust. Where the Platform document says that
#   an assessment is required, or a Chinese platform does not say that none is, the last assessment must be at most
#   365 days old, reach 60 points and leave no high risk open.
# custom:
#   id: CMP-LAW-03
#   severity: high
#   indicator: CMP.LAW
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [Platform]
#   clauses: [CRR-38]
#   see_also: [CRL-27, CRA-6, CRYSCORE-1, GB43206-7.3.4, GB43206-7.3.5]
#   checks:
#     yearly_cii: {veto: false, implements: [CRR-38], params: [crypto_assessment_interval_days_cii]}
#     yearly: {veto: false, implements: [], params: [crypto_assessment_interval_days]}
#     result: {veto: false, implements: [], params: [crypto_assessment_min_score]}
#   basis_note: >-
#     The yearly duty of the regulation is for critical information infrastructure in scope; for others the interval
#     is a house value, and so is the score of 60.
#   remediation: Book an accredited body, have the systems assessed, and fix the high risks.
#   zh:
#     title: 商用密码应用安全性评估
#     description: >-
#       未经第三方评估的密码应用难以证明其有效性。凡须开展评估的平台（境内平台未写明无须评估的，视为须评估），最近一次商用密码应用安全性评估距今不得超过 365 天，得分不低于 60 分，且无未整改的高风险问题。
#     basis_note: >-
#       每年评估的法定义务适用于范围内的关键信息基础设施；对其他平台，评估间隔属内部控制要求，60 分的合格线亦同。
#     remediation: 委托具备资质的机构开展评估，并整改高风险问题。
package fiducia.custody.cmp.law.crypto_assessment

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": duty.check})) if {
	profile.crypto_assessed
	some duty in array.concat(duties_of_cii, duties_of_others)
	some fault in fields.section_faults(["spec", "crypto_assessment"], {"last_date": fields.within(data.fiducia.params[duty.param])})
}

deny contains profile.graded(object.union(fault, {"check": "result"})) if {
	profile.crypto_assessed
	some fault in fields.section_faults(["spec", "crypto_assessment"], {
		"score": fields.number(data.fiducia.params.crypto_assessment_min_score, 100),
		"high_risks_open": fields.at_most(0),
	})
}

# Only for critical infrastructure does the interval rest on a clause.
duties_of_cii := [{"check": "yearly_cii", "param": "crypto_assessment_interval_days_cii"} | profile.cii]

duties_of_others := [{"check": "yearly", "param": "crypto_assessment_interval_days"} | not profile.cii]
