# METADATA
# scope: package
# title: Log retention at least six months
# description: >-
#   Intruders are often found months after they came, and without logs nobody can say what they did. Every log source
#   must keep its logs for at least 184 days, which no six calendar months exceed (`retention_days`). As a target, of
#   medium weight and without veto, logs are kept for 365 days and can be searched at once for 90 (`hot_days`).
# custom:
#   id: TEC-IDS-07
#   severity: critical
#   indicator: TEC.IDS
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [LoggingProfile]
#   clauses: [PCI-10.5.1, CSL-23]
#   see_also: [CSL-23-3, GB22239-8.1.5.4d, HRG-6.5.1.2, N53-AU-11, DRTS-12]
#   checks:
#     sources_listed: {veto: false, implements: []}
#     six_months: {veto: true, implements: [CSL-23], params: [log_retention_days_min]}
#     target: {veto: false, implements: [PCI-10.5.1], params: [log_retention_days_target, log_hot_days_target]}
#   basis_note: >-
#     Six months is the statutory minimum, counted as 184 days because no six calendar months are longer. Twelve
#     months with three at hand come from PCI DSS and are a target here.
#   remediation: >-
#     Raise the retention of every source, and move older logs to cheaper storage that can still be searched.
#   zh:
#     title: 日志留存不少于六个月
#     description: >-
#       入侵者往往数月后才被发现，没有日志便无从查明其行为。每个日志源的留存时间不得少于 184 天，以足六个自然月（`retention_days`）。作为目标，日志应留存 365 天，其中 90
#       天可立即调阅（`hot_days`）；未达目标为中等问题，不构成一票否决。
#     basis_note: 六个月为法定最低要求，因六个自然月最长为 184 天，故按 184 天计。留存十二个月、其中三个月可立即调阅出自 PCI DSS，在此作为目标。
#     remediation: 延长各日志源的留存时间，将较早日志转入可检索的低成本存储。
package fiducia.custody.tec.ids.log_retention

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "log source", "many": "log sources", "zh": "日志源"}

deny contains object.union(fault, {"check": "sources_listed"}) if {
	some fault in shape.list_faults("sources", noun, 1)
}

deny contains object.union(fault, {"check": "six_months"}) if {
	some i, source in shape.items(shape.spec("sources"))
	is_object(source)
	some fault in retention_faults(source, i, data.fiducia.params.log_retention_days_min)
}

# What the check above reports already is not reported again.
deny contains object.union(fault, {"check": "target", "severity": "medium"}) if {
	some i, source in shape.items(shape.spec("sources"))
	count(retention_faults(source, i, data.fiducia.params.log_retention_days_min)) == 0
	some fault in retention_faults(source, i, data.fiducia.params.log_retention_days_target)
}

deny contains object.union(fault, {"check": "target", "severity": "medium"}) if {
	demands := {"hot_days": fields.at_least(data.fiducia.params.log_hot_days_target)}
	some fault in fields.entry_faults(shape.spec("sources"), ["spec", "sources"], noun, "name", demands)
}

retention_faults(source, i, least) := fields.faults(text.item(noun, source, "name", i), source, ["spec", "sources", i], {"retention_days": fields.at_least(least)})
