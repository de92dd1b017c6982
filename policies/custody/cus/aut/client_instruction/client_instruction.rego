# METADATA
# scope: package
# title: Money moves only on client instruction or lawful order
# description: >-
#   A platform that can move client money on its own account will one day do so. Every sampled transfer of type
#   `client` must rest on the instruction of the client, a standing authorisation, or the order of an authority
#   (`authorisation`), and say where the evidence for it is (`evidence`). A transfer that is not of type `own` counts
#   as one of client money.
# custom:
#   id: CUS-AUT-02
#   severity: critical
#   indicator: CUS.AUT
#   tier: core
#   veto: true
#   veto_basis: statutory
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [TransferSample]
#   clauses: [NBPI-27, P2PC-CUS, SCR-60]
#   see_also: [NBPI-25]
#   checks:
#     transfers_listed: {veto: false, implements: []}
#     authorised: {veto: true, implements: [NBPI-27, P2PC-CUS, SCR-60], params: [transfer_authorisations]}
#     evidenced: {veto: true, implements: [NBPI-27, P2PC-CUS, SCR-60]}
#   basis_note: >-
#     The rule for securities firms limits what the money may be used for, the one for payment institutions requires
#     the user's instruction; a standing authorisation is in no clause that was read and is an allowance of this pack.
#   remediation: >-
#     Stop the transfer, return the money, and let the payment system refuse any movement of client money without an
#     instruction.
#   zh:
#     title: 依客户指令或法定指令划转资金
#     description: 平台若能自行动用客户资金，终有一日会动用。抽样中每笔 `client` 类划转均须有客户指令、长期授权或有权机关指令作为依据（`authorisation`），并注明凭证所在（`evidence`）；未标明 `own` 的划转一律按客户资金处理。
#     basis_note: 《证券公司监督管理条例》第六十条限定资金用途，《非银行支付机构监督管理条例》第二十七条要求依用户指令划转；“长期授权”未见于已核实的条款，属内部控制所允许的例外。
#     remediation: 立即停止并退回相关划转，支付系统须拒绝任何无指令的客户资金划转。
package fiducia.custody.cus.aut.client_instruction

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "transfer", "many": "transfers", "zh": "划转"}

deny contains profile.graded(object.union(fault, {"check": "transfers_listed"})) if {
	some fault in shape.list_faults("transfers", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "authorised"})) if {
	some fault in faults_of_clients({"authorisation": fields.one_of(data.fiducia.params.transfer_authorisations)})
}

deny contains profile.graded(object.union(fault, {"check": "evidenced"})) if {
	some fault in faults_of_clients({"evidence": fields.filled})
}

faults_of_clients(demands) := {fault |
	some i, transfer in shape.items(shape.spec("transfers"))
	is_object(transfer)
	not own(transfer)
	some fault in fields.faults(text.item(noun, transfer, "id", i), transfer, ["spec", "transfers", i], demands)
}

own(transfer) if {
	type := shape.get(transfer, "type")
	is_string(type)
	text.key(type) == "own"
}
