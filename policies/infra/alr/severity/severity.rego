# METADATA
# scope: package
# title: Alert rules say how grave they are
# description: An alert without a severity is sent to nobody in particular, and waits.
# custom:
#   id: INF-ALR-01
#   severity: medium
#   control: RSK-WRN-02
#   applies_to: [{format: yaml, file: "**/*{rule,alert}*.{yml,yaml}"}, {kind: PrometheusRule}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Add `labels: {severity: critical}` or lower, and an annotation that says what to do."
#   zh:
#     title: 告警规则须标明级别
#     description: 没有级别的告警无法分派到责任人，只能搁置。
#     remediation: "添加 `labels: {severity: critical}` 等级别，并以注释说明处置方法。"
package fiducia.infra.alr.severity

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

groups := [{"path": ["groups", i], "group": group} | some i, group in input.groups] if is_array(input.groups)

groups := [{"path": ["spec", "groups", i], "group": group} | some i, group in input.spec.groups] if is_array(input.spec.groups)

seen contains say.at(sprintf("alert %v", [rule.alert]), array.concat(found.path, ["rules", n]), rule) if {
	some found in groups
	not found.group.labels.severity
	some n, rule in found.group.rules
	known.known(rule.alert)
}

deny contains say.wrong(say.gap(place.name, array.concat(place.path, ["labels", "severity"])), {"en": "a severity", "zh": "告警级别"}) if {
	some place in seen
	kubernetes.lacks(place, ["labels", "severity"])
	kubernetes.lacks(place, ["labels", "priority"])
	kubernetes.lacks(place, ["labels", "level"])
}

deny contains say.wrong(say.at(place.name, array.concat(place.path, ["labels", "severity"]), ""), {"en": "a severity", "zh": "告警级别"}) if {
	some place in seen
	place.value.labels.severity == ""
}
