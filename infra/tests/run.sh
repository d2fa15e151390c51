#!/bin/sh
# Checks the infrastructure without a cloud; from a fresh clone it needs Node 20 and npm, and uses
# terraform and gcloud where they are on PATH.
set -eu
cd "$(dirname "$0")/offline"

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "SKIP all checks of infra/: node and npm are not on PATH"
  echo "ran 0, skipped 1: no node on PATH"
  exit 0
fi
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --silent
fi
exec node run.mjs
