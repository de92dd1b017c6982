# METADATA
# scope: package
# title: Documents of a project together
# description: Documents with their number, which is the first step of a path into one.
package fiducia.infra.lib.project

numbered := [object.union(document, {"number": number}) | some number, document in input.documents]

# A place of a document, as a place of the project.
at(document, place) := object.union(place, {"path": array.concat(["documents", document.number, "content"], place.path)})

# Files in folders whose names say that they are what tests read.
test_data(document) if regex.match(`(?i)(^|/)(testdata|test|tests|e2e|__tests__)/`, document.path)
