import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launch, momentsOf, WAIT_MS } from './browser';

/** A running Vigie with at least one agent: VIGIE_URL, VIGIE_USER, VIGIE_PASSWORD. VIGIE_PICTURES: a folder for what was seen. */
const { VIGIE_URL: url, VIGIE_USER: user = 'admin', VIGIE_PASSWORD: password, VIGIE_PICTURES: pictures } = process.env;

async function logIn(page: Page): Promise<void> {
  await page.goto(url ?? '');
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(password ?? '');
  await page.getByTestId('login-submit').click();
}

describe.skipIf(!url || !password)('a running Vigie', () => {
  it('shows the CPU of a site live', async () => {
    const browser = await launch();
    try {
      const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })).newPage();
      page.setDefaultTimeout(WAIT_MS);
      await logIn(page);
      await page.locator('[data-testid=site-tile]:not(:has([data-status=OFFLINE])) a').first().click();
      await page.locator('[data-testid=live-badge][data-status=live]').waitFor();
      await page.locator('[data-testid=chart][data-panel=cpu] .u-over').waitFor();
      const before = await momentsOf(page, 'cpu');
      const began = Date.now();
      let after = before;
      await expect
        .poll(async () => (after = await momentsOf(page, 'cpu')).at(-1) !== before.at(-1), { timeout: 3 * WAIT_MS })
        .toBe(true);
      console.log(`a new sample in the chart after ${Date.now() - began} ms`);
      expect(new Set(after).size).toBe(after.length);
      if (pictures) {
        await page.screenshot({ path: `${pictures}/site.png` });
      }
    } finally {
      await browser.close();
    }
  });
});
