import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWorld, WAIT_MS } from './browser';
import { HOSTILE } from './fleet';
import { alertOf, makeAlerts } from './stubAlerts';

const world = useWorld(12);
const alertRow = (page: Page, id: string) => page.locator(`[data-testid=alert][data-alert="${id}"]`);
const live = (page: Page) => page.locator('[data-testid=live-badge][data-status=live]').waitFor();
const ids = (page: Page) => page.getByTestId('alert').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-alert')));

beforeEach(() => {
  const { stub } = world();
  stub.alerts.alerts = makeAlerts(stub.sites);
});

describe('open alerts', () => {
  it('stand worst first, then what nobody has taken on, then newest', async () => {
    const page = await world().open('/alerts');
    await page.getByTestId('alert').first().waitFor();
    expect(await ids(page)).toEqual(['alert-2', 'alert-4', 'alert-1', 'alert-3', 'alert-6', 'alert-5']);
    expect(await alertRow(page, 'alert-2').getByTestId('alert-message').innerText()).toBe('High temperature: 78.2 °C');
    await alertRow(page, 'alert-6').getByText('Acknowledged by paul').waitFor();
    expect(await page.getByTestId('nav-alerts-amount').innerText()).toMatch(/^5/);
  });

  it('speak the language of the page, and show hostile texts as texts', async () => {
    const page = await world().open('/alerts', { language: 'fr' });
    await alertRow(page, 'alert-2').getByText('Température élevée : 78,2 °C').waitFor();
    await alertRow(page, 'alert-3').getByText(`${HOSTILE} fr`).waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });

  it('come, change and end live', async () => {
    const { stub, open } = world();
    const page = await open('/alerts');
    await page.getByTestId('alert').first().waitFor();
    await live(page);
    const fresh = alertOf(stub.sites[10]!, 50, { level: 'CRITICAL', messageEn: 'Temperature above 80 °C', since: new Date().toISOString() });
    const began = Date.now();
    await expect.poll(async () => {
      stub.alerts.change(fresh);
      return (await ids(page))[0];
    }, { timeout: WAIT_MS }).toBe('alert-50');
    console.log(`an alert on the page after ${Date.now() - began} ms`);
    stub.alerts.change(fresh, { level: 'WARNING' });
    await expect.poll(async () => (await ids(page))[0], { timeout: WAIT_MS }).toBe('alert-2');
    stub.alerts.change(fresh, { status: 'RESOLVED', endedAt: new Date().toISOString() });
    await alertRow(page, 'alert-50').waitFor({ state: 'detached' });
  });

  it('are filtered by level and text in the address', async () => {
    const page = await world().open('/alerts');
    await page.getByTestId('alert-level-CRITICAL').click();
    await page.waitForURL(/level=/);
    expect(await ids(page)).toEqual(['alert-2', 'alert-4']);
    await page.getByTestId('alerts-filter').fill('NGINX');
    await page.waitForURL(/q=NGINX/);
    expect(await ids(page)).toEqual(['alert-4']);
    await page.reload();
    await page.getByTestId('alert').first().waitFor();
    expect(await ids(page)).toEqual(['alert-4']);
    await page.getByTestId('alerts-filter').fill('nowhere');
    await page.getByTestId('empty').getByRole('link', { name: 'Clear the filter' }).click();
    await expect.poll(() => page.getByTestId('alert').count(), { timeout: WAIT_MS }).toBe(6);
  });

  it('are acknowledged, with or without an end, and taken back', async () => {
    const { stub, open } = world();
    const page = await open('/alerts');
    await alertRow(page, 'alert-2').getByTestId('acknowledge').click();
    await page.getByTestId('comment').fill('On my way');
    await page.getByTestId('dialog-submit').click();
    await alertRow(page, 'alert-2').getByText('Acknowledged by claire', { exact: true }).waitFor();
    expect(stub.queries.at(-1)!.variables).toMatchObject({ id: 'alert-2', until: null, comment: 'On my way' });
    await alertRow(page, 'alert-2').getByTestId('unacknowledge').click();
    await alertRow(page, 'alert-2').getByTestId('acknowledge').click();
    await page.getByTestId('end').selectOption('custom');
    await page.getByTestId('until').fill('2020-01-01T10:00');
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('dialog-error').getByText('in the future').waitFor();
    await page.getByTestId('end').selectOption('24h');
    await page.getByTestId('dialog-submit').click();
    await alertRow(page, 'alert-2').getByText(/Acknowledged by claire until/).waitFor();
    const until = Date.parse(stub.alerts.alerts.find(({ id }) => id === 'alert-2')!.acknowledgedUntil!);
    expect(Math.abs(until - Date.now() - 86_400_000)).toBeLessThan(WAIT_MS);
  });

  it('are silenced with an end and a reason', async () => {
    const { stub, open } = world();
    const page = await open('/alerts');
    await alertRow(page, 'alert-4').getByTestId('silence').click();
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('dialog-error').getByText('Say why.').waitFor();
    await page.getByTestId('reason').fill('Works on the roof');
    await page.getByTestId('end').selectOption('7d');
    await page.getByTestId('dialog-submit').click();
    await alertRow(page, 'alert-4').getByTestId('alert-silenced').waitFor();
    expect(stub.alerts.silences[1]).toMatchObject({ selector: { sites: [stub.sites[4]!.id], clubs: [], types: ['service'] }, reason: 'Works on the roof' });
  });

  it('let a viewer look, and nothing more', async () => {
    const page = await world().open('/alerts', { role: 'viewer' });
    await page.getByTestId('alert').first().waitFor();
    expect(await page.getByTestId('acknowledge').count()).toBe(0);
    await page.getByTestId('tab-silences').click();
    await page.getByTestId('silence-row').waitFor();
    expect(await page.getByTestId('end-silence').count()).toBe(0);
    expect(await page.getByTestId('new-silence').count()).toBe(0);
  });

  it('lead to their site or issue, if they are about one', async () => {
    const { stub, open } = world();
    stub.alerts.alerts.push(alertOf({ ...stub.sites[0]!, id: 'shop-web', club: null }, 62, { type: 'error', object: 'issue-1' }));
    const about = (siteId: string) => alertOf({ ...stub.sites[0]!, id: siteId, club: null }, siteId === '*' ? 60 : 61, { type: 'fleet', object: null });
    stub.alerts.alerts.push(about('*'), about('payments'));
    const page = await open('/alerts');
    await alertRow(page, 'alert-60').getByText('The whole fleet').waitFor();
    expect(await alertRow(page, 'alert-60').getByRole('link').count()).toBe(0);
    expect(await alertRow(page, 'alert-61').getByRole('link').count()).toBe(0);
    expect(await alertRow(page, 'alert-62').innerText()).not.toContain('issue-1');
    await alertRow(page, 'alert-2').getByRole('link').click();
    await page.getByTestId('site-title').getByText(stub.sites[2]!.id).waitFor();
    await page.goBack();
    await alertRow(page, 'alert-62').getByRole('link', { name: 'shop-web' }).click();
    await page.getByTestId('issue-title').waitFor();
    expect(new URL(page.url()).pathname).toBe('/errors/issue-1');
  });

  it('that work on a phone need no scrolling sideways', async () => {
    for (const path of ['/alerts', '/alerts/silences', '/', '/services']) {
      const page = await world().open(path, { width: 390, height: 844, touch: true, language: 'fr', role: 'admin' });
      await page.locator('[data-testid=alert], [data-testid=key], [data-testid=silence-row]').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390);
    }
  });

  it('say what went wrong, and offer another try', async () => {
    const { stub, open } = world();
    stub.failing = 2;
    const page = await open('/alerts');
    await page.getByTestId('panel-error').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByTestId('alert').first().waitFor();
  });

  it('that are none say so', async () => {
    world().stub.alerts.alerts = [];
    const page = await world().open('/alerts');
    await page.getByTestId('empty').getByText('No open alert').waitFor();
    expect(await page.getByTestId('nav-alerts-amount').count()).toBe(0);
  });
});

