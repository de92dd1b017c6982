# METADATA
# scope: package
# title: Suppliers and custodians that are named exist
# description: >-
#   Who receives personal data or is shown to users as the custodian must be known to those who manage suppliers and
#   custody. Processors of personal information (`pi.processors[].name`) must be among the `suppliers` of Governance,
#   and the custodian on the page for users (`disclosure.custody_page.custodian`) must be one of the CustodyArrangement.
# custom:
#   id: LNK-07
#   severity: medium
#   input: project
#   applies_to: [DataProfile, UserEducation]
#   threshold_basis: house
#   remediation: Add the supplier or custodian where it is managed, or correct its name.
#   zh:
#     title: 所引用的供应商与存管机构须存在
#     description: >-
#       接收个人信息的受托方和向用户披露的存管机构，须为供应商与存管管理所掌握。个人信息受托处理者（`pi.processors[].name`）须列入 Governance 的 `suppliers`；用户页面披露的存管机构（`disclosure.custody_page.custodian`）须为 CustodyArrangement 中的存管人。
#     remediation: 在相应文档中补充该供应商或存管机构，或更正名称。
package fiducia.custody_links.suppliers_known

import data.fiducia.custody_links.lib.project

deny contains violation if {
	found := project.mentions(project.each(project.under(project.under(project.specs("DataProfile"), "pi"), "processors")), "name")
	suppliers := project.mentions(project.entries("Governance", "suppliers"), "name")
	homes := project.under(project.specs("Governance"), "suppliers")
	some violation in project.strangers(found, suppliers, supplier_noun, supplier_home, homes)
}

supplier_noun := {"en": "supplier", "zh": "供应商"}

supplier_home := {"en": "the suppliers of Governance", "zh": "Governance 的供应商清单"}

deny contains violation if {
	found := project.mentions(project.under(project.under(project.specs("UserEducation"), "disclosure"), "custody_page"), "custodian")
	some violation in project.strangers(found, custodians, custodian_noun, custodian_home, project.under(custody, "custodian"))
}

custodian_noun := {"en": "custodian", "zh": "存管机构"}

custodian_home := {"en": "the CustodyArrangement", "zh": "CustodyArrangement"}

custody := project.specs("CustodyArrangement")

custodians := array.concat(project.mentions(project.under(custody, "custodian"), "name"), project.mentions(custody, "custodians"))
