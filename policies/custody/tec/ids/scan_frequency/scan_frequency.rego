# METADATA
# scope: package
# title: Vulnerability scanning frequency
# description: >-
#   A hole must be found before others find it. Systems with critical functions must be scanned at least every 7 days
#   (`vuln.scan.critical_days`), all others, from inside and from outside, at least every 90 days (`other_days`).
# custom:
#   id: TEC-IDS-04
#   severity: high
#   indicator: TEC.IDS
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [MonitoringProfile]
#   clauses: [DRTS-10, PCI-11.3.1, PCI-11.3.2]
#   see_also: [GB22239-8.1.10.5, N53-RA-5]
#   checks:
#     critical: {veto: false, implements: [DRTS-10], params: [scan_critical_days_max]}
#     other: {veto: false, implements: [PCI-11.3.1, PCI-11.3.2], params: [scan_other_days_max]}
#   basis_note: PCI DSS says every three months, which this pack reads as 90 days.
#   remediation: >-
#     Schedule authenticated scans, weekly for what carries critical functions, and follow up what they find.
#   zh:
#     title: 漏洞扫描频率
#     description: 漏洞须先于攻击者被发现。承载关键功能的系统须至少每 7 天扫描一次（`vuln.scan.critical_days`），其他系统的内部与外部扫描至少每 90 天一次（`other_days`）。
#     basis_note: PCI DSS 的表述为每三个月，本策略包按 90 天执行。
#     remediation: 制定带凭据扫描计划，关键功能系统每周扫描，并跟踪整改发现的问题。
package fiducia.custody.tec.ids.scan_frequency

import data.fiducia.custody.lib.fields

# An interval of zero days is none.
deny contains object.union(fault, {"check": "critical"}) if {
	demands := {"critical_days": fields.number(1, data.fiducia.params.scan_critical_days_max)}
	some fault in fields.section_faults(["spec", "vuln", "scan"], demands)
}

deny contains object.union(fault, {"check": "other"}) if {
	demands := {"other_days": fields.number(1, data.fiducia.params.scan_other_days_max)}
	some fault in fields.section_faults(["spec", "vuln", "scan"], demands)
}
