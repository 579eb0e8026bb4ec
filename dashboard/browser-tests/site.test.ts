import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { momentsOf, useWorld, WAIT_MS } from './browser';
import { HOSTILE, makeFleet } from './fleet';
import type { StubSite } from './fleet';

const world = useWorld();

const pathOf = (site: StubSite, search = ''): string => `/sites/${encodeURIComponent(site.id)}${search}`;
const chart = (page: Page, panel: string) => page.locator(`[data-testid=chart][data-panel="${panel}"]`);
const canvas = (page: Page, panel: string) => chart(page, panel).locator('.u-over');
const live = (page: Page, status = 'live') => page.locator(`[data-testid=live-badge][data-status=${status}]`).waitFor();

async function openSite(search = '', index = 0): Promise<{ page: Page; site: StubSite }> {
  const { stub, open } = world();
  const site = stub.sites[index]!;
  const page = await open(pathOf(site, search));
  await canvas(page, 'cpu').waitFor();
  return { page, site };
}

/** The samples of the site that is shown are subscribed to. */
async function followed(): Promise<void> {
  await expect.poll(() => world().stub.followers('samples'), { timeout: WAIT_MS }).toBe(1);
}

/** Drags over the middle half of a chart. */
async function drag(page: Page, panel: string): Promise<void> {
  await canvas(page, panel).scrollIntoViewIfNeeded();
  const box = (await canvas(page, panel).boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.75, y, { steps: 4 });
  await page.mouse.up();
}

