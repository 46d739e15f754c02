#!/usr/bin/env bash
# clang-tidy over our sources. A file is checked again only when it, a header of ours that it includes, or the configuration changed.
set -euo pipefail
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/openspc/tidy
mkdir -p "$cache"
export cache
export base_digest=$( (cat .clang-tidy src/*/.clang-tidy; clang-tidy-19 --version) | sha256sum | cut -c1-16)

# The compiler names the headers of ours that a file reads; their contents and the file's own decide.
check() {
  local file=$1 flags key log
  flags=$(python3 scripts/compile_flags.py build/tidy/compile_commands.json "$file") || return 0
  # shellcheck disable=SC2086
  key=$( (echo "$base_digest $file"; g++ $flags -MM "$file" 2>/dev/null | tr -d '\\\n' | tr ' ' '\n' | grep -E '/(src|tests|bench|build/rooms)/' | xargs cat) | sha256sum | cut -c1-40)
  [ -f "$cache/$key" ] && return 0
  log=$(clang-tidy-19 --quiet -p build/tidy "$file" 2>/dev/null) && { touch "$cache/$key"; return 0; }
  printf '%s\n' "$log"
  return 1
}
export -f check

mapfile -t files < <(git ls-files 'src/*.cpp')
if printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'check "$1"' _; then
  echo "clang-tidy: ${#files[@]} files are clean"
else
  echo "clang-tidy: see above"
  exit 1
fi
