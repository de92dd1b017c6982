# METADATA
# scope: package
# title: Anti-fraud prompts in the business flow
# description: >-
#   A warning helps at the moment when the money is about to leave. The steps `transfer`, `withdraw` and `bind_card`
#   must warn the user of fraud (`inflow_prompts`).
# custom:
#   id: OPS-EDU-02
#   severity: high
#   indicator: OPS.EDU
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [UserEducation]
#   clauses: [ATF-30]
#   checks:
#     prompts: {veto: false, implements: [ATF-30], params: [fraud_prompt_steps]}
#   basis_note: The clause asks for prompts in the relevant business; which steps these are is a list of this pack.
#   remediation: Add the prompts to these steps, and renew their wording when new tricks appear.
#   zh:
#     title: 业务流程反诈提示
#     description: 资金即将转出的那一刻，提示最为有效。转账（`transfer`）、提现（`withdraw`）、绑卡（`bind_card`）环节须向用户作出反诈提示（`inflow_prompts`）。
#     basis_note: 条款要求在相关业务活动中作反诈提示；具体环节由本规则包列出。
#     remediation: 在上述环节加入反诈提示，并随新型骗术更新提示内容。
package fiducia.custody.ops.edu.fraud_prompts

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

prompts := shape.spec("inflow_prompts")

deny contains profile.graded({
	"msg": {
		"en": sprintf("users are not warned of fraud at the step \"%s\"", [step]),
		"zh": sprintf("%s环节未向用户作反诈提示", [text.named(step).zh]),
	},
	"check": "prompts",
	"path": ["spec", "inflow_prompts"],
	"expected": step,
}) if {
	is_array(prompts)
	some step in data.fiducia.params.fraud_prompt_steps
	not text.key(step) in text.keys(prompts)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("`inflow_prompts` %s; it must list the business steps that warn of fraud", [state.en]),
		"zh": sprintf("`inflow_prompts` %s，应列出设有反诈提示的业务环节", [state.zh]),
	},
	"check": "prompts",
	"path": ["spec", "inflow_prompts"],
	"expected": {"en": "list of business steps", "zh": "业务环节列表"},
}) if {
	not is_array(prompts)
	state := text.state(prompts)
}
