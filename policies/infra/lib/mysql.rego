# METADATA
# scope: package
# title: Settings of MySQL
# description: What the server's sections of an option file say. A dash and an underscore are the same there.
package fiducia.infra.lib.mysql

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# Every known setting of the server: its name with underscores, and its place.
settings contains {"name": replace(lower(key), "-", "_"), "place": say.at(section, [section, key], value)} if {
	some section in ["mysqld", "server", "mariadb", "mysqld-8.0", "mysqld-8.4"]
	some key, value in input[section]
	known.known(value)
}

# The place of the setting of a name.
named(name) := {setting.place | some setting in settings; setting.name == name}
