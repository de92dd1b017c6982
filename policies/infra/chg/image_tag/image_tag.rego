# METADATA
# scope: package
# title: Images are named by a version
# description: >-
#   `latest`, or no tag, is another program tomorrow than the one that was approved today. Each image is reported once, where it
#   stands first; files in folders for tests and their data are left out.
# custom:
#   id: INF-CHG-01
#   severity: medium
#   control: OPS-MGT-04
#   input: project
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the version, and better its digest.
#   zh:
#     title: 镜像须指定版本
#     description: "`latest` 或不写标签，明天运行的可能已不是今天批准的程序。每个镜像只在首次出现处报告一次；测试目录及其数据不计。"
#     remediation: 指定版本号，最好使用摘要。
package fiducia.infra.chg.image_tag

import data.fiducia.infra.lib.compose
import data.fiducia.infra.lib.image
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.project
import data.fiducia.infra.lib.say

# The images of one document.
images contains say.at(container.name, array.concat(container.path, ["image"]), container.value.image) if {
	some container in kubernetes.containers
	named(container.value.image)
}

# An image that is built beside it has no version of its own.
images contains say.at(service.name, array.concat(service.path, ["image"]), service.value.image) if {
	some service in compose.services
	not service.value.build
	named(service.value.image)
}

named(name) if {
	is_string(name)
	name != ""
	not regex.match(`[$%{}<>]`, name)
}

holds_images(document) if kubernetes.spec_at[document.content.kind]

holds_images(document) if {
	regex.match(`(?i)compose[^/]*\.ya?ml$`, document.path)
	is_object(document.content.services)
}

seen contains object.union(project.at(document, place), {"number": document.number}) if {
	some document in project.numbered
	holds_images(document)
	not project.test_data(document)
	places := images with input as document.content
	some place in places
}

# The places of each image that moves.
moving[place.value] contains [place.number, place.path] if {
	some place in seen
	image.moves(place.value)
}

deny contains object.union(say.wrong(place, {"en": "a version or digest", "zh": "版本号或摘要"}), {"related": others}) if {
	some _, places in moving
	ordered := sort(places)
	some place in seen
	place.path == ordered[0][1]
	others := [{"msg": {"en": "and here", "zh": "此处亦然"}, "path": other[1]} | some other in array.slice(ordered, 1, 4)]
}
