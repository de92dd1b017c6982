# METADATA
# scope: package
# title: Dual control and split knowledge for key ceremonies
# description: >-
#   Whoever can use a root key alone can read and sign everything below it. `key_ceremony` must say that at least two
#   custodians come together (`custodians`) and that none of them knows the whole key (`split_knowledge: true`).
# custom:
#   id: TEC-ENC-06
#   severity: high
#   indicator: TEC.ENC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [CryptoProfile]
#   clauses: [PCI-3.7.6]
#   see_also: [GB43206-7.2.2, ISO-A.5.3]
#   checks:
#     dual_control: {veto: false, implements: [PCI-3.7.6], params: [key_custodians_min]}
#   basis_note: PCI DSS 3.7.6 speaks of manual operations with clear-text keys; a key ceremony is where they occur.
#   remediation: Appoint at least two custodians who each hold one part of the key, and log each ceremony.
#   zh:
#     title: 密钥仪式双人控制与知识分割
#     description: >-
#       能够独自使用根密钥的人，即可解密和伪造其下的一切。`key_ceremony` 须写明至少由两名保管人同时到场（`custodians`），且任何一人都不掌握完整密钥（`split_knowledge: true`）。
#     basis_note: PCI DSS 3.7.6 针对人工处理明文密钥的操作，密钥仪式正是此类操作的场合。
#     remediation: 指定至少两名密钥保管人，分别持有密钥分量，并记录每次密钥仪式。
package fiducia.custody.tec.enc.key_ceremony

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "dual_control"}) if {
	demands := {"custodians": fields.at_least(data.fiducia.params.key_custodians_min), "split_knowledge": fields.yes}
	some fault in fields.section_faults(["spec", "key_ceremony"], demands)
}
