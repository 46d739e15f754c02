import { bodyOf, type KeyValues, NEW_KEY, problemsOf, scopesOf } from './key-form';

const now = new Date(2026, 1, 1).getTime();
const fine: KeyValues = { ...NEW_KEY, name: ' Gauge 4 ' };

it('sends just what limits the key', () => {
  expect(bodyOf(fine)).toEqual({
    name: 'Gauge 4',
    purpose: 'enter',
    expires_at: null,
    rate_limit_per_minute: 60,
  });
  expect(bodyOf({ ...fine, scope: 'branches', plants: [1], branches: [7, 8] })).toMatchObject({
    branches: [7, 8],
  });
  expect(bodyOf({ ...fine, scope: 'branches', plants: [1], branches: [7] })).not.toHaveProperty('plants');
});

it('sends the end as a time in UTC', () =>
  expect(bodyOf({ ...fine, expires_at: '2026-03-01 08:00' }).expires_at).toBe(
    new Date(2026, 2, 1, 8).toISOString(),
  ));

it.each([
  [{}, {}],
  [{ name: ' ' }, { name: 'required' }],
  [{ rate_limit_per_minute: '1001' }, { rate_limit_per_minute: 'rate' }],
  [{ scope: 'plants' as const }, { plants: 'scope' }],
  [{ scope: 'characteristics' as const, purpose: 'display' as const }, { characteristics: 'display' }],
  [
    { scope: 'branches' as const, branches: Array.from({ length: 201 }, (_, i) => i) },
    { branches: 'tooMany' },
  ],
  [{ expires_at: 'soon' }, { expires_at: 'expiry' }],
  [{ expires_at: '2026-01-31 10:00' }, { expires_at: 'expiry' }],
  [{ expires_at: '2026-02-02' }, {}],
])('finds what is wrong with %j', (change, problems) =>
  expect(problemsOf({ ...fine, ...change }, now)).toEqual(problems),
);

it('lets a screen name characteristics and nothing else', () => {
  expect(scopesOf('display')).toEqual(['characteristics']);
  expect(scopesOf('both')).toHaveLength(4);
});
