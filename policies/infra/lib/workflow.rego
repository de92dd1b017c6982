# METADATA
# scope: package
# title: Workflows of GitHub
# description: Jobs and steps as places, and what triggers them.
package fiducia.infra.lib.workflow

import data.fiducia.infra.lib.say

# Every step of every job.
steps contains say.at(sprintf("job %s, step %v", [id, object.get(step, "name", i + 1)]), ["jobs", id, "steps", i], step) if {
	some id, job in input.jobs
	some i, step in job.steps
	is_object(step)
}

# Every job.
jobs contains say.at(sprintf("job %s", [id]), ["jobs", id], job) if {
	some id, job in input.jobs
	is_object(job)
}

# The events that it runs on. YAML 1.1 reads the key as true.
events contains event if {
	some key in ["on", "true"]
	some event in names(input[key])
}

names(value) := {value} if is_string(value)

names(value) := {name | some name in value} if is_array(value)

names(value) := {name | some name, _ in value} if is_object(value)
