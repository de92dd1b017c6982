# METADATA
# scope: package
# title: Logs are kept as long as is declared
# description: >-
#   How long a log store really keeps logs is held against `retention_days` of the source of its name in the LoggingProfile, or
#   against the shortest of all sources where none has its name.
# custom:
#   id: INF-DVR-06
#   severity: high
#   control: TEC-IDS-07
#   input: project
#   applies_to: [LoggingProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep the logs as long as declared, or declare the time that they are kept.
#   zh:
#     title: 日志实际留存期不得短于声明
#     description: 将日志存储的实际留存期与 LoggingProfile 中同名来源的 `retention_days` 比对；没有同名来源时，与所有来源中最短的留存期比对。
#     remediation: 按声明延长留存期，或如实声明。
package fiducia.infra.dvr.log_retention

import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.log.apiserver_audit
import data.fiducia.infra.log.audit_retention
import data.fiducia.infra.log.retention
import data.fiducia.infra.log.store_retention

sources contains {"name": object.get(entry.value, "name", ""), "platform": entry.platform, "path": place.path, "days": place.value} if {
	some declaration in declared.of("LoggingProfile")
	some entry in declared.entries(declaration, ["sources"])
	place := declared.within(entry, ["retention_days"], entry.value.retention_days)
	is_number(place.value)
}

# Platforms that say of every source how long its logs are kept.
complete contains declaration.platform if {
	some declaration in declared.of("LoggingProfile")
	every entry in declared.entries(declaration, ["sources"]) { is_number(entry.value.retention_days) }
}

# Places that keep logs for a number of days; 0 and -1 are for ever.
kept contains object.union(place, {"names": names_of(place), "days": days}) if {
	some place in retention.seen | audit_retention.seen
	days := known.number(terraform.effective(place))
	days > 0
}

kept contains object.union(place, {"names": set(), "days": floor(store_retention.hours(place.value) / 24)}) if {
	some place in store_retention.seen
	store_retention.hours(place.value) > 0
}

kept contains object.union(place, {"names": set(), "days": days}) if {
	some place in apiserver_audit.seen
	not place.missing
	days := known.number(split(place.value, "=")[1])
	days > 0
}

names_of(place) := union({declared.names(resource, resource) |
	some resource in terraform.resources(split(place.name, ".")[0])
	resource.name == place.name
})

seen contains object.union(declared.at(document, found), {"about": about}) if {
	some document in declared.real
	all := [source | some source in sources; source.platform == document.platform]
	places := kept with input as document.content
	some found in places
	judged(found, all, document.platform)
	about := declared.about(found, all)
	count(about) > 0
}

judged(found, all, _) if declared.named(found, all)

judged(_, _, platform) if platform in complete

deny contains declared.contradiction(found, {
	"en": sprintf("logs are kept for %v days, whereas %v are declared", [found.days, least]),
	"zh": sprintf("日志实际留存 %v 天，而声明为 %v 天", [found.days, least]),
}, {"en": sprintf("at least %v days", [least]), "zh": sprintf("不少于 %v 天", [least])}, shortest) if {
	some found in seen
	least := min({source.days | some source in found.about})
	found.days < least
	shortest := [source | some source in found.about; source.days == least]
}
