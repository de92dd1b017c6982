# METADATA
# scope: package
# title: Backup, off-site copy, restore test
# description: >-
#   Without a backup a fault or an extortion attack is final, and a backup that was never restored is a hope. There
#   must be a local backup, a copy at another site made in real time, a restore tested in the last 365 days, and
#   backups that cannot be changed or deleted.
# custom:
#   id: TEC-DAT-03
#   severity: critical
#   indicator: TEC.DAT
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [DataProfile]
#   clauses: [GB22239-8.1.4.9a, GB22239-8.1.4.9b, DORA-12]
#   see_also: [GB22239-8.1.10.11, HRG-6.4.6.1, CSL-23-4, CSF-PR.DS-11, N53-CP-9]
#   checks:
#     local_backup: {veto: true, implements: [GB22239-8.1.4.9a]}
#     offsite_realtime: {veto: false, implements: [GB22239-8.1.4.9b], params: [offsite_backup_modes]}
#     restore_tested: {veto: false, implements: [DORA-12], params: [restore_test_interval_days]}
#     immutable: {veto: false, implements: []}
#   basis_note: >-
#     The national standard asks for a local and a real-time off-site backup; DORA asks for periodic tests of recovery,
#     the number of days is a house value, and so is immutability.
#   remediation: >-
#     Add replication to a second site, keep one copy immutable, and run and record a restore drill every year.
#   zh:
#     title: 备份、异地备份与恢复测试
#     description: 没有备份，故障或勒索攻击即无法挽回；从未恢复过的备份也不可信赖。须有本地备份、异地实时备份，365 天内完成恢复测试，且备份不可篡改、不可删除。
#     basis_note: 国家标准要求本地备份与异地实时备份；DORA 要求定期测试恢复，365 天属内部控制参数；备份不可篡改属内部控制要求。
#     remediation: 增加异地实时复制，保留不可篡改的备份副本，每年开展恢复演练并留存记录。
package fiducia.custody.tec.dat.backup

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "local_backup"}) if {
	some fault in fields.section_faults(["spec", "backup"], {"local": fields.yes})
}

deny contains object.union(fault, {"check": "offsite_realtime"}) if {
	some fault in fields.section_faults(["spec", "backup"], {"offsite": fields.one_of(data.fiducia.params.offsite_backup_modes)})
}

deny contains object.union(fault, {"check": "restore_tested"}) if {
	demands := {"last_date": fields.within(data.fiducia.params.restore_test_interval_days)}
	some fault in fields.section_faults(["spec", "backup", "restore_test"], demands)
}

deny contains object.union(fault, {"check": "immutable"}) if {
	some fault in fields.section_faults(["spec", "backup"], {"immutable": fields.yes})
}
