import { anApiKey } from '@/test/builders/people';
import { stateOf } from './key-state';

const now = Date.parse('2026-02-01T00:00:00Z');

it.each([
  [{}, 'active'],
  [{ expires_at: '2026-03-01T00:00:00Z' }, 'active'],
  [{ expires_at: '2026-02-10T00:00:00Z' }, 'expiring'],
  [{ expires_at: '2026-02-01T00:00:00Z' }, 'expired'],
  [{ is_active: false, expires_at: '2026-01-01T00:00:00Z' }, 'revoked'],
] as const)('%j is %s', (change, state) => expect(stateOf(anApiKey(change), now)).toBe(state));
