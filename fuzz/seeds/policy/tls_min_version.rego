# METADATA
# scope: package
# title: TLS 1.2 or higher only
# description: >-
#   SSL and TLS 1.0/1.1 can be broken or downgraded, and a listener without TLS shows credentials and payment data to
#   anybody on the way. Every endpoint must encrypt, and its lowest accepted version must be TLS 1.2. An endpoint may use
#   the Chinese TLCP (GB/T 38636) instead: `tlcp: {enabled: true}` or `tls: {protocol: TLCP}`, for which no TLS version
#   is asked; where an endpoint offers TLS beside TLCP, its TLS version counts.
# custom:
#   id: TEC-PRO-01
#   severity: critical
#   indicator: TEC.PRO
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [NetworkProfile]
#   clauses: [GB22239-8.1.2.2b, HRG-6.2.2.1, N52-TLS]
#   see_also: [HRG-6.4.5.1, PCI-4.2.1, CSF-PR.DS-02, "N53-SC-8(1)", TLCP]
#   checks:
#     endpoints_listed: {veto: false, implements: []}
#     encrypted: {veto: true, implements: [GB22239-8.1.2.2b, HRG-6.2.2.1]}
#     version: {veto: false, implements: [N52-TLS, GB22239-8.1.2.2b], params: [tls_min_version, tls_versions]}
#   basis_note: >-
#     The Chinese clause asks for confidentiality in transit and names no TLS version; the number comes from NIST
#     SP 800-52 and PCI DSS. Only an endpoint without any encryption is a veto.
#   remediation: >-
#     Set `tls.min_version` to "1.2" or higher on every listener, and disable SSLv3, TLS 1.0 and TLS 1.1. Give every
#     plain listener TLS or TLCP, or take it out of service.
#   zh:
#     title: 仅启用 TLS 1.2 及以上版本
#     description: >-
#       SSL 与 TLS 1.0/1.1 可被破解或降级，未加密的端口则会把口令和支付数据暴露给链路上的任何人。每个端点都必须加密，且最低版本不得低于
#       TLS 1.2。端点也可采用 TLCP（GB/T 38636）：写作 `tlcp: {enabled: true}` 或 `tls: {protocol: TLCP}`，此时不要求 TLS
#       版本；若同时开放 TLS，则仍检查其 TLS 版本。
#     basis_note: 国内条款只要求保证传输保密性，未规定 TLS 版本；版本号取自 NIST SP 800-52 与 PCI DSS。只有完全未加密才构成一票否决。
#     remediation: 将每个监听端口的 `tls.min_version` 设为 "1.2" 或更高，停用 SSLv3、TLS 1.0 与 TLS 1.1；未加密的端口应启用 TLS 或 TLCP，否则下线。
package fiducia.custody.tec.pro.tls_min_version

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text
import data.fiducia.custody.lib.tls

noun := {"en": "endpoint", "many": "endpoints", "zh": "端点"}

deny contains object.union(fault, {"check": "endpoints_listed"}) if {
	some fault in shape.list_faults("endpoints", noun, 1)
}

# Neither TLS nor TLCP. The pointer ends at what switches encryption off, or at the `tls` that should be there.
deny contains {
	"msg": {
		"en": sprintf("%s is not encrypted: `%s` %s; it needs TLS %s or higher, or TLCP", [item.en, concat(".", gap), state.en, least]),
		"zh": sprintf("%s未加密：`%s` %s，应启用 TLS %s 及以上版本或 TLCP", [item.zh, concat(".", gap), state.zh, least]),
	},
	"check": "encrypted",
	"path": array.concat(["spec", "endpoints", i], gap),
	"expected": wanted(gap),
} if {
	some i, endpoint in shape.items(shape.spec("endpoints"))
	is_object(endpoint)
	not tls.tlcp(endpoint)
	gap := encryption_gap(endpoint)
	item := text.item(noun, endpoint, "name", i)
	state := text.state(object.get(endpoint, gap, null))
	least := data.fiducia.params.tls_min_version
}

deny contains {
	"msg": {
		"en": sprintf("%s: `tls.min_version` %s; TLS %s or higher is needed", [item.en, state.en, least]),
		"zh": sprintf("%s的 `tls.min_version` %s，应为 TLS %s 及以上版本", [item.zh, state.zh, least]),
	},
	"check": "version",
	"path": ["spec", "endpoints", i, "tls", "min_version"],
	"expected": {"en": sprintf("%s or higher", [least]), "zh": sprintf("%s 及以上版本", [least])},
} if {
	some i, endpoint in shape.items(shape.spec("endpoints"))
	tls.offered(endpoint)
	found := shape.get(endpoint.tls, "min_version")
	least := data.fiducia.params.tls_min_version
	not tls.high_enough(found, least)
	item := text.item(noun, endpoint, "name", i)
	state := text.state(found)
}

# A protocol that is neither TLS nor TLCP, such as SSLv3, whatever the version beside it says.
deny contains {
	"msg": {
		"en": sprintf("%s: `tls.protocol` %s; it must be TLS or TLCP", [item.en, state.en]),
		"zh": sprintf("%s的 `tls.protocol` %s，应为 TLS 或 TLCP", [item.zh, state.zh]),
	},
	"check": "version",
	"path": ["spec", "endpoints", i, "tls", "protocol"],
	"expected": {"en": "TLS or TLCP", "zh": "TLS 或 TLCP"},
} if {
	some i, endpoint in shape.items(shape.spec("endpoints"))
	tls.offered(endpoint)
	protocol := shape.get(endpoint.tls, "protocol")
	not is_null(protocol)
	not tls.protocol_name(protocol) == "tls"
	item := text.item(noun, endpoint, "name", i)
	state := text.state(protocol)
}

# The keys under an endpoint that lead to the reason why it is not encrypted.
encryption_gap(endpoint) := ["tls"] if not is_object(shape.get(endpoint, "tls"))

encryption_gap(endpoint) := ["tls", "enabled"] if tls.switched_off(endpoint)

wanted(["tls"]) := {"en": "mapping with `min_version`", "zh": "含 `min_version` 的映射"}

wanted(["tls", "enabled"]) := true
