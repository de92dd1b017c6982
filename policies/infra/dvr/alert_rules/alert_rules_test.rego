package fiducia.infra.dvr.alert_rules_test

import data.fiducia.infra.dvr.alert_rules

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "MonitoringProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := alert_rules.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := alert_rules.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

rules := {"alerts": {"rules": [{"metric": "login_anomaly", "threshold": 5, "severity": "high"}, {"metric": "velocity", "threshold": "20", "severity": "high"}]}}

prometheus(alert, expr, labels) := {"groups": [{"rules": [{"alert": alert, "expr": expr, "labels": labels}, {"record": "x", "expr": "login_anomaly"}]}]}

test_severity if {
	found(rules, [prometheus("LoginAnomaly", "x > 1", {"severity": "Warning"})]) == {["1/content/groups/0/rules/0/labels/severity", "alerts/rules/0/severity"]}
	found(rules, [prometheus("LoginAnomaly", "x > 1", {"severity": "critical"})]) == set()
	found(rules, [prometheus("LoginAnomaly", "x > 1", {"severity": "P3"})]) == set()
	found(rules, [prometheus("LoginAnomaly", "x > 1", {})]) == set()
}

test_threshold if {
	found(rules, [prometheus("Fast", "max(velocity) > 30.5", {})]) == {["1/content/groups/0/rules/0/expr", "alerts/rules/1/threshold"]}
	found(rules, [prometheus("Fast", "velocity >= 20", {})]) == set()
	found(rules, [prometheus("Fast", "rate(velocity[5m]) > 30", {})]) == set()
	found(rules, [prometheus("Fast", "velocity > 30 and on() x > 1", {})]) == set()
}

test_a_graver_or_earlier_alert_is_enough if {
	found(rules, [prometheus("A", "velocity > 90", {"severity": "info"}), prometheus("B", "velocity > 20", {"severity": "high"})]) == set()
}

test_other_metrics_are_not_compared if {
	judged(rules, [prometheus("A", "login_anomaly_limit > 90", {"severity": "info"})]) == 0
	judged({}, [prometheus("A", "velocity > 90", {"severity": "info"})]) == 0
}
