#!/usr/bin/env bash
# Holds the release server's own /openapi.json against the contracts, where they stand beside the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

check=../shared/tools/contract-check
if [ ! -x "$check" ]; then
  echo "contract: ../shared is not here, nothing to compare with"
  exit 0
fi
document=$(mktemp)
trap 'rm -f "$document"' EXIT
build/release/bin/openspc openapi >"$document"
python3 "$check" "$document" --only /api/v1/auth /api/v1/users /api/v1/api-keys /api/v1/data-entry /api/v1/plants /api/v1/hierarchy /api/v1/samples /api/v1/violations /api/v1/brokers /api/v1/opcua-servers /api/v1/tags /api/v1/providers
