import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { useWorld } from './browser';
import { makeAlerts } from './stubAlerts';

const world = useWorld();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violationsOf(page: Page, rules = {}): Promise<string[]> {
  // By the debugger, not by a script element, which the policy forbids.
  if (!(await page.evaluate('"axe" in window'))) {
    await page.evaluate(AXE);
  }
  return page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, rules: ${JSON.stringify(rules)} }).then(({ violations }) =>
       violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ': ' + failureSummary)))`,
  );
}

const ROUTES: Record<string, { path: (site: string) => string; ready: string; loggedIn?: boolean }> = {
  login: { path: () => '/login', ready: '[data-testid=login-submit]', loggedIn: false },
  overview: { path: () => '/', ready: '[data-testid=site-tile]' },
  sites: { path: () => '/sites?status=offline', ready: '[data-testid=site-row]' },
  site: { path: (site) => `/sites/${encodeURIComponent(site)}`, ready: '.u-over' },
  errors: { path: () => '/errors', ready: '[data-testid=issue-row]' },
  'live errors': { path: () => '/errors/live', ready: '[data-testid=empty]' },
  issue: { path: () => '/errors/issue-2', ready: '[data-testid=stack]' },
  alerts: { path: () => '/alerts', ready: '[data-testid=alert]' },
  'the history of alerts': { path: () => '/alerts/history', ready: '[data-testid=alert]' },
  silences: { path: () => '/alerts/silences', ready: '[data-testid=silence-row]' },
  services: { path: () => '/services', ready: '[data-testid=key]' },
  profile: { path: () => '/profile', ready: '[data-testid=password-submit]' },
  'page not found': { path: () => '/nowhere', ready: '[data-testid=empty]' },
};

describe('axe finds nothing', () => {
  for (const [name, { path, ready, loggedIn = true }] of Object.entries(ROUTES)) {
    for (const language of ['en', 'fr'] as const) {
      it(`on ${name}, ${language}, in both themes`, async () => {
        const { stub, open } = world();
        stub.alerts.alerts = makeAlerts(stub.sites);
        const page = await open(path(stub.sites[0]!.id), { language, loggedIn, role: 'admin' });
        await page.locator(ready).first().waitFor();
        await page.locator('main h1').first().waitFor();
        expect(await violationsOf(page), 'light').toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-theme=dark]').waitFor();
        expect(await violationsOf(page), 'dark').toEqual([]);
      });
    }
  }

  it('on a phone', async () => {
    const { stub, open } = world();
    for (const path of ['/', '/sites', `/sites/${encodeURIComponent(stub.sites[0]!.id)}`, '/errors', '/errors/issue-1', '/alerts']) {
      const page = await open(path, { width: 390, height: 844, touch: true });
      await page.locator('.tile, [data-testid=site-row], .u-over, .list, .code, .empty').first().waitFor();
      expect(await violationsOf(page), path).toEqual([]);
    }
  });

  it('on open menus and dialogs', async () => {
    // What floats above the page lies outside of its landmarks.
    const floating = { region: { enabled: false } };
    const { stub, open } = world();
    const page = await open(`/sites/${encodeURIComponent(stub.sites[0]!.id)}`);
    await page.locator('.u-over').first().waitFor();
    await page.getByTestId('theme-menu').click();
    await page.getByTestId('choose-dark').waitFor();
    expect(await violationsOf(page, floating)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('range-custom').click();
    await page.getByTestId('range-form').waitFor();
    expect(await violationsOf(page, floating)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('chart-table').first().click();
    await page.getByTestId('data-table').waitFor();
    expect(await violationsOf(page, floating)).toEqual([]);
  });
});

describe('by the keyboard alone', () => {
  it('one skips to the content', async () => {
    const page = await world().open('/');
    await page.getByTestId('site-tile').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });

  it('a closed menu gives the focus back', async () => {
    const page = await world().open('/');
    await page.getByTestId('user-menu').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('menu-logout').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('menu-logout').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.dataset.testid')).toBe('user-menu');
  });
});
