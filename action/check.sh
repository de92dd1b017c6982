#!/usr/bin/env bash
# Runs the check: annotations on standard output, the summary of the job, the outputs, the exit code.
# Inputs arrive in the environment. Lists have one entry a line, so that spaces and quotes mean nothing, and nothing
# is ever evaluated by a shell.
# Kept to what bash 3.2 knows, which is what macOS has.
set -euo pipefail

# shellcheck source=action/fail.sh
source "$ACTION_PATH/action/fail.sh"

# Appends the lines of a text that are not empty to the arguments, each behind a prefix.
add_lines() {
  local prefix=$1 line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    [[ -z $line ]] || arguments+=("$prefix$line")
  done <<<"$2"
}

# A value of one line: a line break in it could smuggle in an output of its own.
single() {
  [[ $2 != *[$'\n\r']* ]] || fail "the input \`$1\` must be one line"
}

single config "$INPUT_CONFIG"
single fail-on "$INPUT_FAIL_ON"
single baseline "$INPUT_BASELINE"
single changed-only "$INPUT_CHANGED_ONLY"
single trusted-config "$INPUT_TRUSTED_CONFIG"
single merge "$INPUT_MERGE"
single sarif-file "$INPUT_SARIF_FILE"
single html-file "$INPUT_HTML_FILE"
single working-directory "$INPUT_WORKING_DIRECTORY"

# A path as the path of an address has it.
encode() {
  local LC_ALL=C text=$1 index character code
  for ((index = 0; index < ${#text}; index++)); do
    character=${text:index:1}
    case $character in
      [a-zA-Z0-9._~/-]) printf '%s' "$character" ;;
      *)
        # Some versions take a byte for a negative number.
        printf -v code '%d' "'$character"
        printf '%%%02X' "$((code & 255))"
        ;;
    esac
  done
}

cd -- "$INPUT_WORKING_DIRECTORY" || fail "the working directory \"$INPUT_WORKING_DIRECTORY\" does not exist"
reports=$(mktemp -d "${RUNNER_TEMP:-/tmp}/fiducia.XXXXXX")

arguments=(--format github --output "json=$reports/report.json" --output "markdown=$reports/summary.md")
add_lines --policy= "$INPUT_POLICY"
[[ -z $INPUT_CONFIG ]] || arguments+=("--config=$INPUT_CONFIG")
[[ -z $INPUT_FAIL_ON ]] || arguments+=("--fail-on=$INPUT_FAIL_ON")
[[ -z $INPUT_BASELINE ]] || arguments+=("--baseline=$INPUT_BASELINE")
[[ -z $INPUT_SARIF_FILE ]] || arguments+=("--output=sarif=$INPUT_SARIF_FILE")
[[ -z $INPUT_HTML_FILE ]] || arguments+=("--output=html=$INPUT_HTML_FILE")

# The summary links to the files of the commit that the run is about, if that is what is checked out.
if [[ ${GITHUB_SERVER_URL:-} == https://* && -n ${GITHUB_REPOSITORY:-} && -n ${GITHUB_SHA:-} ]] &&
  command -v git >/dev/null && [[ $(git rev-parse HEAD 2>/dev/null) == "$GITHUB_SHA" ]]; then
  folder=$(git rev-parse --show-prefix)
  arguments+=("--link-base=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$GITHUB_SHA/$(encode "$folder")")
fi

# On a pull request, what decides comes from the commit that it started from: the change cannot vouch for itself.
trusted=''
case $INPUT_TRUSTED_CONFIG in
  auto)
    if [[ ${GITHUB_EVENT_NAME:-} == pull_request* && -z $INPUT_MERGE && $INPUT_ARGS != *--shard* &&
      ${BASE_SHA:-} =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ ]]; then
      trusted=$BASE_SHA
    fi
    ;;
  false | '') ;;
  *) trusted=$INPUT_TRUSTED_CONFIG ;;
esac
if [[ -n $trusted ]]; then
  # A clone of one commit does not know where the pull request started.
  if [[ $(git rev-parse --is-shallow-repository 2>/dev/null) == true ]] &&
    ! git merge-base HEAD "$trusted" >/dev/null 2>&1; then
    fail "\`trusted-config\` needs the commit that this change started from, and the clone is too shallow to have it: set \`fetch-depth: 0\` for actions/checkout, or \`trusted-config: 'false'\` to believe the checkout"
  fi
  arguments+=("--trusted-config=$trusted")
fi

case $INPUT_CHANGED_ONLY in
  true)
    # A branch pushed for the first time has no commit before it.
    [[ ${BASE_SHA:-} =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ && ! $BASE_SHA =~ ^0+$ ]] ||
      fail "\`changed-only\` needs a commit to compare with, and this event (${GITHUB_EVENT_NAME:-unknown}) has none"
    arguments+=("--changed-since=$BASE_SHA")
    ;;
  false | '') ;;
  *) fail "the input \`changed-only\` must be true or false, not \"$INPUT_CHANGED_ONLY\"" ;;
esac
add_lines '' "$INPUT_ARGS"
if [[ -n $INPUT_MERGE ]]; then
  command=merge
  [[ -z $INPUT_POLICY$INPUT_CONFIG$INPUT_BASELINE ]] ||
    fail "the inputs \`policy\`, \`config\` and \`baseline\` belong to the shards and not to \`merge\`"
  arguments+=(--)
  for report in "$INPUT_MERGE"/*.json; do
    [[ -f $report ]] || fail "there is no report in the folder \"$INPUT_MERGE\""
    arguments+=("$report")
  done
else
  command=check
  arguments+=(--no-progress --)
  before=${#arguments[@]}
  add_lines '' "$INPUT_PATHS"
  ((${#arguments[@]} > before)) || fail "the input \`paths\` names nothing to check; write \`.\` for everything"
fi

# What the checker says beside its report quotes the files that it read, so the runner is told to take no commands
# from it. The report itself is escaped by the checker.
code=0
"$FIDUCIA" "$command" "${arguments[@]}" 2>"$reports/notes.txt" || code=$?
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
cat -- "$reports/notes.txt"
printf '\n::%s::\n' "$token"

if [[ -f $reports/summary.md ]]; then cat -- "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"; fi
findings='' waived=''
if [[ -f $reports/report.json ]] && command -v jq >/dev/null; then
  findings=$(jq -r '[.findings[] | select(.status == "open")] | length' "$reports/report.json" | tr -d '\r')
  waived=$(jq -r '[.findings[] | select(.status == "waived")] | length' "$reports/report.json" | tr -d '\r')
fi
sarif=''
if [[ -n $INPUT_SARIF_FILE && -f $INPUT_SARIF_FILE ]]; then
  sarif=$(realpath -- "$INPUT_SARIF_FILE")
  sarif=${sarif#"$(realpath -- "$GITHUB_WORKSPACE")"/}
fi
{
  printf 'findings=%s\n' "$findings"
  printf 'waived=%s\n' "$waived"
  printf 'exit-code=%s\n' "$code"
  printf 'sarif-file=%s\n' "$sarif"
} >>"$GITHUB_OUTPUT"
exit "$code"
