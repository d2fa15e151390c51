#!/usr/bin/env bash
# Prints "ran N, skipped M: reasons" from the XML reports in the folders given; fails if nothing ran.
set -euo pipefail
ran=0 skipped=0 reasons=$(mktemp)
trap 'rm -f "$reasons"' EXIT
for folder in "$@"; do
  for report in "$folder"/TEST-*.xml; do
    [ -e "$report" ] || continue
    read -r tests left < <(
      sed -n 's/^<testsuite .* tests="\([0-9]*\)" errors="[0-9]*" skipped="\([0-9]*\)".*/\1 \2/p' "$report" | head -1
    )
    ran=$((ran + ${tests:-0} - ${left:-0}))
    skipped=$((skipped + ${left:-0}))
    # A disabled test has its reason in an attribute, a failed assumption in the text: "CLASS: reason".
    sed -n -e 's/.*<skipped message="\([^"]*\)".*/\1/p' \
      -e 's/.*<skipped [^>]*><!\[CDATA\[[^:]*: \(.*\)/\1/p' "$report" |
      sed -e 's/\]\]>.*//' -e 's/^Assumption failed: //' >>"$reasons"
  done
done
if [ "$skipped" -eq 0 ]; then
  echo "ran $ran, skipped 0: none"
else
  echo "ran $ran, skipped $skipped: $(sort "$reasons" | uniq -c | sed 's/^ *\([0-9]*\) \(.*\)/\2 (\1)/' | paste -sd ';' -)"
fi
[ "$ran" -gt 0 ]
