# METADATA
# scope: package
# title: Alerts are as grave and as early as is declared
# description: >-
#   Alert rules of Prometheus are held against the warning rules of the MonitoringProfile whose metric they name: their severity
#   and the number that they compare with.
# custom:
#   id: INF-DVR-08
#   severity: high
#   control: RSK-WRN-02
#   input: project
#   applies_to: [MonitoringProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Give the alert the declared severity and threshold, or declare those that it has.
#   zh:
#     title: 告警规则实际级别与阈值须与声明一致
#     description: 将 Prometheus 告警规则与 MonitoringProfile 中引用同一指标的预警规则比对：级别与比较阈值。
#     remediation: 按声明设置告警的级别与阈值，或如实声明。
package fiducia.infra.dvr.alert_rules

import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

warnings contains {"metric": entry.value.metric, "platform": entry.platform, "entry": entry} if {
	some declaration in declared.of("MonitoringProfile")
	some entry in declared.entries(declaration, ["alerts", "rules"])
	is_string(entry.value.metric)
	entry.value.metric != ""
}

ranks := {"critical": 4, "page": 4, "emergency": 4, "disaster": 4, "high": 3, "major": 3, "error": 3, "warning": 2, "medium": 2, "minor": 2, "low": 1, "info": 1, "none": 0}

# The groups of a file of Prometheus, and of a PrometheusRule.
groups contains {"path": ["groups", i], "value": group} if some i, group in input.groups

groups contains {"path": ["spec", "groups", i], "value": group} if {
	input.kind == "PrometheusRule"
	some i, group in input.spec.groups
}

alerts contains say.at(rule.alert, array.concat(group.path, ["rules", i]), rule) if {
	some group in groups
	some i, rule in group.value.rules
	is_string(rule.alert)
}

# The alert names the metric, in its name or its expression.
names(rule, metric) if declared.same(rule.alert, metric)

names(rule, metric) if regex.match(sprintf(`(^|[^A-Za-z0-9_])%s(_total|_count)?($|[^A-Za-z0-9_])`, [quoted(metric)]), sprintf("%v", [rule.expr]))

quoted(text) := regex.replace(text, `[^A-Za-z0-9_\p{Han}]`, `.`)

seen contains object.union(declared.at(document, found), {"warning": warning, "severity": severity(found)}) if {
	some document in declared.real
	all := [warning | some warning in warnings; warning.platform == document.platform]
	count(all) > 0
	places := alerts with input as document.content
	some found in places
	some warning in all
	names(found.value, warning.metric)
}

severity(found) := ranks[lower(found.value.labels.severity)] if found.value.labels.severity

severity(found) := -1 if not found.value.labels.severity

# No alert of the metric is as grave as declared; the gravest of them is at fault.
deny contains declared.contradiction(at_key(found, ["labels", "severity"]), {
	"en": sprintf("the alert is %v, whereas %v is declared for %v", [found.value.labels.severity, wanted, found.warning.metric]),
	"zh": sprintf("告警级别为 %v，而 %v 声明为 %v", [found.value.labels.severity, found.warning.metric, wanted]),
}, {"en": wanted, "zh": sprintf(" %v", [wanted])}, [declared.within(found.warning.entry, ["severity"], wanted)]) if {
	some found in seen
	found.severity >= 0
	wanted := found.warning.entry.value.severity
	found.severity < ranks[lower(wanted)]
	found.severity == max({other.severity | some other in seen; other.warning == found.warning})
}

# What a last comparison in an expression fires above.
limit(rule) := to_number(regex.find_all_string_submatch_n(`>=?\s*(?:bool\s+)?([0-9]+(?:\.[0-9]+)?)\s*$`, rule.expr, 1)[0][1])

deny contains declared.contradiction(at_key(found, ["expr"]), {
	"en": sprintf("the alert fires above %v, whereas %v is declared for %v", [limit(found.value), wanted, found.warning.metric]),
	"zh": sprintf("告警在超过 %v 时触发，而 %v 声明的阈值为 %v", [limit(found.value), found.warning.metric, wanted]),
}, {"en": sprintf("%v", [wanted]), "zh": sprintf(" %v", [wanted])}, [declared.within(found.warning.entry, ["threshold"], wanted)]) if {
	some found in seen
	wanted := known.number(found.warning.entry.value.threshold)
	compared(found)
	limit(found.value) > wanted
	limit(found.value) == min({limit(other.value) | some other in seen; other.warning == found.warning; compared(other)})
}

# The metric itself is compared, not a rate or share of it.
compared(found) if regex.match(sprintf(`^\s*%s(?:_total)?\s*(\{[^}]*\})?\s*>`, [quoted(found.warning.metric)]), found.value.expr)

compared(found) if regex.match(sprintf(`^\s*(sum|max|min|avg)(\s+by\s*\([^)]*\))?\s*\(\s*%s(?:_total)?\s*(\{[^}]*\})?\s*\)\s*>`, [quoted(found.warning.metric)]), found.value.expr)

at_key(found, keys) := object.union(found, {"path": array.concat(found.path, keys)})
