# METADATA
# scope: package
# title: Backups run as often as is declared
# description: >-
#   Schedules of backups, and databases whose backups are off, are held against `backup` of the DataProfile: a copy that is declared as
#   daily needs a schedule that runs on every day.
# custom:
#   id: INF-DVR-09
#   severity: high
#   control: TEC-DAT-03
#   input: project
#   applies_to: [DataProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Let the backup run every day, or declare how often it runs.
#   zh:
#     title: 备份实际频率须与声明一致
#     description: 将备份计划与已关闭备份的数据库与 DataProfile 的 `backup` 比对：声明每日备份的，计划须每天执行。
#     remediation: 使备份每天执行，或如实声明。
package fiducia.infra.dvr.backups

import data.fiducia.infra.bak.backup_retention
import data.fiducia.infra.bak.switched_off
import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

# What a platform declares of its backups.
plans contains {"platform": declaration.platform, "key": key, "path": declared.place(declaration, ["backup", key], value).path} if {
	some declaration in declared.of("DataProfile")
	some key, wanted in {"offsite": {"daily", "realtime"}, "local": {true}}
	value := declaration.spec.backup[key]
	value in wanted
}

# Schedules: jobs that name themselves backups, and those of the programs that do nothing else.
schedules contains say.at(kubernetes.name, ["spec", "schedule"], input.spec.schedule) if {
	backs_up
	readable(input.spec.schedule)
}

readable(text) if known.known(text)

readable(text) if startswith(text, "@")

backs_up if {
	input.kind in {"Schedule", "ScheduledBackup"}
	regex.match(`^(velero\.io|postgresql\.cnpg\.io|k8s\.mariadb\.com)/`, input.apiVersion)
}

backs_up if {
	input.kind == "CronJob"
	regex.match(`(?i)(^|[-_.])(backup|backups|dump|pgdump|mysqldump|snapshot|velero)([-_.]|$)|备份`, input.metadata.name)
}

schedules contains place if {
	some place in terraform.of("aws_backup_plan", ["rule", "schedule"])
}

# A schedule that leaves days out.
sparse(text) if regex.match(`(?i)^@(weekly|monthly|yearly|annually)$`, text)

sparse(text) if {
	fields := regex.split(`\s+`, trim_space(regex.replace(text, `(?i)^cron\((.*)\)$|^(CRON_)?TZ=\S+\s+`, "$1")))
	some field in days_of(text, fields)
	not regex.match(`(?i)^(\*|\?|\*/1|1-31|1/1|0-6|0-7|1-7|mon-sun|sun-sat)$`, field)
}

# Day of the month, month, day of the week: behind two fields, or three where seconds come first.
days_of(_, fields) := array.slice(fields, 2, 5) if count(fields) == 5

days_of(text, fields) := array.slice(fields, 2, 5) if {
	count(fields) == 6
	startswith(lower(text), "cron(")
}

days_of(text, fields) := array.slice(fields, 3, 6) if {
	count(fields) == 6
	not startswith(lower(text), "cron(")
}

sparse(text) if {
	parts := regex.find_all_string_submatch_n(`(?i)^rate\((\d+)\s+days?\)$`, text, 1)[0]
	to_number(parts[1]) > 1
}

# Places where a backup is off: what stops it, and no database but one.
stopped contains say.at(kubernetes.name, ["spec", "suspend"], true) if {
	backs_up
	input.spec.suspend == true
}

stopped contains place if {
	some place in backup_retention.seen
	known.number(terraform.effective(place)) == 0
}

stopped contains place if {
	some place in switched_off.seen
	settings.bad(place)
}

facts contains object.union(place, {"state": "stopped"}) if some place in stopped

facts contains object.union(place, {"state": "sparse"}) if {
	some place in schedules
	sparse(place.value)
}

facts contains object.union(place, {"state": "daily"}) if {
	some place in schedules
	not sparse(place.value)
}

seen contains object.union(declared.at(document, found), {"about": about}) if {
	some document in declared.real
	about := [plan | some plan in plans; plan.platform == document.platform]
	count(about) > 0
	places := facts with input as document.content
	some found in places
}

deny contains declared.contradiction(found, {
	"en": "no backup is made, whereas one is declared",
	"zh": "实际未备份，而声明已备份",
}, {"en": "a backup", "zh": "执行备份"}, found.about) if {
	some found in seen
	found.state == "stopped"
}

deny contains declared.contradiction(found, {
	"en": sprintf("the backup does not run every day (%v), whereas that is declared", [found.value]),
	"zh": sprintf("备份并非每天执行（%v），而声明为每日", [found.value]),
}, {"en": "a schedule for every day", "zh": "每日计划"}, daily) if {
	some found in seen
	found.state == "sparse"
	daily := [plan | some plan in found.about; plan.key == "offsite"]
	count(daily) > 0
}
