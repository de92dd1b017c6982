# METADATA
# scope: package
# title: Rules of firewalls
# description: >-
#   What may come in, in the words of six clouds, as openings {place, from, to, protocol, cidr}: the place is that of the addresses. A
#   port that is not known is no opening.
package fiducia.infra.lib.firewall

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# Ports of administration and of stores of data.
guarded := {
	22: "SSH", 23: "Telnet", 1433: "SQL Server", 1521: "Oracle", 2375: "Docker", 2379: "etcd", 3306: "MySQL", 3389: "RDP",
	5432: "PostgreSQL", 5601: "Kibana", 6379: "Redis", 9042: "Cassandra", 9092: "Kafka", 9200: "Elasticsearch", 10250: "kubelet",
	11211: "Memcached", 27017: "MongoDB",
}

# Blocks of ingress within AWS's groups, and rules of their own.
openings contains {"place": place, "from": known.number(rule.from_port), "to": known.number(rule.to_port), "protocol": protocol(rule.protocol), "cidr": cidr} if {
	some type in ["aws_security_group", "aws_default_security_group"]
	some group in terraform.resources(type)
	some block in terraform.under(group, "ingress")
	rule := block.value
	some [place, cidr] in addresses(block, ["cidr_blocks", "ipv6_cidr_blocks"])
}

openings contains {"place": place, "from": known.number(rule.value.from_port), "to": known.number(rule.value.to_port), "protocol": protocol(rule.value.protocol), "cidr": cidr} if {
	some rule in terraform.resources("aws_security_group_rule")
	rule.value.type == "ingress"
	some [place, cidr] in addresses(rule, ["cidr_blocks", "ipv6_cidr_blocks"])
}

openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(rule.value.ip_protocol), "cidr": cidr} if {
	some rule in terraform.resources("aws_vpc_security_group_ingress_rule")
	ports := aws_ports(rule.value)
	some [place, cidr] in addresses(rule, ["cidr_ipv4", "cidr_ipv6"])
}

aws_ports(value) := [0, 65535] if protocol(value.ip_protocol) == "all"

aws_ports(value) := [known.number(value.from_port), known.number(value.to_port)] if protocol(value.ip_protocol) != "all"

# Google: a firewall that allows, with ranges of sources.
openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(allow.value.protocol), "cidr": cidr} if {
	some rule in terraform.resources("google_compute_firewall")
	lower(object.get(rule.value, "direction", "INGRESS")) == "ingress"
	some allow in terraform.under(rule, "allow")
	some ports in google_ports(allow.value)
	some [place, cidr] in addresses(rule, ["source_ranges"])
}

google_ports(allow) := {range(port) | some port in allow.ports} if allow.ports

google_ports(allow) := {[0, 65535]} if {
	not allow.ports
	protocol(allow.protocol) in {"all", "tcp", "udp"}
}

# Azure: rules of their own, and those within a group.
openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(rule.value.protocol), "cidr": cidr} if {
	some rule in azure_rules
	lower(rule.value.direction) == "inbound"
	lower(rule.value.access) == "allow"
	some ports in azure_ports(rule.value)
	some [place, cidr] in addresses(rule, ["source_address_prefix", "source_address_prefixes"])
}

azure_rules := array.concat(terraform.resources("azurerm_network_security_rule"), within) if {
	within := [rule |
		some group in terraform.resources("azurerm_network_security_group")
		some rule in terraform.under(group, "security_rule")
		is_object(rule.value)
	]
}

azure_ports(rule) := {range(port) |
	some key in ["destination_port_range", "destination_port_ranges"]
	some port in known.list(object.get(rule, key, null))
}

# Alibaba Cloud: `port_range` is `22/22`, -1/-1 for all.
openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(rule.value.ip_protocol), "cidr": cidr} if {
	some rule in terraform.resources("alicloud_security_group_rule")
	rule.value.type == "ingress"
	lower(object.get(rule.value, "policy", "accept")) == "accept"
	ports := range(replace(object.get(rule.value, "port_range", "-1/-1"), "/", "-"))
	some [place, cidr] in addresses(rule, ["cidr_ip", "ipv6_cidr_ip"])
}

