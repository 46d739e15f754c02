// How tests read the dashboard.
import type { Locator, Page } from '@playwright/test';

/** The value beside a name in the line of current values. */
export const ticker = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Current values' })
    .locator('dl > div')
    .filter({ has: page.locator('dt').getByText(name, { exact: true }) })
    .locator('dd');
