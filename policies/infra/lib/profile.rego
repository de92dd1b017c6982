# METADATA
# scope: package
# title: Profiles
# description: Rules of the profile `strict` ask for it, so that a first run over an ordinary repository is not buried.
package fiducia.infra.lib.profile

strict if data.fiducia.params.infra_profile == "strict"
