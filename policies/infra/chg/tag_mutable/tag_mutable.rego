# METADATA
# scope: package
# title: Registries keep a tag what it was
# description: >-
#   A tag that may be written again names another program tomorrow than the one that was approved.
# custom:
#   id: INF-CHG-16
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Make tags immutable.
#   zh:
#     title: 镜像仓库标签不得被覆盖
#     description: 可被覆盖的标签，明天指向的可能已不是经批准的程序。
#     remediation: 将标签设为不可变。
package fiducia.infra.chg.tag_mutable

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "aws_ecr_repository", "keys": ["image_tag_mutability"], "default": "unsaid", "bad": {"mutable"}},
	{"type": "google_artifact_registry_repository", "keys": ["docker_config", "immutable_tags"], "default": "unsaid", "bad": {"false"}},
	{"type": "tencentcloud_tcr_repository", "keys": ["immutable"], "default": "unsaid", "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
	not place.missing
}

deny contains say.wrong(place, {"en": "immutable tags", "zh": "不可变标签"}) if {
	some place in seen
	settings.bad(place)
}
