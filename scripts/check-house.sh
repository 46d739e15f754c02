#!/usr/bin/env bash
# Rules of the house that neither compiler nor linter checks. Prints each breach; exit status 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

breaches=0
breach() { printf 'house: %s\n' "$1"; breaches=$((breaches + 1)); }
sources() { git ls-files -- "$@" | grep -E '\.(cpp|h)$' || true; }
each_match() { # PATTERN MESSAGE FILES...
  local pattern=$1 message=$2 line; shift 2
  [ $# -eq 0 ] && return
  while IFS= read -r line; do breach "$line: $message"; done < <(grep -nHE "$pattern" "$@" || true)
}

mapfile -t ours < <(sources src tests bench fuzz)
mapfile -t rooms < <(sources src)
mapfile -t outside_db < <(sources src | grep -v '^src/db/')
mapfile -t outside_net < <(sources src | grep -v '^src/net/')
mapfile -t spc < <(sources src/spc)

each_match '#include "\.\./' 'reach other rooms by "room/file.h", never by ..' "${ours[@]}"
each_match '#include [<"](sqlite3|libpq)' 'only db includes a client library of a database' "${outside_db[@]}"
each_match '#include <boost/beast' 'only net includes Beast' "${outside_net[@]}"
each_match '#include [<"](boost|fmt|spdlog|base/)' 'spc stands on the standard library alone' "${spc[@]}"
each_match '(^|[^A-Za-z_])(TODO|FIXME|XXX)([^A-Za-z_]|$)' 'finish it, or name it in an issue' "${ours[@]}"
each_match '(\*|auto)[A-Za-z_ ]* = new |return new |\.reset\(new |^ *delete ' 'own memory by value or smart pointer' "${rooms[@]}"

while IFS= read -r file; do
  head -3 "$file" | grep -q '^//' || breach "$file: a header opens by saying what it is for"
done < <(sources src | grep '\.h$')

for room in src/*/; do [ -e "${room}README.md" ] || breach "$room: a room's README.md says what is where"; done

# Files that a text names as a link or in backticks, and folders in backticks: from the text's folder, from src/ or from the root.
while IFS=: read -r text path; do
  [ -e "$(dirname "$text")/$path" ] || [ -e "src/$path" ] || [ -e "$path" ] || breach "$text: there is no $path"
done < <(git ls-files -- '*README.md' 'docs/*.md' ':!web' |
  xargs grep -oHE '\]\([^):#]+[)#]|`[A-Za-z0-9_./-]+\.(h|cpp|cmake|md|sh|py|ts)`|`(src|tests|bench|fuzz|docs)/[A-Za-z0-9_./-]+`' |
  sed -E 's/:(\]\(|`)/:/; s/[`)#]$//')

hosts=$(git ls-files | grep -vE '\.(png|svg)$' | xargs grep -nIE 'deb\.debian\.org|registry\.npmjs\.org' 2>/dev/null | grep -v '^scripts/check-house.sh' || true)
[ -z "$hosts" ] || breach "a registry host stands in a file: $hosts"

[ "$breaches" -eq 0 ] && echo "house: ${#ours[@]} files keep the rules"
[ "$breaches" -eq 0 ]
