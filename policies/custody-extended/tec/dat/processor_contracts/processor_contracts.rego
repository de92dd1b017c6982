# METADATA
# scope: package
# title: Processor contracts and three-year records
# description: >-
#   Whoever processes personal information for the platform can lose it for the platform. Every processor under
#   `pi.processors` must have a contract, a stated purpose and agreed security terms, and the records of the processing
#   must be kept for at least three years (`record_years`, or `records.retention_years` for all).
# custom:
#   id: TEC-DAT-08
#   severity: medium
#   indicator: TEC.DAT
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [DataProfile]
#   clauses: [NDR-12]
#   see_also: [NDR-31, NFRA-30, NBPI-32, CSF-GV.SC-05]
#   checks:
#     processors_listed: {veto: false, implements: []}
#     contracted: {veto: false, implements: [NDR-12]}
#     recorded: {veto: false, implements: [NDR-12], params: [processor_record_years]}
#   remediation: >-
#     Sign a contract with purpose and security duties with every processor, and keep the records of the processing for
#     three years.
#   zh:
#     title: 委托处理合同与三年记录
#     description: >-
#       受托方处理个人信息时造成的泄露，后果由平台承担。`pi.processors` 中的每个受托方须签订合同、写明处理目的、约定安全保护义务，处理情况记录至少保存三年（`record_years`，或以 `records.retention_years` 统一规定）。
#     remediation: 与每个受托方签订写明处理目的和安全保护义务的合同，处理情况记录保存三年。
package fiducia.custody_extended.tec.dat.processor_contracts

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "processor", "many": "processors", "zh": "受托方"}

place := ["spec", "pi", "processors"]

processors := shape.get(shape.spec("pi"), "processors")

deny contains profile.graded(object.union(fault, {"check": "processors_listed"})) if {
	some fault in shape.list_faults_at(processors, place, noun, 0)
}

deny contains profile.graded(object.union(fault, {"check": "contracted"})) if {
	demands := {"contract": fields.filled, "purpose": fields.filled, "security_terms": fields.answer}
	some fault in fields.entry_faults(processors, place, noun, "name", demands)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `record_years` %s; it must be at least %v, here or in `spec.records.retention_years`", [item.en, state.en, least]),
		"zh": sprintf("%s的 `record_years` %s，此处或 `spec.records.retention_years` 应不少于 %v 年", [item.zh, state.zh, least]),
	},
	"check": "recorded",
	"path": array.concat(place, [i, "record_years"]),
	"expected": {"en": sprintf("at least %v", [least]), "zh": sprintf("不少于 %v", [least])},
}) if {
	some i, processor in shape.items(processors)
	is_object(processor)
	own := shape.get(processor, "record_years")
	least := data.fiducia.params.processor_record_years
	not kept(own, least)
	item := text.item(noun, processor, "name", i)
	state := text.state(own)
}

# By its own period, or by the one for all where it has none.
kept(years, least) if enough(years, least)

kept(null, least) if enough(shape.get(shape.spec("records"), "retention_years"), least)

enough(years, least) if {
	is_number(years)
	years >= least
}
