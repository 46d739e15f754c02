// Every page for everybody: axe-core finds nothing at all in light and dark, headings tell where one is, focus is seen.
import { createRequire } from 'node:module';
import type { Locator, Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { type DemoUser, expect, haveSession, openLive, test } from './support/fixtures';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

async function findings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
  );
}

interface Visited {
  name: string;
  path: string;
  ready: (page: Page) => Locator;
  /** Who sees it; by default an engineer. */
  user?: DemoUser;
}

const pages: readonly Visited[] = [
  {
    name: 'dashboard',
    path: '/dashboard?plant=2&c=1',
    ready: (page: Page) => page.getByTestId('chart-location'),
  },
  {
    name: 'table view',
    path: '/dashboard?plant=2&c=1&view=table',
    ready: (page: Page) => page.getByRole('table'),
  },
  {
    name: 'long history',
    path: '/dashboard?plant=2&c=1&range=all',
    ready: (page: Page) => page.getByTestId('chart-history'),
  },
  {
    name: 'address that cannot be followed',
    path: '/dashboard?plant=2&c=1&range=last10000',
    ready: (page: Page) => page.getByText('Not everything that this address asks for can be shown'),
  },
  {
    name: 'history of samples',
    path: '/data-entry?plant=2&c=1&view=history',
    ready: (page: Page) => page.getByRole('table'),
  },
  {
    name: 'log of messages',
    path: '/notifications/deliveries',
    ready: (page: Page) => page.getByLabel('Channel'),
  },
  {
    name: 'data entry',
    path: '/data-entry?plant=2&c=1',
    ready: (page: Page) => page.getByLabel('Reading 1'),
  },
  { name: 'violations', path: '/violations', ready: (page: Page) => page.getByRole('table') },
  {
    name: 'connectivity',
    path: '/connectivity',
    ready: (page: Page) => page.getByText('No data sources configured'),
  },
  {
    name: 'broker form',
    path: '/connectivity/servers/new/mqtt',
    ready: (page: Page) => page.getByRole('heading', { name: 'New MQTT Broker' }),
  },
  {
    name: 'choice of a protocol',
    path: '/connectivity/servers/new',
    ready: (page: Page) => page.getByRole('heading', { name: 'OPC-UA Server' }),
  },
  {
    name: 'form of an OPC UA server',
    path: '/connectivity/servers/new/opcua',
    ready: (page: Page) => page.getByRole('heading', { name: 'New OPC-UA Server' }),
  },
  {
    name: 'certificates',
    path: '/connectivity/servers/certificates',
    ready: (page: Page) => page.getByText('No certificate was rejected.'),
  },
  {
    name: 'notifications',
    path: '/notifications',
    ready: (page: Page) => page.getByText('Nobody is told anything yet'),
  },
  {
    name: 'notification rule',
    path: '/notifications/rules/new',
    ready: (page: Page) => page.getByRole('heading', { name: 'New Rule' }),
  },
  {
    name: 'list of people',
    path: '/admin/users',
    ready: (page: Page) => page.getByRole('row', { name: /engineer/ }),
    user: 'admin',
  },
  {
    name: 'new person',
    path: '/admin/users/new',
    ready: (page: Page) => page.getByLabel('Northfield Precision', { exact: true }),
    user: 'admin',
  },
  {
    name: 'person',
    path: '/admin/users/2',
    ready: (page: Page) => page.getByRole('heading', { name: 'Sessions' }),
    user: 'admin',
  },
  {
    name: 'API keys',
    path: '/settings/api-keys',
    ready: (page: Page) => page.getByText('No API Keys'),
  },
  {
    name: 'new API key',
    path: '/settings/api-keys/new',
    ready: (page: Page) => page.getByLabel('Limited to'),
  },
  {
    name: 'profile',
    path: '/profile',
    ready: (page: Page) => page.getByText('This browser', { exact: true }),
  },
  { name: 'mapping', path: '/connectivity/mapping', ready: (page: Page) => page.getByRole('table') },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.beforeEach(async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Before the page itself, whose policy allows no foreign script.
      await page.addInitScript({ path: axePath });
    });

    test('the sign-in has no finding', async ({ page, demo }) => {
      await page.goto(demo.url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign In');
      expect(await findings(page)).toEqual([]);
    });

    for (const { name, path, ready, user = 'engineer' } of pages) {
      test(`${name}: no finding, and one heading says where one is`, async ({ page, demo }) => {
        await haveSession(page, demo, user);
        await openLive(page, demo, path);
        await expect(ready(page)).toBeVisible();
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        expect(await findings(page)).toEqual([]);
      });
    }

    test('an open sample has no finding', async ({ page, demo }) => {
      await haveSession(page, demo, 'supervisor');
      await openLive(page, demo, '/dashboard?plant=2&c=1&view=table');
      await page
        .getByRole('button', { name: /^Open \d/ })
        .first()
        .click();
      await expect(page.getByRole('tabpanel')).toBeVisible();
      expect(await findings(page)).toEqual([]);
    });
  });
}

for (const { name, path, ready, user = 'engineer' } of pages) {
  test(`${name}: whatever the Tab key reaches shows that it has the focus`, async ({ page, demo }) => {
    await haveSession(page, demo, user);
    await openLive(page, demo, path);
    await expect(ready(page)).toBeVisible();
    const unmarked: string[] = [];
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const seen = window as unknown as { lastFocused?: Element | null };
        const element = document.activeElement;
        // The parts inside a date field have the field's focus and a mark of their own.
        if (!element || element === document.body || element === seen.lastFocused) return null;
        seen.lastFocused = element;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle === 'none' || parseFloat(outlineWidth) === 0
          ? element.outerHTML.slice(0, 200)
          : null;
      });
      if (found) unmarked.push(found);
    }
    expect(unmarked).toEqual([]);
  });
}
