#!/usr/bin/env bash
# What a check costs beside conftest, opa and cfn-guard, as far as they are on the PATH, and how the cost grows with the size.
#
#   benches/compare.sh [--quick] [FIDUCIA]        default: target/release/fiducia
#
# Prints two tables, in Markdown, and writes docs/performance.svg. Fails where two programs do not find the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

quick=()
if [[ "${1-}" == --quick ]]; then quick=(--quick); shift; fi
binary="${1-target/release/fiducia}"
if [[ ! -x "$binary" ]]; then
  printf 'there is no %s: cargo build --release --locked\n' "$binary" >&2
  exit 2
fi
exec python3 benches/compare.py "${quick[@]}" "$binary"
