// What a person chooses for the own account. Pure.

/** Tags of languages, each told in its own words. */
export const LANGUAGES = ['en', 'de', 'fr', 'it', 'es', 'pl', 'cs', 'nl'] as const;

export const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};

/** Those that are offered, and the one that is stored where it is another. */
export const languagesWith = (stored: string | null): string[] =>
  stored === null || LANGUAGES.some((tag) => tag === stored) ? [...LANGUAGES] : [stored, ...LANGUAGES];

/** What the browser knows of zones, UTC among them. */
export const zonesWith = (stored: string | null): string[] => {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  return stored === null || known.has(stored) ? [...known] : [stored, ...known];
};
