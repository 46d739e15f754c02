import { aCertificate } from '@/test/builders/connections';
import { commonName, fingerprintText, ofTrust, validityOf } from './certificate-view';

describe('a certificate', () => {
  it.each([
    ['O=Maker,CN=PLC 1', 'PLC 1'],
    ['CN=PLC 1, O=Maker', 'PLC 1'],
    ['O=Maker', 'O=Maker'],
  ])('of %s is called %s', (subject, name) => expect(commonName(subject)).toBe(name));

  it('has a fingerprint that people can compare', () => expect(fingerprintText('8550b5')).toBe('85:50:B5'));

  it.each([
    ['2025-12-31T23:00:00Z', 'not-yet'],
    ['2026-06-01T00:00:00Z', 'valid'],
    ['2026-12-20T00:00:00Z', 'ends-soon'],
    ['2027-01-01T00:00:00Z', 'expired'],
  ])('is at %s %s', (now, validity) =>
    expect(
      validityOf(
        aCertificate({ not_before: '2026-01-01T00:00:00Z', not_after: '2027-01-01T00:00:00Z' }),
        Date.parse(now),
      ),
    ).toBe(validity),
  );

  it('lies with those of its trust, by name', () => {
    const all = [
      aCertificate({ subject: 'CN=B' }),
      aCertificate({ subject: 'CN=C', trust: 'trusted' }),
      aCertificate({ subject: 'O=Z,CN=A' }),
    ];
    expect(ofTrust(all, 'rejected').map(({ subject }) => subject)).toEqual(['O=Z,CN=A', 'CN=B']);
  });
});
