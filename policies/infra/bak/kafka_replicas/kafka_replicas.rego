# METADATA
# scope: package
# title: Kafka keeps copies of its events
# description: One copy of an event, or a leader that lacks some, loses events with the machine.
# custom:
#   id: INF-BAK-08
#   severity: medium
#   control: OPS-EMG-08
#   applies_to: [{format: properties, file: "**/*server*.properties"}, {format: properties, file: "**/*kafka*.properties"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set a replication factor of 3, `min.insync.replicas=2`, and no unclean election.
#   zh:
#     title: Kafka 须保留事件副本
#     description: 只有一份副本，或允许落后副本成为 leader，会随机器故障丢失事件。
#     remediation: 副本因子设为 3，`min.insync.replicas=2`，禁止 unclean 选举。
package fiducia.infra.bak.kafka_replicas

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

copies := ["default.replication.factor", "offsets.topic.replication.factor", "transaction.state.log.replication.factor"]

seen contains say.at(name, [name], input[name]) if {
	some name in array.concat(copies, ["unclean.leader.election.enable"])
	known.known(input[name])
}

deny contains say.wrong(place, {"en": "3", "zh": " 3"}) if {
	some place in seen
	place.key in copies
	known.number(place.value) < 2
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	place.key == "unclean.leader.election.enable"
	known.on(place.value)
}
