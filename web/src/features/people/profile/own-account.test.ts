import { languageName, languagesWith, zonesWith } from './own-account';

it('names languages in their own words', () => {
  expect(languageName('de')).toBe('Deutsch');
  expect(languageName('not a tag')).toBe('not a tag');
});

it('offers what is stored although it is not among the usual ones', () => {
  expect(languagesWith('sv')[0]).toBe('sv');
  expect(languagesWith('de').filter((tag) => tag === 'de')).toHaveLength(1);
  expect(zonesWith('Old/Zone')[0]).toBe('Old/Zone');
  expect(zonesWith(null)).toContain('Europe/Berlin');
  expect(zonesWith('UTC').filter((zone) => zone === 'UTC')).toHaveLength(1);
});
