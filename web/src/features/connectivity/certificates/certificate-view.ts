// What people need to know of a certificate before they trust it. Pure.
import type { Certificate } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';

/** In pairs, as tools and people compare them. */
export const fingerprintText = (fingerprint: string): string =>
  (fingerprint.toUpperCase().match(/../g) ?? []).join(':');

/** The name that it was given to, without the rest of its subject. */
export const commonName = (subject: string): string =>
  /(?:^|,)\s*CN=([^,]+)/i.exec(subject)?.[1]?.trim() ?? subject;

export type Validity = 'valid' | 'expired' | 'not-yet' | 'ends-soon';

const SOON_MS = 30 * 24 * 3_600_000;

export function validityOf({ not_before, not_after }: Certificate, nowMs: number): Validity {
  const end = parseTime(not_after).getTime();
  if (nowMs < parseTime(not_before).getTime()) return 'not-yet';
  if (nowMs >= end) return 'expired';
  return end - nowMs < SOON_MS ? 'ends-soon' : 'valid';
}

export type Trust = Certificate['trust'];

/** Those that wait for a decision come first. */
export const GROUPS = ['rejected', 'trusted'] as const satisfies readonly Trust[];

export const ofTrust = (certificates: readonly Certificate[], trust: Trust): Certificate[] =>
  certificates
    .filter((certificate) => certificate.trust === trust)
    .sort((a, b) => commonName(a.subject).localeCompare(commonName(b.subject), undefined, { numeric: true }));
