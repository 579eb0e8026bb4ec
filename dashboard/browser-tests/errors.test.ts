import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useWorld, WAIT_MS } from './browser';
import { HOSTILE } from './fleet';
import { makeIssues } from './stubErrors';

const world = useWorld(3);
const rows = (page: Page) => page.getByTestId('issue-row');
const row = (page: Page, id: string) => page.locator(`[data-issue="${id}"]`);
const live = (page: Page, status = 'live') => page.locator(`[data-testid=live-badge][data-status=${status}]`).waitFor();
const total = (page: Page, text: string) => page.getByTestId('issues-total').getByText(text, { exact: true }).waitFor();

describe('the list of issues', () => {
  it('shows what is open with its figures, and hostile texts as texts', async () => {
    const page = await world().open('/errors');
    await total(page, '10 issues');
    await row(page, 'issue-1').getByText('cart.js#totalOf').waitFor();
    expect(await row(page, 'issue-1').getByTestId('issue-count').innerText()).toBe('2,431');
    expect(await row(page, 'issue-1').locator('.sparkline').getAttribute('aria-label')).toMatch(/^\d+ errors in the last 24 hours$/);
    expect(await row(page, 'issue-3').innerText()).toContain('claire');
    await row(page, 'issue-2').getByText(`${HOSTILE} refused`).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Errors – Vigie');
  });

  it('has what it is narrowed to in its address, and goes back through it', async () => {
    const page = await world().open('/errors');
    await total(page, '10 issues');
    await page.getByTestId('level-FATAL').check();
    await total(page, '2 issues');
    await page.getByTestId('level-CRITICAL').check();
    await total(page, '4 issues');
    await page.locator('[data-testid=facet-service][data-service=inventory]').check();
    await total(page, '1 issue');
    await page.reload();
    await total(page, '1 issue');
    expect(await page.getByTestId('level-FATAL').isChecked()).toBe(true);
    await page.goBack();
    await total(page, '4 issues');
    expect(await page.locator('[data-testid=facet-service][data-service=inventory]').isChecked()).toBe(false);
  });

  it('finds by a text inside a stack, by state and by date', async () => {
    const { stub, open } = world();
    const page = await open('/errors');
    await page.getByTestId('issues-filter').fill('RENDERCART');
    await page.waitForURL(/q=RENDERCART/);
    await page.getByTestId('issues-filter').fill('no such thing');
    await page.getByTestId('empty').getByRole('link', { name: 'Clear the filter' }).click();
    await total(page, '10 issues');
    await page.getByTestId('state-resolved').click();
    await total(page, '1 issue');
    await row(page, 'issue-6').locator('[data-status=RESOLVED]').waitFor();
    await page.getByTestId('issues-range-24h').click();
    await page.waitForURL(/range=24h/);
    const { filter } = stub.queries.filter(({ text }) => text.includes('query Issues')).at(-1)!.variables as { filter: { from: string; statuses: string[] } };
    expect(Date.now() - Date.parse(filter.from)).toBeLessThan(25 * 3_600_000);
    expect(filter.statuses).toEqual(['RESOLVED']);
  });

  it('shows more page by page', async () => {
    const { stub, open } = world();
    stub.errors.issues = makeIssues(Date.now() + 90 * 60_000, 60);
    const page = await open('/errors?status=all&range=90d');
    await total(page, '60 issues');
    expect(await rows(page).count()).toBe(50);
    await page.getByTestId('issues-more').click();
    await expect.poll(() => rows(page).count(), { timeout: WAIT_MS }).toBe(60);
    expect(await page.getByTestId('issues-more').count()).toBe(0);
  });

  it('resolves, ignores and reopens several at once', async () => {
    const { stub, open } = world();
    const page = await open('/errors');
    await total(page, '10 issues');
    await row(page, 'issue-1').getByTestId('choose-issue').check();
    await row(page, 'issue-3').getByTestId('choose-issue').check();
    await page.getByTestId('bulk').getByText('2 chosen').waitFor();
    await page.getByTestId('bulk-resolve').click();
    await total(page, '8 issues');
    expect(stub.errors.issues.filter(({ status }) => status === 'RESOLVED').map(({ id }) => id)).toEqual(['issue-1', 'issue-3', 'issue-6']);
    await page.getByTestId('choose-all').check();
    await page.getByTestId('bulk-ignore').click();
    await page.getByTestId('empty').waitFor();
    await page.getByTestId('state-ignored').click();
    await total(page, '9 issues');
    await page.getByTestId('choose-all').check();
    await page.getByTestId('bulk-reopen').click();
    await page.getByTestId('empty').waitFor();
    expect(stub.errors.issues.every(({ status }) => status !== 'IGNORED')).toBe(true);
  });

  it('counts live, and offers what is new without moving what one reads', async () => {
    const { stub, open } = world();
    const page = await open('/errors');
    await total(page, '10 issues');
    await live(page);
    await expect.poll(async () => {
      stub.occur(stub.errors.issues[3]!);
      return row(page, 'issue-4').getByTestId('issue-count').innerText();
    }, { timeout: WAIT_MS }).not.toBe('2,020');
    expect(await rows(page).first().getAttribute('data-issue')).toBe('issue-1');
    stub.occur(stub.errors.issues[4]!);
    await page.getByTestId('issues-fresh').click();
    await expect.poll(() => rows(page).first().getAttribute('data-issue'), { timeout: WAIT_MS }).toBe('issue-4');
  });

  it('lets a viewer look, and nothing more', async () => {
    const page = await world().open('/errors', { role: 'viewer' });
    await total(page, '10 issues');
    expect(await page.getByTestId('choose-issue').count()).toBe(0);
    await row(page, 'issue-1').getByRole('link').click();
    await page.getByTestId('stack').waitFor();
    expect(await page.getByTestId('issue-actions').count()).toBe(0);
    expect(await page.getByTestId('comment-text').count()).toBe(0);
  });

  it('says what went wrong and offers another try', async () => {
    const { stub, open } = world();
    const page = await open('/profile');
    await page.getByTestId('password-submit').waitFor();
    // All, not the next two: the frame of the page may still be asking, too.
    stub.failing = Infinity;
    await page.getByTestId('nav-errors').click();
    await page.getByTestId('panel-error').nth(1).waitFor();
    stub.failing = 0;
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await total(page, '10 issues');
  });

  it('explains that nothing is open', async () => {
    const { stub, open } = world();
    stub.errors.issues = [];
    const page = await open('/errors');
    await page.getByTestId('empty').getByText('No open issue').waitFor();
    await page.getByRole('link', { name: 'Show everything of the last 90 days' }).click();
    await page.getByTestId('empty').getByText('No issue matches').waitFor();
  });

  it('fits on a phone and speaks French', async () => {
    const page = await world().open('/errors', { width: 390, height: 844, touch: true, language: 'fr' });
    await total(page, '10 problèmes');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});

describe('an issue', () => {
  it('shows its events as texts, whatever they say', async () => {
    const page = await world().open('/errors/issue-2');
    await page.getByTestId('issue-title').getByText(`${HOSTILE} refused`).waitFor();
    expect(await page.getByTestId('stack').innerText()).toBe(`${HOSTILE}\n    at ${HOSTILE}`);
    expect(await page.getByTestId('metadata').innerText()).toContain('"items": 3');
    await page.locator('[data-event=event-2-2]').click();
    await page.getByTestId('event-message').getByText(`${HOSTILE} 1`).waitFor();
    expect(await page.getByTestId('metadata').count()).toBe(0);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe(`${HOSTILE} refused – Vigie`);
  });

  it('tells its hours by the keyboard and as a table', async () => {
    const page = await world().open('/errors/issue-1');
    await page.getByTestId('bars-cursor').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByTestId('bars-cursor').getAttribute('aria-valuetext')).toMatch(/: \d+ errors?$/);
    await page.getByTestId('bars-table').click();
    expect(await page.getByTestId('dialog').locator('tbody tr').count()).toBeGreaterThanOrEqual(168);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.dataset.testid')).toBe('bars-table');
  });

  it('is resolved, assigned and commented', async () => {
    const { stub, open } = world();
    const page = await open('/errors/issue-1');
    await page.getByTestId('issue-resolve').click();
    await page.locator('[data-testid=issue-status][data-status=RESOLVED]').waitFor();
    expect(await page.getByTestId('issue-resolve').count()).toBe(0);
    await page.getByTestId('issue-reopen').click();
    await page.locator('[data-testid=issue-status][data-status=UNRESOLVED]').waitFor();
    await page.getByTestId('assign-me').click();
    await page.getByTestId('issue-assignee').getByText('claire').waitFor();
    await page.getByTestId('assign').click();
    await page.getByTestId('assignee').fill('paul');
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('issue-assignee').getByText('paul').waitFor();
    await page.getByTestId('comment-text').fill(`  ${HOSTILE} again `);
    await page.getByTestId('comment-send').click();
    await page.getByTestId('comment').nth(1).getByText(`${HOSTILE} again`).waitFor();
    expect(stub.errors.issues[0]!.assignee).toBe('paul');
  });

  it('follows new events', async () => {
    const { stub, open } = world();
    const page = await open('/errors/issue-1');
    await page.getByTestId('stack').waitFor();
    await live(page);
    await expect.poll(async () => {
      stub.occur(stub.errors.issues[0]!);
      return page.locator('[data-event^=live-]').count();
    }, { timeout: WAIT_MS, interval: 500 }).toBeGreaterThan(0);
  });

  it('that is not there says so', async () => {
    const page = await world().open('/errors/none');
    await page.getByTestId('empty').getByText('No such issue').waitFor();
    await page.getByRole('link', { name: 'To all errors' }).click();
    await total(page, '10 issues');
  });

  it('says the server\'s reason when an action is refused', async () => {
    const { stub, open } = world();
    const page = await open('/errors/issue-1');
    await page.getByTestId('issue-resolve').waitFor();
    stub.user.role = 'viewer';
    await page.getByTestId('issue-resolve').click();
    await page.getByTestId('issue-actions').getByText('Your role does not allow this.').waitFor();
  });
});

describe('the live tail', () => {
  const tail = async (search = '', options = {}): Promise<Page> => {
    const page = await world().open(`/errors/live${search}`, options);
    await page.locator('[data-testid=tail-badge][data-status=live]').waitFor();
    const { stub } = world();
    await expect.poll(async () => {
      stub.occur(stub.errors.issues[0]!);
      return page.getByTestId('tail-row').count();
    }, { timeout: WAIT_MS, interval: 300 }).toBeGreaterThan(0);
    return page;
  };
  const scroll = (page: Page, top: number) => page.getByTestId('tail-scroll').evaluate((element, to) => element.scrollTo(0, to), top);

  it('shows each error at once, the newest first, hostile ones as texts', async () => {
    const { stub } = world();
    const page = await tail();
    const began = Date.now();
    stub.occur(stub.errors.issues[1]!, { path: HOSTILE, message: HOSTILE });
    await page.getByTestId('tail-row').first().getByText(`${HOSTILE} refused: ${HOSTILE}`).waitFor();
    console.log(`an error in the tail after ${Date.now() - began} ms`);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('pauses while one reads, holds 500 rows and jumps back to live', async () => {
    const { stub } = world();
    const page = await tail();
    for (let index = 0; index < 60; index++) {
      stub.occur(stub.errors.issues[0]!);
    }
    await expect.poll(() => page.getByTestId('tail-row').count(), { timeout: WAIT_MS }).toBeGreaterThan(60);
    await scroll(page, 400);
    await page.locator('[data-testid=tail-badge][data-status=paused]').waitFor();
    const before = await page.getByTestId('tail-row').first().getAttribute('data-event');
    for (let index = 0; index < 700; index++) {
      stub.occur(stub.errors.issues[0]!);
    }
    await page.getByTestId('tail-jump').getByText('700 new: jump to live').waitFor();
    expect(await page.getByTestId('tail-row').first().getAttribute('data-event')).toBe(before);
    await page.getByTestId('tail-jump').click();
    await page.locator('[data-testid=tail-badge][data-status=live]').waitFor();
    await expect.poll(() => page.getByTestId('tail-row').count(), { timeout: WAIT_MS }).toBe(500);
    expect(await page.getByTestId('tail-scroll').evaluate((element) => element.scrollTop)).toBe(0);
    expect(await page.getByTestId('tail-row').first().getAttribute('data-event')).not.toBe(before);
  });

  it('lets through only what it is narrowed to, by its address', async () => {
    const { stub } = world();
    const page = await tail('?level=%5B%22ERROR%22%5D');
    expect(await page.getByTestId('level-ERROR').isChecked()).toBe(true);
    stub.occur(stub.errors.issues[2]!);
    stub.occur(stub.errors.issues[0]!);
    await expect.poll(() => page.getByTestId('tail-row').count(), { timeout: WAIT_MS }).toBeGreaterThan(1);
    expect(await page.locator('[data-testid=tail-row] [data-level=FATAL]').count()).toBe(0);
    await page.getByTestId('level-FATAL').check();
    await page.waitForURL(/FATAL/);
  });

  it('says when the connection is lost, and goes on after it', async () => {
    const { stub } = world();
    const page = await tail();
    stub.refuseSockets(true);
    await page.locator('[data-testid=tail-badge][data-status=reconnecting]').waitFor();
    stub.refuseSockets(false);
    await page.locator('[data-testid=tail-badge][data-status=live]').waitFor();
    const before = await page.getByTestId('tail-row').count();
    await expect.poll(async () => {
      stub.occur(stub.errors.issues[0]!);
      return page.getByTestId('tail-row').count();
    }, { timeout: WAIT_MS, interval: 300 }).toBeGreaterThan(before);
  });

  it('is held by the badge of all pages, too', async () => {
    const page = await tail();
    await page.getByTestId('live-badge').click();
    await page.locator('[data-testid=tail-badge][data-status=paused]').waitFor();
  });
});
