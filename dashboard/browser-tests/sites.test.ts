import { describe, expect, it } from 'vitest';
import { useWorld, WAIT_MS } from './browser';
import { HOSTILE, makeFleet } from './fleet';

const world = useWorld();

describe('the overview', () => {
  it('counts, and its counters filter', async () => {
    const page = await world().open('/');
    await page.getByTestId('site-tile').first().waitFor();
    expect(await page.getByTestId('counter-online-amount').innerText()).toBe('22');
    expect(await page.getByTestId('counter-offline-amount').innerText()).toBe('3');
    await page.getByTestId('counter-offline').click();
    await page.waitForURL(/status=offline/);
    expect(await page.getByTestId('site-tile').count()).toBe(3);
    await page.goBack();
    await expect.poll(() => page.getByTestId('site-tile').count(), { timeout: WAIT_MS }).toBe(25);
  });

  it('follows the status of each site live', async () => {
    const { stub, open } = world();
    const page = await open('/');
    await page.locator('[data-testid=live-badge][data-status=live]').waitFor();
    await page.getByTestId('site-tile').first().waitFor();
    const began = Date.now();
    stub.setStatus(stub.sites[0]!, 'OFFLINE');
    await page.getByTestId('counter-offline-amount').getByText('4', { exact: true }).waitFor();
    console.log(`status change on the page after ${Date.now() - began} ms`);
    await page.locator(`[data-site="${stub.sites[0]!.id}"] [data-status=OFFLINE]`).waitFor();
  });

  it('shows a new site by itself', async () => {
    const { stub, open } = world();
    const newcomer = { ...makeFleet(1, Date.now())[0]!, id: 'newcomer-1' };
    const page = await open('/');
    await page.locator('[data-testid=live-badge][data-status=live]').waitFor();
    await page.getByTestId('site-tile').first().waitFor();
    stub.sites.push(newcomer);
    stub.setStatus(newcomer, 'ONLINE');
    await page.locator('[data-site=newcomer-1]').waitFor();
  });

  it('greys the values of an offline site and says their age', async () => {
    const page = await world().open('/?status=offline');
    const figure = page.getByTestId('site-tile').first().locator('.figure').first();
    await figure.waitFor();
    expect(await figure.getAttribute('class')).toContain('stale');
    expect(await figure.innerText()).toMatch(/5 hr\.? ago/);
  });

  it('explains an empty fleet', async () => {
    const { stub, open } = world();
    stub.sites = [];
    const page = await open('/');
    await page.getByTestId('empty').getByText('No site yet').waitFor();
  });

  it('offers another try after an error', async () => {
    const { stub, open } = world();
    stub.failing = 2;
    const page = await open('/');
    await page.getByTestId('panel-error').first().waitFor();
    while ((await page.getByTestId('panel-error').count()) > 0) {
      await page.getByRole('button', { name: 'Retry' }).first().click();
      await page.waitForTimeout(300);
    }
    await page.getByTestId('site-tile').first().waitFor();
  });

  it('shows hostile texts as texts', async () => {
    const page = await world().open('/');
    await page.getByText(HOSTILE).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Overview – Vigie');
  });
});

describe('the list of sites', () => {
  it('has filter, status and order in its address', async () => {
    const page = await world().open('/sites');
    await page.getByTestId('site-row').first().waitFor();
    await page.getByTestId('sort-cpu').click();
    await page.waitForURL(/sort=cpu/);
    await page.getByTestId('sort-cpu').click();
    await page.waitForURL(/desc=true/);
    await page.getByTestId('sites-status').selectOption('online');
    await page.waitForURL(/status=online/);
    await page.getByTestId('sites-filter').fill('cesson');
    await page.waitForURL(/q=cesson/);
    await page.getByTestId('sites-shown').getByText('2 of 25').waitFor();
    const cpus = await page.locator('.grid-body .cell-cpu .figure-value').allInnerTexts();
    expect(cpus.map(Number.parseFloat)).toEqual(cpus.map(Number.parseFloat).toSorted((a, b) => b - a));
    await page.reload();
    await page.getByTestId('sites-shown').getByText('2 of 25').waitFor();
    expect(await page.getByTestId('sites-filter').inputValue()).toBe('cesson');
  });

  it('goes back through its states', async () => {
    const page = await world().open('/sites');
    await page.getByTestId('site-row').first().waitFor();
    await page.getByTestId('sites-status').selectOption('offline');
    await page.getByTestId('sites-shown').getByText('3 of 25').waitFor();
    await page.goBack();
    await page.getByTestId('sites-shown').getByText('25 of 25').waitFor();
    expect(await page.getByTestId('sites-status').inputValue()).toBe('');
  });

  it('holds a thousand sites with few rows in the page', async () => {
    const { stub, open } = world();
    stub.sites = makeFleet(1000, Date.now());
    const began = Date.now();
    const page = await open('/sites');
    await page.getByTestId('sites-shown').getByText('1,000 of 1,000').waitFor();
    console.log(`1,000 sites listed after ${Date.now() - began} ms`);
    expect(await page.getByTestId('site-row').count()).toBeLessThan(60);
    await page.locator('.grid-scroll').evaluate((element) => element.scrollTo(0, 1e6));
    await page.locator('[role=row][aria-rowindex="1001"]').waitFor();
  });

  it('offers to clear a filter that nothing matches', async () => {
    const page = await world().open('/sites?q=zzz');
    await page.getByTestId('empty').getByRole('link', { name: 'Clear the filter' }).click();
    await page.getByTestId('site-row').first().waitFor();
    expect(await page.getByTestId('sites-filter').inputValue()).toBe('');
  });

  it('leads to a site, also by the keyboard search', async () => {
    const { stub, open } = world();
    const page = await open('/sites');
    await page.getByTestId('site-row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-input').fill(stub.sites[6]!.id);
    await page.keyboard.press('Enter');
    await page.getByTestId('site-title').getByText(stub.sites[6]!.id).waitFor();
  });

  it('is usable on a phone without scrolling sideways', async () => {
    const page = await world().open('/sites', { width: 390, height: 844, touch: true });
    await page.getByTestId('site-row').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
