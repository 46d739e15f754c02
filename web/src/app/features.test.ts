// @vitest-environment jsdom
import { LATER_TEXTS, type LaterTexts } from '@/shared/i18n';
import type { Feature } from '@/shared/routing/feature';
import { features, navigationOf } from './features';

const own: Record<string, string> = import.meta.glob('/src/features/**/!(*.test).{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const shared: Record<string, string> = import.meta.glob('/src/{shared,app}/**/!(*.test).{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The namespaces that are loaded later and that the files name. */
const namespacesIn = (sources: readonly string[]): LaterTexts[] => {
  const named = sources.flatMap((source) =>
    [...source.matchAll(/useTranslation\(([^)]*)\)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name),
    ),
  );
  return LATER_TEXTS.filter((name) => named.includes(name));
};

const found = import.meta.glob<Record<string, Feature>>('/src/features/*/feature.ts', { eager: true });
/** The name of the folder, and what it tells of itself; a folder may hold several features. */
const folders = Object.entries(found).map(([path, module]): [string, Feature[]] => [
  path.split('/')[3] ?? '',
  Object.values(module),
]);

it('collects every feature that tells of itself', () =>
  expect(folders.flatMap(([, told]) => told).filter((feature) => !features.includes(feature))).toEqual([]));

describe.each(folders)('the feature in %s', (folder, told) => {
  it('has its texts loaded before it is drawn', () => {
    const sources = Object.entries(own).filter(([path]) => path.startsWith(`/src/features/${folder}/`));
    expect(told.flatMap(({ texts = [] }) => texts)).toEqual(
      expect.arrayContaining(namespacesIn(sources.map(([, source]) => source))),
    );
  });
});

it('has the texts of what is shared from the start', () =>
  expect(namespacesIn(Object.values(shared))).toEqual([]));

it('shows an operator the daily work only', () =>
  expect(navigationOf('operator').map(({ to }) => to)).toEqual(['/dashboard', '/data-entry', '/violations']));

it('shows an engineer what is set up as well', () =>
  expect(navigationOf('engineer').map(({ to }) => to)).toEqual([
    '/dashboard',
    '/data-entry',
    '/violations',
    '/connectivity',
    '/notifications',
    '/settings/api-keys',
    '/audit',
  ]));

it('shows an administrator who gets in as well', () =>
  expect(navigationOf('admin').map(({ to }) => to)).toContain('/admin/users'));
