# METADATA
# scope: package
# title: Compose
# description: Services of compose files as places, and their environments.
package fiducia.infra.lib.compose

import data.fiducia.infra.lib.say

# Every service.
services contains say.at(sprintf("service %s", [name]), ["services", name], service) if {
	some name, service in input.services
	is_object(service)
}

# Every variable of a service: the name beside the place of its value.
variables contains {"variable": variable, "place": say.at(service.name, array.concat(service.path, ["environment", variable]), value)} if {
	some service in services
	some variable, value in service.value.environment
	is_string(variable)
}

variables contains {"variable": parts[0], "place": object.union(place, {"key": parts[0], "value": concat("=", array.slice(parts, 1, count(parts)))})} if {
	some service in services
	some i, entry in service.value.environment
	is_string(entry)
	parts := split(entry, "=")
	count(parts) > 1
	place := say.at(service.name, array.concat(service.path, ["environment", i]), entry)
}
