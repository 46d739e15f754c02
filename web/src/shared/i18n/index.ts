// Every text that a person reads. One namespace for each part of the page; English is the source language. The texts of the
// shell and of what features share are there from the start; those of one feature are loaded with it.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import auth from './en/auth.json';
import charts from './en/charts.json';
import common from './en/common.json';
import dataEntry from './en/data-entry.json';
import samples from './en/samples.json';
import shell from './en/shell.json';

const first = { auth, charts, common, dataEntry, samples, shell };

const later = {
  apiKeys: async () => (await import('./en/api-keys.json')).default,
  audit: async () => (await import('./en/audit.json')).default,
  connectivity: async () => (await import('./en/connectivity.json')).default,
  dashboard: async () => (await import('./en/dashboard.json')).default,
  notifications: async () => (await import('./en/notifications.json')).default,
  people: async () => (await import('./en/people.json')).default,
  violations: async () => (await import('./en/violations.json')).default,
};

/** A namespace that is loaded with the features that name it. */
export type LaterTexts = keyof typeof later;

export const LATER_TEXTS = Object.keys(later) as LaterTexts[];

type Loaded = { [Name in LaterTexts]: Awaited<ReturnType<(typeof later)[Name]>> };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof first & Loaded;
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en: first },
  interpolation: { escapeValue: false },
});

/** Resolves when the texts of the namespaces can be read. */
export async function loadTexts(names: readonly LaterTexts[]): Promise<void> {
  await Promise.all(
    names
      .filter((name) => !i18next.hasResourceBundle('en', name))
      .map(async (name) => i18next.addResourceBundle('en', name, await later[name]())),
  );
}

export default i18next;
