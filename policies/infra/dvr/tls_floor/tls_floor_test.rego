package fiducia.infra.dvr.tls_floor_test

import data.fiducia.infra.dvr.tls_floor

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "NetworkProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := tls_floor.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := tls_floor.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

endpoints := {"endpoints": [{"name": "pay", "tls": {"min_version": 1.2}}, {"name": "bank", "tls": {"min_version": "1.3"}}, {"name": "line", "tls": {"protocol": "TLCP"}}, {"name": "files", "tlcp": {"enabled": true}}]}

nginx(lines) := parse_config("nginx", sprintf("http { server { server_name pay.harbor.example; %s } }", [lines]))

test_nginx if {
	found(endpoints, [nginx("ssl_protocols TLSv1.3 TLSv1.1;")]) == {["1/content/directives/0/block/directives/0/block/directives/1/parameters/1", "endpoints/0/tls/min_version"]}
	found(endpoints, [nginx("ssl_protocols TLSv1.2;")]) == set()
	judged(endpoints, [nginx("ssl_protocols $versions;")]) == 0
}

test_servers_are_told_apart_by_name if {
	found(endpoints, [parse_config("nginx", "server { server_name bank; ssl_protocols TLSv1.2; } server { server_name other; ssl_protocols TLSv1.2; }")]) == {["1/content/directives/0/block/directives/1/parameters/0", "endpoints/1/tls/min_version"]}
}

test_listeners_of_clouds if {
	found(endpoints, [parse_config("hcl2", `resource "aws_lb_listener" "bank" {
  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}
resource "alicloud_slb_listener" "any" {
  tls_cipher_policy = "tls_cipher_policy_1_1"
}
resource "azurerm_linux_web_app" "pay" {
  site_config {
    minimum_tls_version = var.floor
  }
}
`)]) == {
		["1/content/resource/aws_lb_listener/bank/0/ssl_policy", "endpoints/1/tls/min_version"],
		["1/content/resource/alicloud_slb_listener/any/0/tls_cipher_policy", "endpoints/0/tls/min_version"],
	}
}

test_haproxy if {
	proxy := {"directives": [{"name": "bind", "parameters": ["*:443", "ssl", "ssl-min-ver", "TLSv1.0"]}]}
	found(endpoints, [proxy]) == {["1/content/directives/0/parameters/3", "endpoints/0/tls/min_version"]}
}

test_manifests if {
	found(endpoints, [
		{"kind": "Gateway", "metadata": {"name": "bank"}, "spec": {"servers": [{"tls": {"minProtocolVersion": "TLSV1_2"}}]}},
		{"kind": "HTTPProxy", "metadata": {"name": "x"}, "spec": {"virtualhost": {"tls": {"minimumProtocolVersion": "1.1"}}}},
		{"kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"ssl-protocols": "TLSv1.2 TLSv1.3"}},
	]) == {
		["1/content/spec/servers/0/tls/minProtocolVersion", "endpoints/1/tls/min_version"],
		["2/content/spec/virtualhost/tls/minimumProtocolVersion", "endpoints/0/tls/min_version"],
	}
}

# An endpoint that does not say what it accepts may be any of the listeners.
test_incomplete_declarations_judge_by_name_alone if {
	some_say := {"endpoints": array.concat(endpoints.endpoints, [{"name": "x", "tls": {}}])}
	judged(some_say, [parse_config("nginx", "server { ssl_protocols TLSv1; }")]) == 0
	judged(some_say, [nginx("ssl_protocols TLSv1.2;")]) == 1
	judged({}, [nginx("ssl_protocols TLSv1;")]) == 0
}
