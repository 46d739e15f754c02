// Whether a key still opens something. Pure.
import type { ApiKey } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';

/** Within these days an expiry is worth a look. */
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

export type KeyState = 'active' | 'expiring' | 'expired' | 'revoked';

export function stateOf({ is_active, expires_at }: ApiKey, now: number): KeyState {
  if (!is_active) return 'revoked';
  if (expires_at === null) return 'active';
  const left = parseTime(expires_at).getTime() - now;
  if (left <= 0) return 'expired';
  return left <= SOON_DAYS * DAY_MS ? 'expiring' : 'active';
}
