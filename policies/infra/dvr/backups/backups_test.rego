package fiducia.infra.dvr.backups_test

import data.fiducia.infra.dvr.backups

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "DataProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := backups.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := backups.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

daily := {"backup": {"local": true, "offsite": "daily"}}

job(name, schedule) := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name}, "spec": {"schedule": schedule}}

test_schedules_that_leave_days_out if {
	every schedule in ["0 3 * * 0", "0 3 * * 1-5", "0 3 1 * *", "0 3 * 1 *", "@weekly", "@Monthly", "CRON_TZ=Asia/Shanghai 0 3 * * 0", "rate(7 days)"] {
		found(daily, [job("db-backup", schedule)]) == {["1/content/spec/schedule", "backup/offsite"]}
	}
	every schedule in ["0 3 * * *", "*/15 * * * *", "@daily", "@hourly", "0 0 3 * * *", "cron(0 5 ? * * *)", "rate(1 day)", "0 3 * * MON-SUN", "H 3 * * *"] {
		found(daily, [job("db-backup", schedule)]) == set()
		judged(daily, [job("db-backup", schedule)]) == 1
	}
}

test_other_jobs_are_no_backups if {
	judged(daily, [job("reconcile", "0 3 * * 0"), job("backup", "{{ .Values.schedule }}")]) == 0
}

test_backups_that_are_off if {
	found(daily, [parse_config("hcl2", `resource "google_sql_database_instance" "a" {
  settings {
    backup_configuration {
      enabled = false
    }
  }
}
resource "aws_rds_cluster" "b" {
  backup_retention_period = 0
}
`)]) == {
		["1/content/resource/google_sql_database_instance/a/0/settings/0/backup_configuration/0/enabled", "backup/local"],
		["1/content/resource/aws_rds_cluster/b/0/backup_retention_period", "backup/local"],
	}
}

test_what_is_declared if {
	found({"backup": {"local": true, "offsite": "none"}}, [job("backup", "0 3 * * 0")]) == set()
	judged({"backup": {"local": false}}, [job("backup", "0 3 * * 0")]) == 0
}