describe('the page of a site', () => {
  it('shows charts, strips, facts and latest values', async () => {
    const { page } = await openSite();
    for (const panel of ['cpu', 'load', 'memory', 'temperature', 'disk', 'network', 'diskIo', 'wifi']) {
      await canvas(page, panel).waitFor();
    }
    expect(await page.getByTestId('strip').count()).toBe(4);
    await page.getByTestId('site-facts').getByText('Raspberry Pi 4 Model B Rev 1.5').waitFor();
    await page.getByTestId('site-latest').getByText('CPU', { exact: true }).waitFor();
    expect(await chart(page, 'network').locator('.legend-value').first().innerText()).toMatch(/kB\/s$/);
    expect(await chart(page, 'cpu').getByTestId('chart-summary').innerText()).toMatch(/^Used: last \d+%, least \d+%, greatest \d+%/);
  });

  it('appends live samples, each once', async () => {
    const { stub } = world();
    const { page, site } = await openSite();
    await live(page);
    const before = await momentsOf(page, 'cpu');
    await followed();
    const began = Date.now();
    stub.sample(site);
    stub.sample(site, { again: true });
    stub.sample(site);
    let after: string[] = [];
    await expect
      .poll(async () => (after = await momentsOf(page, 'cpu')).filter((moment) => !before.includes(moment)).length, { timeout: WAIT_MS })
      .toBe(2);
    console.log(`samples read in the chart's table after ${Date.now() - began} ms`);
    expect(new Set(after).size).toBe(after.length);
  });

  it('closes the gap after a reconnect and shows nothing twice', async () => {
    const { stub } = world();
    const { page, site } = await openSite();
    await live(page);
    const before = await momentsOf(page, 'cpu');
    stub.refuseSockets(true);
    await live(page, 'reconnecting');
    for (let missed = 0; missed < 5; missed++) {
      stub.sample(site, { announced: false });
    }
    const began = Date.now();
    stub.refuseSockets(false);
    await live(page);
    console.log(`connected again after ${Date.now() - began} ms`);
    let after: string[] = [];
    await expect
      .poll(async () => (after = await momentsOf(page, 'cpu')).filter((moment) => !before.includes(moment)).length, { timeout: WAIT_MS })
      .toBe(5);
    expect(new Set(after).size).toBe(after.length);
  });

  it('holds while paused, and catches up afterwards', async () => {
    const { stub } = world();
    const { page, site } = await openSite();
    await live(page);
    await page.getByTestId('live-badge').click();
    await live(page, 'paused');
    const before = await momentsOf(page, 'cpu');
    stub.sample(site);
    await page.waitForTimeout(500);
    expect((await momentsOf(page, 'cpu')).at(-1)).toBe(before.at(-1));
    await page.getByTestId('live-badge').click();
    await live(page);
    await expect.poll(async () => (await momentsOf(page, 'cpu')).at(-1) === before.at(-1), { timeout: WAIT_MS }).toBe(false);
  });

  it('zooms all charts by a drag, keeps it in the address, and goes back', async () => {
    const { page } = await openSite();
    await drag(page, 'temperature');
    await page.waitForURL(/from=\d+&to=\d+/);
    const { searchParams } = new URL(page.url());
    const length = Number(searchParams.get('to')) - Number(searchParams.get('from'));
    expect(length).toBeGreaterThan(1_700_000);
    expect(length).toBeLessThan(1_900_000);
    await page.getByTestId('range-span').waitFor();
    await expect.poll(async () => (await momentsOf(page, 'cpu')).length, { timeout: WAIT_MS }).toBeLessThan(200);
    await page.reload();
    await page.getByTestId('range-span').waitFor();
    await canvas(page, 'cpu').waitFor();
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    await expect.poll(async () => (await momentsOf(page, 'cpu')).length, { timeout: WAIT_MS }).toBeGreaterThan(300);
  });

  it('leaves a zoom by a double click', async () => {
    const { page } = await openSite('?range=6h');
    await drag(page, 'cpu');
    await page.waitForURL(/from=/);
    await canvas(page, 'load').dblclick();
    await page.waitForURL(/range=6h/);
  });

  it('has one crosshair over all charts, with the values beside the names', async () => {
    const { page } = await openSite();
    const legend = chart(page, 'load').locator('.legend-value').first();
    const last = await legend.innerText();
    const box = (await canvas(page, 'cpu').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
    const cursorOf = (panel: string) => chart(page, panel).locator('.u-cursor-x').evaluate((line) => Math.round(new DOMMatrix(getComputedStyle(line).transform).m41));
    expect(await cursorOf('cpu')).toBeGreaterThan(100);
    await expect.poll(() => cursorOf('disk')).toBe(await cursorOf('cpu'));
    await expect.poll(() => legend.innerText()).not.toBe(last);
    expect(Number(await page.locator('.strip-cursor').first().getAttribute('x1'))).toBeGreaterThan(300);
    await page.mouse.move(5, 5);
    await expect.poll(() => legend.innerText()).toBe(last);
  });

  it('moves the crosshair and zooms by keys', async () => {
    const { page } = await openSite();
    const cursor = chart(page, 'memory').getByTestId('chart-cursor');
    await cursor.focus();
    await page.keyboard.press('End');
    const end = Number(await cursor.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowLeft');
    expect(Number(await cursor.getAttribute('aria-valuenow'))).toBe(end - 10_000);
    expect(await cursor.getAttribute('aria-valuetext')).toMatch(/Used .* [GM]B, Cached .* [GM]B, Total 4\.1 GB/);
    await page.keyboard.press('+');
    await page.waitForURL(/from=\d+/);
  });

  it('takes a range by hand, in the zone asked for', async () => {
    const { page } = await openSite();
    await page.getByTestId('range-custom').click();
    await page.getByTestId('range-form').getByRole('combobox').selectOption('utc');
    await page.getByTestId('range-from').fill('2026-11-20T08:00');
    await page.getByTestId('range-to').fill('2026-11-20T07:00');
    await page.getByTestId('range-apply').click();
    await page.getByRole('alert').getByText('The end must be').waitFor();
    await page.getByTestId('range-to').fill('2026-11-20T10:00');
    await page.getByTestId('range-apply').click();
    await page.waitForURL(`**/*?from=${Date.UTC(2026, 10, 20, 8)}&to=${Date.UTC(2026, 10, 20, 10)}&tz=UTC`);
    await page.getByTestId('back-to-live').click();
    await page.waitForURL(/\?tz=UTC$/);
  });

  it('draws the extremes of a long range', async () => {
    const { stub } = world();
    const { page } = await openSite('?range=7d');
    const asked = stub.queries.find(({ text }) => text.includes('SourceSeries'));
    expect(asked?.variables.maxPoints).toBe(800);
    expect((await momentsOf(page, 'cpu')).length).toBeLessThanOrEqual(400);
    await page.getByTestId('chart').first().waitFor();
  });

  it('keeps what it shows when a new range fails, and offers another try', async () => {
    const { stub } = world();
    const { page } = await openSite();
    stub.failing = 1;
    await page.getByTestId('range-6h').click();
    const error = page.getByTestId('panel-error');
    await error.waitFor();
    expect(await chart(page, 'cpu').count()).toBe(1);
    await error.getByRole('button', { name: 'Retry' }).click();
    await error.waitFor({ state: 'detached' });
  });

  it('says that values may be missing while the store is behind', async () => {
    const { stub } = world();
    stub.partial = true;
    const { page } = await openSite();
    await page.getByText('the store is catching up').waitFor();
    stub.partial = false;
    await page.getByText('the store is catching up').waitFor({ state: 'detached' });
  });

  it('says that there is no such site', async () => {
    const page = await world().open('/sites/nobody');
    await page.getByTestId('empty').getByText('No such site').waitFor();
  });

  it('shows a site without values', async () => {
    const { stub, open } = world();
    stub.sites.push({ ...makeFleet(1, Date.now())[0]!, id: 'silent', metrics: [], facts: {} });
    const page = await open('/sites/silent');
    await page.getByTestId('empty').getByText('No values in this range').waitFor();
  });

  it('shows hostile texts as texts', async () => {
    const { page } = await openSite('', 3);
    await page.getByTestId('site-facts').getByText(HOSTILE).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
  });

  it('fits a phone without scrolling sideways', async () => {
    const { stub, open } = world();
    const page = await open(pathOf(stub.sites[0]!), { width: 390, height: 844, touch: true, language: 'fr' });
    await canvas(page, 'cpu').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
