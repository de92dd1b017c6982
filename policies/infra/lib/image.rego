# METADATA
# scope: package
# title: Names of images
# description: >-
#   Whether the name of an image stands for another one tomorrow. A bare word that is no image of the public library is one that is
#   built beside it, whose version another tool writes.
package fiducia.infra.lib.image

# Neither tag nor digest, or a tag that moves.
moves(image) if {
	not contains(image, "@sha256:")
	parts := split(image, "/")
	regex.match(`^[^:]+(:latest)?$`, parts[count(parts) - 1])
	not local(image)
}

local(image) if {
	not contains(image, "/")
	not contains(image, ":")
	not image in library
}

# Images of the public library that are in wide use.
library := {
	"almalinux", "alpine", "amazoncorretto", "amazonlinux", "busybox", "caddy", "cassandra", "centos", "consul", "couchdb", "debian",
	"docker", "eclipse-temurin", "elasticsearch", "fedora", "fluentd", "gcc", "ghost", "golang", "gradle", "haproxy", "httpd",
	"influxdb", "java", "jenkins", "kibana", "kong", "logstash", "mariadb", "maven", "memcached", "mongo", "mysql", "nats", "neo4j",
	"nextcloud", "nginx", "node", "openjdk", "oraclelinux", "perl", "php", "postgres", "python", "rabbitmq", "redis", "registry",
	"rockylinux", "rust", "ruby", "solr", "sonarqube", "swift", "telegraf", "tomcat", "traefik", "ubuntu", "vault", "wordpress",
	"zookeeper",
}
