# METADATA
# scope: package
# title: Yearly risk assessment
# description: >-
#   Risks change within a year: new attacks, new products, new suppliers. The last risk assessment must be at most 365
#   days old. The law asks for that where the platform is critical infrastructure or processes important data, and EU
#   law of a payment institution; for others it is good practice.
# custom:
#   id: RSK-ASM-02
#   severity: high
#   indicator: RSK.ASM
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [RiskRegister]
#   clauses: [CSL-40, CIIR-17, NDR-33, PSD2-95]
#   see_also: [DSL-30, PBD-42, DORA-8]
#   checks:
#     assessed_cii: {veto: false, implements: [CSL-40, CIIR-17], params: [risk_assessment_interval_days_statutory]}
#     assessed_important_data: {veto: false, implements: [NDR-33], params: [risk_assessment_interval_days_statutory]}
#     assessed_payment_eu: {veto: false, implements: [PSD2-95], params: [risk_assessment_interval_days_statutory]}
#     assessed: {veto: false, implements: [], params: [risk_assessment_interval_days]}
#   basis_note: >-
#     A finding names the clause of the duty that the Platform document shows: `cii`, `important_data`, profile
#     `payment_eu`, in this order. For others the interval is a house value.
#   remediation: Hold the assessment, record its date, and file the report where the law asks for it.
#   zh:
#     title: 年度风险评估
#     description: >-
#       一年之内，攻击手法、产品和供应商都会变化。最近一次风险评估距今不得超过 365 天。关键信息基础设施运营者、重要数据处理者以及欧盟支付机构负有法定年度评估义务；其他平台作为良好实践执行。
#     basis_note: >-
#       检查结果按 Platform 文档所示义务（依次为 `cii`、`important_data`、`payment_eu` 类型）引用相应条款；对其他平台，该间隔属内部控制要求。
#     remediation: 开展年度风险评估，记录完成日期，并按规定报送评估报告。
package fiducia.custody.rsk.asm.yearly_risk_assessment

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains object.union(fault, {"check": duty.check}) if {
	duty := duties[0]
	some fault in fields.section_faults(["spec", "risk_assessment"], {"last_date": fields.within(data.fiducia.params[duty.param])})
}

# The duties of the platform; the first one is named.
duties := array.concat(
	[{"check": duty, "param": "risk_assessment_interval_days_statutory"} | some duty in statutory],
	[{"check": "assessed", "param": "risk_assessment_interval_days"}],
)

statutory := array.concat(["assessed_cii" | profile.cii], array.concat(["assessed_important_data" | profile.important_data], ["assessed_payment_eu" | profile.name == "payment_eu"]))
