#!/usr/bin/env bash
# Looks at a finished program for what cmake/OpenspcOptions.cmake asks of a release. Usage: scripts/check-hardening.sh PROGRAM
set -euo pipefail

program=$1
missing=0
wants() { # WHAT COMMAND...: the command finds it
  local what=$1; shift
  "$@" || { printf 'hardening: %s: %s is missing\n' "$program" "$what"; missing=$((missing + 1)); }
}

headers=$(readelf -W --program-headers --file-header --dynamic "$program")
symbols=$(nm --dynamic "$program")
shows() { grep -qE "$1" <<<"$headers"; }
calls() { grep -qE "$1" <<<"$symbols"; }
marks_branch_targets() { [ "$(uname -m)" != x86_64 ] || [ "$(objdump -d --section=.text "$program" | grep -c endbr64)" -gt 1000 ]; }
asserts_on_containers() { calls '__glibcxx_assert_fail' || grep -qaF '__n < this->size()' "$program"; }

wants "a position independent program (PIE)" shows 'Type: +DYN'
wants "a read-only relocation table (RELRO)" shows 'GNU_RELRO'
wants "binding at start (BIND_NOW)" shows 'BIND_NOW|FLAGS_1.*NOW'
wants "a stack that is not executable" shows 'GNU_STACK.* RW +0x'
wants "stack protection" calls '__stack_chk_fail'
wants "checked calls of the C library (FORTIFY)" calls '__(memcpy|memmove|snprintf|read)_chk'
wants "marks of branch targets (CET)" marks_branch_targets
wants "assertions of the standard library" asserts_on_containers

[ "$missing" -eq 0 ] && echo "hardening: $(basename "$program") has all of it"
[ "$missing" -eq 0 ]