describe('the history', () => {
  it('has what ended, with how long it lasted, and grows live', async () => {
    const { stub, open } = world();
    const page = await open('/alerts');
    await page.getByTestId('alert').first().waitFor();
    await live(page);
    await page.getByTestId('tab-history').click();
    await alertRow(page, 'alert-101').getByText('lasted 20 min').waitFor();
    expect(await ids(page)).toEqual(['alert-101', 'alert-102', 'alert-103']);
    expect(await page.getByTestId('acknowledge').count()).toBe(0);
    stub.alerts.change(stub.alerts.alerts[0]!, { status: 'RESOLVED', endedAt: new Date().toISOString() });
    await alertRow(page, 'alert-1').waitFor();
  });

  it('of one site is an address', async () => {
    const { stub, open } = world();
    const page = await open(`/alerts/history?site=${encodeURIComponent(stub.sites[8]!.id)}`);
    await alertRow(page, 'alert-102').waitFor();
    expect(await ids(page)).toEqual(['alert-102']);
    await page.getByTestId('alerts-any-site').click();
    await alertRow(page, 'alert-101').waitFor();
  });
});

describe('silences', () => {
  it('are made for what is named, and ended after a question', async () => {
    const { stub, open } = world();
    const page = await open('/alerts/silences');
    await page.getByTestId('silence-row').getByText(`Heat wave ${HOSTILE}`).waitFor();
    await page.getByTestId('new-silence').click();
    await page.getByTestId('reason').fill('Move');
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('dialog-error').getByText('Name at least one').waitFor();
    await page.getByTestId('silence-clubs').fill('BREST, LYON,, BREST');
    await page.getByTestId('silence-types').fill('memory, Disk, Memory, our own');
    await page.getByTestId('dialog-submit').click();
    await expect.poll(() => page.getByTestId('silence-row').count(), { timeout: WAIT_MS }).toBe(2);
    expect(stub.alerts.silences[1]!.selector).toEqual({ sites: [], clubs: ['BREST', 'LYON'], types: ['memory', 'disk', 'our own'] });
    await page.locator('[data-silence=silence-2]').getByText('Memory, Disk, our own').waitFor();
    await page.locator('[data-silence=silence-1]').getByTestId('end-silence').click();
    await page.getByTestId('dialog-submit').click();
    await page.locator('[data-silence=silence-1]').waitFor({ state: 'detached' });
  });
});

