# shellcheck shell=bash
# Ends a step that cannot go on. The message goes into a workflow command, so what it holds is escaped.
fail() {
  local text=$1
  text=${text//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  text=${text//$'\n'/'%0A'}
  printf '::error title=fiducia::%s\n' "$text"
  printf 'exit-code=2\n' >>"$GITHUB_OUTPUT"
  exit 2
}
