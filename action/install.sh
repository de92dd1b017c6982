#!/usr/bin/env bash
# Finds or makes the binary: a release whose checksum is listed in `checksums.txt`, else a build of this checkout.
# Reads INPUT_VERSION, ACTION_PATH, ACTION_REPOSITORY, SERVER_URL and the runner's variables; writes the output
# `binary`.
set -euo pipefail

# shellcheck source=action/fail.sh
source "$ACTION_PATH/action/fail.sh"

# The target that the runner can execute, as the release archives name it.
target() {
  case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) echo none ;;
  esac
}

sum_of() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

own_version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$ACTION_PATH/Cargo.toml" | head -n1)
version=${INPUT_VERSION:-$own_version}
version=${version#v}
if [[ ! $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then
  fail "\"$version\" is no version of fiducia; write one such as $own_version, or leave \`version\` out"
fi

archive="fiducia-$version-$(target).tar.gz"
expected=$(awk -v name="$archive" '$2 == name { print $1 }' "$ACTION_PATH/action/checksums.txt")
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/fiducia.XXXXXX")

if [[ -n $expected ]]; then
  url="$SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version/$archive"
  curl --fail --silent --show-error --location --retry 3 --proto '=https' --output "$work/$archive" -- "$url" ||
    fail "$url cannot be downloaded"
  found=$(sum_of "$work/$archive")
  [[ $found == "$expected" ]] || fail "$archive has the checksum $found; action/checksums.txt wants $expected"
  tar -xzf "$work/$archive" -C "$work"
  binary="$work/fiducia"
elif [[ $version == "$own_version" ]]; then
  command -v cargo >/dev/null ||
    fail "no release of $version is listed for this runner, and it has no cargo to build one; install Rust before this step"
  CARGO_TARGET_DIR="$work/target" cargo install --locked --quiet --path "$ACTION_PATH" --root "$work" ||
    fail "fiducia $version does not build on this runner; the lines above say why"
  binary="$work/bin/fiducia"
else
  fail "no checksum of $archive is listed in action/checksums.txt; use the action at the tag v$version, or leave \`version\` out"
fi

[[ ${RUNNER_OS:-} != Windows ]] || binary="$binary.exe"
"$binary" --version
printf 'binary=%s\n' "$binary" >>"$GITHUB_OUTPUT"