# Tencent Cloud: rules, rules of a set, and the short form `ACCEPT#0.0.0.0/0#22#TCP`.
openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(object.get(rule.value, "ip_protocol", "all")), "cidr": cidr} if {
	some rule in terraform.resources("tencentcloud_security_group_rule")
	rule.value.type == "ingress"
	lower(rule.value.policy) == "accept"
	some port in split(object.get(rule.value, "port_range", "all"), ",")
	ports := range(port)
	some [place, cidr] in addresses(rule, ["cidr_ip", "source_cidr_ip"])
}

openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(object.get(rule.value, "protocol", "all")), "cidr": cidr} if {
	some set_ in terraform.resources("tencentcloud_security_group_rule_set")
	some rule in terraform.under(set_, "ingress")
	lower(rule.value.action) == "accept"
	some port in split(object.get(rule.value, "port", "all"), ",")
	ports := range(port)
	some [place, cidr] in addresses(rule, ["cidr_block", "ipv6_cidr_block"])
}

openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(parts[3]), "cidr": parts[1]} if {
	some group in terraform.resources("tencentcloud_security_group_lite_rule")
	some i, entry in group.value.ingress
	parts := split(entry, "#")
	count(parts) == 4
	lower(parts[0]) == "accept"
	some port in split(parts[2], ",")
	ports := range(port)
	place := say.at(group.name, array.concat(group.path, ["ingress", i]), entry)
}

# Huawei Cloud: `ports`, or a range of two.
openings contains {"place": place, "from": ports[0], "to": ports[1], "protocol": protocol(object.get(rule.value, "protocol", "all")), "cidr": cidr} if {
	some rule in terraform.resources("huaweicloud_networking_secgroup_rule")
	rule.value.direction == "ingress"
	lower(object.get(rule.value, "action", "allow")) == "allow"
	some ports in huawei_ports(rule.value)
	some [place, cidr] in addresses(rule, ["remote_ip_prefix"])
}

huawei_ports(rule) := {range(port) | some port in split(sprintf("%v", [rule.ports]), ",")} if rule.ports

huawei_ports(rule) := {[known.number(rule.port_range_min), known.number(rule.port_range_max)]} if not rule.ports

# The known addresses under some keys, each with its place.
addresses(rule, keys) := {[place, value] |
	some key in keys
	found := rule.value[key]
	some [place, value] in each(rule, key, found)
	known.known(value)
}

each(rule, key, found) := {[say.at(rule.name, array.concat(rule.path, [key]), found), found]} if is_string(found)

each(rule, key, found) := {[say.at(rule.name, array.concat(rule.path, [key, i]), value), value] | some i, value in found; is_string(value)} if is_array(found)

# `22`, `20-25`, `*`, `all`, `-1--1` as two ports.
range(text) := [port, port] if port := known.number(text)

range(text) := [to_number(ports[1]), to_number(ports[2])] if {
	is_string(text)
	ports := regex.find_all_string_submatch_n(`^\s*([0-9]+)\s*[-/]\s*([0-9]+)\s*$`, text, 1)[0]
}

range(text) := [0, 65535] if {
	is_string(text)
	lower(text) in {"*", "all", "-1--1", "1-65535", "any"}
}

# The word for a protocol.
protocol(value) := "all" if lower(sprintf("%v", [value])) in {"-1", "all", "*", "any", "0"}

protocol(value) := lower(sprintf("%v", [value])) if {
	known.known(value)
	not lower(sprintf("%v", [value])) in {"-1", "all", "*", "any", "0"}
}

# Openings for any address at all.
public contains opening if {
	some opening in openings
	known.everywhere(opening.cidr)
}

# The whole range of ports, or all protocols.
whole(opening) if opening.protocol == "all"

whole(opening) if {
	opening.from <= 1
	opening.to >= 65535
}

# The guarded ports that an opening reaches.
reached(opening) := {port |
	some port, _ in guarded
	opening.from <= port
	port <= opening.to
}
