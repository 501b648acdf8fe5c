#!/usr/bin/env bash
# A simulation in parts with GNU parallel: one job for each part, joined to the bytes of one run.
#
#   Examples/jobs/parallel.sh SCENARIO RESULT [PARTS] [OPTION…]      options go to every part
set -euo pipefail
scenario=$1 result=$2 parts=${3:-8}
shift $(($# < 3 ? $# : 3))
kind=$(grep -o '"scenario": *"[a-z]*"' "$scenario" | cut -d'"' -f4)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A part that fails can be run again at any time: the same part has the same bytes.
seq 1 "$parts" | parallel --halt now,fail=1 \
  xiantou sim "$kind" --scenario "$scenario" --shard "{}/$parts" --threads 1 \
  -o "$folder/{}.run" --json --progress none "$@" '>' /dev/null
xiantou sim merge "$folder"/*.run -o "$result" --json
