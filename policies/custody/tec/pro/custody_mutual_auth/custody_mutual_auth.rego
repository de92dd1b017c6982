# METADATA
# scope: package
# title: Mutual authentication on the custody link
# description: >-
#   A platform that does not check who answers can be made to send its instructions elsewhere, and a custodian that
#   does not check who calls can be made to carry out false ones. `interface.mutual_auth` must be true.
# custom:
#   id: TEC-PRO-04
#   severity: high
#   indicator: TEC.PRO
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: []
#   see_also: [GB43206-6.2.1, GB22239-8.1.2.2a, GB22239-8.1.2.2b, NBPI-26]
#   checks:
#     mutual_auth: {veto: false, implements: []}
#   basis_note: >-
#     GB/T 43206 asks for the authentication of entities; that it is mutual, by certificates, is a house rule.
#   remediation: Use two-way certificates on the link to the custodian, with mutual TLS or TLCP.
#   zh:
#     title: 存管接口双向认证
#     description: 平台若不核验对方身份，指令可能被引向他处；存管人若不核验来访者身份，可能执行伪造的指令。`interface.mutual_auth` 须为 true。
#     basis_note: GB/T 43206 要求对通信实体进行身份鉴别；采用双向证书认证属内部控制要求。
#     remediation: 与存管人之间采用双向证书认证（双向 TLS 或 TLCP）。
package fiducia.custody.tec.pro.custody_mutual_auth

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "mutual_auth"}) if {
	some fault in fields.section_faults(["spec", "interface"], {"mutual_auth": fields.yes})
}
