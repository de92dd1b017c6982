# METADATA
# scope: package
# title: Budgets keep some pods running
# description: A budget that lets every pod be evicted at once protects nothing.
# custom:
#   id: INF-BAK-09
#   severity: medium
#   control: OPS-EMG-08
#   applies_to: [{kind: PodDisruptionBudget}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Set `minAvailable: 1` or more."
#   zh:
#     title: 中断预算须保证部分 Pod 运行
#     description: 允许同时驱逐全部 Pod 的中断预算没有保护作用。
#     remediation: "设置 `minAvailable: 1` 或更大。"
package fiducia.infra.bak.disruption_budget

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains say.at(kubernetes.name, ["spec", key], value) if {
	some key in ["minAvailable", "maxUnavailable"]
	value := input.spec[key]
	known.known(value)
}

deny contains say.wrong(place, {"en": "at least 1", "zh": "至少 1"}) if {
	some place in seen
	place.key == "minAvailable"
	sprintf("%v", [place.value]) in {"0", "0%"}
}

deny contains say.wrong(place, {"en": "less than 100%", "zh": "小于 100%"}) if {
	some place in seen
	place.key == "maxUnavailable"
	place.value == "100%"
}
