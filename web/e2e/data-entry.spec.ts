// An operator at the gauge: hands on the keyboard, the verdict at once.
import { expect, haveSession, openLive, test } from './support/fixtures';

test('an operator enters a subgroup with the keyboard and reads the zone it lies in', async ({
  page,
  demo,
}) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/data-entry?plant=2&c=1');
  await expect(page.getByLabel('Reading 1')).toBeVisible();
  await page.getByLabel('Reading 1').focus();
  for (const reading of ['25.001', '24,999', '25.002', '25.000', '25.001']) {
    await page.keyboard.type(reading);
    await page.keyboard.press('Enter');
  }

  const result = page.getByTestId('last-result');
  await expect(result).toHaveAttribute('data-state', 'in-control');
  await expect(result).toContainText('Zone C');
  await expect(result).toContainText('25.001');
});

test('the form is ready for the next subgroup without touching the mouse', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/data-entry?plant=2&c=2');
  await page.getByLabel('Reading 1').focus();
  await page.keyboard.type('12.001');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('last-result')).toContainText('12.001');

  await expect(page.getByLabel('Reading 1')).toBeFocused();
  await expect(page.getByLabel('Reading 1')).toHaveValue('');
});

test('a value beyond the limits is answered with the rule that fired', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/data-entry?plant=2&c=2');
  await page.getByLabel('Reading 1').fill('12.045');
  await page.keyboard.press('Enter');

  const result = page.getByTestId('last-result');
  await expect(result).toHaveAttribute('data-state', 'out-of-control');
  await expect(result).toContainText('Beyond UCL');
  await expect(result).toContainText('Rule 1: Outlier');
});

test('what is no number is refused beside its field, and nothing is sent', async ({ page, demo }) => {
  await haveSession(page, demo, 'operator');
  await openLive(page, demo, '/data-entry?plant=2&c=2');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  await page.getByLabel('Reading 1').fill('12,0,1');
  await page.keyboard.press('Control+Enter');

  await expect(page.getByLabel('Reading 1')).toHaveAccessibleDescription('Not a number');
  expect(sent).toEqual([]);
});
