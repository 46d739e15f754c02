// Every text that a person reads. One namespace for each part of the page; English is the source language.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import auth from './en/auth.json';
import charts from './en/charts.json';
import common from './en/common.json';
import connectivity from './en/connectivity.json';
import dashboard from './en/dashboard.json';
import dataEntry from './en/data-entry.json';
import notifications from './en/notifications.json';
import samples from './en/samples.json';
import shell from './en/shell.json';
import violations from './en/violations.json';

export const resources = {
  auth,
  charts,
  common,
  connectivity,
  dashboard,
  dataEntry,
  notifications,
  samples,
  shell,
  violations,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof resources;
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en: resources },
  interpolation: { escapeValue: false },
});

export default i18next;
