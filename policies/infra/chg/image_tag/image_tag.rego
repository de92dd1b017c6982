# METADATA
# scope: package
# title: Images are named by a version
# description: "`latest`, or no tag, is another program tomorrow than the one that was approved today."
# custom:
#   id: INF-CHG-01
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the version, and better its digest.
#   zh:
#     title: 镜像须指定版本
#     description: "`latest` 或不写标签，明天运行的可能已不是今天批准的程序。"
#     remediation: 指定版本号，最好使用摘要。
package fiducia.infra.chg.image_tag

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose
import data.fiducia.infra.lib.image

seen contains say.at(container.name, array.concat(container.path, ["image"]), container.value.image) if {
	some container in kubernetes.containers
	named(container.value.image)
}

# An image that is built beside it has no version of its own.
seen contains say.at(service.name, array.concat(service.path, ["image"]), service.value.image) if {
	some service in compose.services
	not service.value.build
	named(service.value.image)
}

named(name) if {
	is_string(name)
	name != ""
	not regex.match(`[$%{}<>]`, name)
}

deny contains say.wrong(place, {"en": "a version or digest", "zh": "版本号或摘要"}) if {
	some place in seen
	image.moves(place.value)
}
