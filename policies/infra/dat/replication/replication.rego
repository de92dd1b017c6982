# METADATA
# scope: package
# title: Copies of domestic data stay in China
# description: A bucket in China that replicates to a region abroad carries its data across the border.
# custom:
#   id: INF-DAT-02
#   severity: high
#   control: TEC-DAT-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Replicate to another region in mainland China.
#   zh:
#     title: 境内数据的副本不得复制到境外
#     description: 境内存储桶若复制到境外地域，即构成数据出境。
#     remediation: 改为复制到中国境内其他地域。
package fiducia.infra.dat.replication

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# Where data goes, and whether that is abroad, in the names of each cloud.
seen contains {"place": place, "abroad": abroad} if {
	some place in terraform.of("alicloud_oss_bucket_replication", ["destination", "location"])
	abroad := not_like(place.value, `^oss-cn-`)
}

seen contains {"place": place, "abroad": abroad} if {
	some place in terraform.of("tencentcloud_cos_bucket", ["replica_rules", "destination_bucket"])
	abroad := not_like(place.value, `^qcs::cos:ap-(beijing|shanghai|guangzhou|nanjing|chengdu|chongqing)`)
}

not_like(text, pattern) := true if not regex.match(pattern, text)

not_like(text, pattern) := false if regex.match(pattern, text)

# Hong Kong has laws of its own on data.
hong_kong(text) if regex.match(`hongkong|ap-southeast-1$`, text)

deny contains say.wrong(item.place, {"en": "a region in mainland China", "zh": "中国境内地域"}) if {
	some item in seen
	item.abroad
}

deny contains say.wrong(item.place, {"en": "a region in mainland China", "zh": "中国境内地域"}) if {
	some item in seen
	hong_kong(item.place.value)
}
