# METADATA
# scope: package
# title: AI models for fraud governed
# description: >-
#   A model that blocks accounts decides about people. Every model of `ai.models` must have an owner, have been
#   validated within the last 365 days, have its decisions reviewed by people, and be explainable. An empty list
#   states that no model is in use.
# custom:
#   id: FUT-02
#   severity: low
#   indicator: RSK.WRN
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [MonitoringProfile]
#   clauses: [PIPL-24, PIPL-55]
#   checks:
#     models_listed: {veto: false, implements: []}
#     owned: {veto: false, implements: []}
#     validated: {veto: false, implements: [PIPL-55], params: [model_validation_interval_days]}
#     reviewed_by_people: {veto: false, implements: []}
#     explainable: {veto: false, implements: [PIPL-24]}
#   basis_note: >-
#     The clauses ask for transparent and fair automated decisions and for an assessment before they are used; the
#     interval and the review by people are house values.
#   remediation: Validate the model, name its owner, and let people review what it decides.
#   zh:
#     title: 智能风控模型治理
#     description: >-
#       能够限制账户的模型，实际上是在对人作出决定。`ai.models` 中每个模型须有责任人，最近 365 天内经过验证，其决策经人工复核且可解释。空列表表示未使用模型。
#     basis_note: 所引条款要求自动化决策透明、公平，并在使用前开展影响评估；验证间隔和人工复核属内部控制要求。
#     remediation: 开展模型验证，明确责任人，并对模型决策进行人工复核。
package fiducia.custody_extended.fut.ai_models_governed

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "model", "many": "models", "zh": "模型"}

path := ["spec", "ai", "models"]

deny contains graded(fault, "models_listed") if {
	some fault in shape.list_faults_at(models, path, noun, 0)
}

deny contains graded(fault, check) if {
	some check, demands in {
		"models_listed": {"name": fields.filled},
		"owned": {"owner": fields.filled},
		"validated": {"validation_date": fields.within(data.fiducia.params.model_validation_interval_days)},
		"reviewed_by_people": {"human_review": fields.yes},
		"explainable": {"explainable": fields.yes},
	}
	some fault in fields.entry_faults(models, path, noun, "name", demands)
}

# Low everywhere: good practice must not weigh more than the duty.
graded(fault, check) := object.union(profile.graded(fault), {"check": check, "severity": "low"})

models := shape.get(shape.spec("ai"), "models")
