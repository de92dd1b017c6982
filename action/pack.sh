#!/usr/bin/env bash
# Packs a built binary with its licence, manual page and completions: pack.sh VERSION TARGET FOLDER
set -euo pipefail
version=$1 target=$2 folder=$3

suffix=''
[[ $target != *windows* ]] || suffix=.exe
built="target/$target/release/fiducia$suffix"
stage=$(mktemp -d)
mkdir -p "$folder" "$stage/completions"

cp -- "$built" LICENSE README.md README.zh-CN.md CHANGELOG.md "$stage/"
"$built" man >"$stage/fiducia.1"
for shell in bash elvish fish powershell zsh; do
  "$built" completions "$shell" >"$stage/completions/fiducia.$shell"
done
tar -czf "$folder/fiducia-$version-$target.tar.gz" -C "$stage" .
rm -rf -- "$stage"