describe('the state of sites', () => {
  it('shows their worst open alert, counts and filters by it, live', async () => {
    const { stub, open } = world();
    const page = await open('/');
    await page.getByTestId('site-tile').first().waitFor();
    const amount = (name: string) => page.getByTestId(`counter-${name}-amount`);
    await amount('critical').getByText('2', { exact: true }).waitFor();
    expect(await amount('warning').innerText()).toBe('3');
    expect(await amount('offline').innerText()).toBe('1');
    expect(await amount('online').innerText()).toBe('6');
    expect(await amount('alerts').innerText()).toBe('6');
    await page.getByTestId('counter-critical').click();
    await page.waitForURL(/status=critical/);
    await expect.poll(() => page.getByTestId('site-tile').count(), { timeout: WAIT_MS }).toBe(2);
    await live(page);
    await expect.poll(async () => {
      stub.alerts.change(stub.alerts.alerts[0]!, { level: 'CRITICAL' });
      return page.getByTestId('site-tile').count();
    }, { timeout: WAIT_MS }).toBe(3);
  });

  it('is on the page of a site and in the list, with its alerts', async () => {
    const { stub, open } = world();
    const page = await open('/sites?status=critical');
    await page.getByTestId('site-row').first().waitFor();
    expect(await page.locator('[data-testid=site-status][data-status=CRITICAL]').count()).toBe(2);
    await page.getByRole('link', { name: stub.sites[2]!.id }).click();
    await page.getByTestId('site-title').waitFor();
    await page.locator('[data-testid=site-status][data-status=CRITICAL]').waitFor();
    await page.getByTestId('site-alerts').getByText('High temperature: 78.2 °C').waitFor();
  });

  it('can be acknowledged on the overview', async () => {
    const page = await world().open('/');
    await page.getByTestId('overview-alerts').locator('[data-alert=alert-4]').getByTestId('acknowledge').click();
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('overview-alerts').locator('[data-alert=alert-4]').getByTestId('alert-acknowledged').waitFor();
  });
});
