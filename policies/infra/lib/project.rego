# METADATA
# scope: package
# title: Documents of a project together
# description: Documents with their number, which is the first step of a path into one.
package fiducia.infra.lib.project

numbered := [object.union(document, {"number": number}) | some number, document in input.documents]
