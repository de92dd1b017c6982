# METADATA
# scope: package
# title: Images are named by their digest
# description: A tag can be moved to another image; a digest is the image that was tested.
# custom:
#   id: INF-CHG-02
#   severity: low
#   control: OPS-MGT-04
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob]
#   subjects: judged
#   threshold_basis: house
#   remediation: Add `@sha256:...` behind the tag.
#   zh:
#     title: 镜像须以摘要引用
#     description: 标签可被改指其他镜像，摘要才对应经过测试的镜像。
#     remediation: 在标签后加上 `@sha256:...`。
package fiducia.infra.chg.image_digest

import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains say.at(container.name, array.concat(container.path, ["image"]), container.value.image) if {
	some container in kubernetes.containers
	is_string(container.value.image)
	not regex.match(`[$%{}<>]`, container.value.image)
}

judged := seen if profile.strict

deny contains say.wrong(place, {"en": "a digest", "zh": "摘要"}) if {
	some place in judged
	not contains(place.value, "@sha256:")
}
