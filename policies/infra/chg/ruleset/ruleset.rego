# METADATA
# scope: package
# title: Rulesets are active and ask for a review
# description: A ruleset that is switched off, or that asks for no approval, protects no branch.
# custom:
#   id: INF-CHG-10
#   severity: high
#   control: OPS-MGT-04
#   applies_to: [{format: json, file: "**/*ruleset*.json"}, {format: json, file: "**/rulesets/*.json"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `enforcement` to `active` and at least one approval.
#   zh:
#     title: 规则集须启用并要求评审
#     description: 未启用或不要求批准的规则集不能保护任何分支。
#     remediation: 将 `enforcement` 设为 `active`，并至少要求一次批准。
package fiducia.infra.chg.ruleset

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

seen contains say.at("ruleset", ["enforcement"], input.enforcement) if known.known(input.enforcement)

seen contains say.at("ruleset", ["rules", i, "parameters", "required_approving_review_count"], rule.parameters.required_approving_review_count) if {
	some i, rule in input.rules
	rule.type == "pull_request"
	known.number(rule.parameters.required_approving_review_count) >= 0
}

deny contains say.wrong(place, {"en": "active", "zh": " active"}) if {
	some place in seen
	place.value == "disabled"
}

deny contains say.wrong(place, {"en": "at least 1", "zh": "至少 1"}) if {
	some place in seen
	place.value == 0
}
