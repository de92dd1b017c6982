# METADATA
# scope: package
# title: Log integrity, central collection, time synchronisation
# description: >-
#   Logs that the intruder can change, that lie where the intruder is, or whose clocks disagree prove nothing. Logs
#   must be collected in one place (`central: true`), be protected by write-once storage, a hash chain or signatures
#   (`tamper_protection`), and bear times from synchronised clocks (`time_sync: true`).
# custom:
#   id: TEC-IDS-08
#   severity: high
#   indicator: TEC.IDS
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [LoggingProfile]
#   clauses: [GB22239-8.1.4.3, GB22239-8.1.5.4d, PCI-10.6.1, DRTS-12]
#   see_also: [GB43206-6.3.5, PCI-10.3.4, N53-AU-9]
#   checks:
#     central: {veto: false, implements: [GB22239-8.1.5.4d]}
#     tamper_protected: {veto: false, implements: [GB22239-8.1.4.3], params: [log_tamper_protections]}
#     time_synchronised: {veto: false, implements: [PCI-10.6.1, DRTS-12]}
#   basis_note: GB/T 22239 asks for audit records to be protected; the means are a house value.
#   remediation: Ship logs at once to a central write-once store, and synchronise all clocks with one source.
#   zh:
#     title: 日志完整性、集中采集与时钟同步
#     description: >-
#       入侵者可以改写、或与被入侵主机同处一地、或时钟不一致的日志，都不足以作为证据。日志须集中采集（`central:
#       true`），以一次写入存储、哈希链或签名防篡改（`tamper_protection`），且各系统时钟同步（`time_sync: true`）。
#     basis_note: GB/T 22239 要求保护审计记录；具体手段属内部控制参数。
#     remediation: 将日志实时汇集至集中的一次写入存储，并使全部时钟与统一时间源同步。
package fiducia.custody.tec.ids.log_integrity

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": check}) if {
	some check, demands in {
		"central": {"central": fields.yes},
		"tamper_protected": {"tamper_protection": fields.one_of(data.fiducia.params.log_tamper_protections)},
		"time_synchronised": {"time_sync": fields.yes},
	}
	some fault in fields.section_faults(["spec"], demands)
}
