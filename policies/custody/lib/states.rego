# METADATA
# scope: package
# title: Whether a piece of work is finished
package fiducia.custody.lib.states

import data.fiducia.custody.lib.text

# Any word but those of `finished_states` leaves the work open, an unreadable one too.
finished(status) if text.among(status, data.fiducia.params.finished_states)
