#!/usr/bin/env bash
# Runs every libFuzzer target for SECONDS (default 30), each with its seeds from fuzz/corpus/NAME and the words of
# fuzz/dictionaries/NAME.dict. Findings land in build/asan/fuzz/findings.
set -euo pipefail
cd "$(dirname "$0")/.."

export seconds=${1:-30} findings=$PWD/build/asan/fuzz/findings
mkdir -p "$findings"

run_one() {
  local name corpus log
  name=$(basename "$1")
  corpus=build/asan/fuzz/corpus/$name
  log=build/asan/fuzz/$name.log
  mkdir -p "$corpus"
  if "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -dict="fuzz/dictionaries/$name.dict" \
    -artifact_prefix="$findings/$name-" "$corpus" "fuzz/corpus/$name" >"$log" 2>&1; then
    printf 'fuzz: %-24s %s\n' "$name" "$(grep -E '^Done' "$log" || tail -1 "$log")"
  else
    printf 'fuzz: %s failed\n' "$name"
    tail -40 "$log"
    return 1
  fi
}
export -f run_one

mapfile -t targets < <(find build/asan/bin -maxdepth 1 -type f -executable -name 'fuzz_*' | sort)
[ ${#targets[@]} -gt 0 ] || { echo "fuzz: no targets were built"; exit 1; }
printf '%s\n' "${targets[@]}" | xargs -n 1 -P "$(nproc)" bash -c 'run_one "$1"' _
