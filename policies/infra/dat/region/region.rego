# METADATA
# scope: package
# title: Systems of a Chinese platform stand in China
# description: >-
#   Systems, backups and domestic transaction data of a payment institution belong in mainland China. The rule speaks
#   where a Platform document has a Chinese profile, or under the profile `strict`.
# custom:
#   id: INF-DAT-01
#   severity: critical
#   control: TEC-DAT-04
#   applies_to: [{format: hcl2}]
#   subjects: judged
#   threshold_basis: house
#   remediation: Choose a region in mainland China.
#   zh:
#     title: 境内平台的系统须部署在境内
#     description: 支付机构的业务系统、备份及境内交易数据须在境内。本规则在存在境内类型的 Platform 文档或启用 `strict` 时生效。
#     remediation: 选用中国境内地域。
package fiducia.infra.dat.region

import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# The rule is for platforms of China.
bound if profile.strict

bound if {
	some _, platform in data.fiducia.platforms
	platform.profile in {"cn_payment_institution", "fund_sales", "broker", "bank_custodian", "legacy_p2p"}
}

seen contains place if {
	some provider in terraform.labelled("provider")
	some place in terraform.values(provider, ["region"])
	regex.match(`^(provider "(aws|alicloud|tencentcloud|huaweicloud|google)")$`, provider.name)
}

seen contains place if {
	some type in ["azurerm_resource_group", "azurerm_storage_account", "azurerm_mssql_server", "google_storage_bucket", "google_sql_database_instance"]
	some key in ["location", "region"]
	some place in terraform.of(type, [key])
}

home(region) if {
	some pattern in data.fiducia.params.infra_regions
	glob.match(lower(pattern), null, lower(region))
	not contains(lower(region), "hongkong")
}

judged := seen if bound

deny contains say.wrong(place, {"en": "a region in mainland China", "zh": "中国境内地域"}) if {
	some place in judged
	not home(place.value)
}
