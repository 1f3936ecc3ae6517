#!/usr/bin/env bash
# Renews the locks: requirements/*.in -> *.txt, for every Python and system we support.
# A lock holds names, versions and hashes, and never the address of a registry.
# With arguments, they go to uv: tools/lock.sh --upgrade, or --upgrade-package django.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
uv=${UV:-uv}

compile() {
  local name=$1; shift
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    "$name.in" --output-file "$name.txt" "$@"
  printf 'requirements/%s.txt  %s packages\n' "$name" "$(grep -c '==' "$name.txt")"
}

compile uv "$@"
compile build "$@"
compile base "$@"
compile postgres "$@"
compile redis "$@"
compile dev --constraint base.txt --constraint postgres.txt --constraint redis.txt "$@"
