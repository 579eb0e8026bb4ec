import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useWorld, WAIT_MS } from './browser';
import { HOSTILE, makeFleet } from './fleet';

const world = useWorld(1);
const service = (page: Page, name: string) => page.locator(`[data-testid=service][data-service="${name}"]`);
const key = (page: Page, id: string) => page.locator(`[data-testid=key][data-key="${id}"]`);

describe('the services', () => {
  it('show their errors of a day and their keys, hostile names as texts', async () => {
    const page = await world().open('/services', { role: 'admin' });
    await key(page, 'key-1').getByText('production').waitFor();
    await key(page, 'key-1').getByText(/^2 min\.? ago$/).waitFor();
    await key(page, 'key-2').getByText(HOSTILE).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await service(page, 'till').getByTestId('service-errors').innerText()).toBe('No errors in 24 hours');
    const errors = service(page, 'shop-web').getByTestId('service-errors');
    expect(await errors.innerText()).toMatch(/^\d+ errors in 24 hours · 2 issues$/);
    await errors.click();
    await page.waitForURL(/\/errors\?.*service=.*shop-web/);
    await page.getByTestId('issue-row').first().waitFor();
  });

  it('send values, and are no sites', async () => {
    const { stub, open } = world();
    stub.sites.push({ ...makeFleet(1, Date.now())[0]!, id: 'shop-api', kind: 'SERVICE', status: 'OFFLINE' });
    const page = await open('/');
    await page.getByTestId('site-tile').first().waitFor();
    expect(await page.getByTestId('counter-offline-amount').innerText()).toBe('0');
    expect(await page.getByTestId('site-tile').count()).toBe(1);
    await page.getByTestId('nav-services').click();
    await service(page, 'shop-api').getByTestId('service-values').click();
    await page.getByTestId('site-title').getByText('shop-api').waitFor();
  });

  it('are found by name in the address', async () => {
    const page = await world().open('/services', { role: 'admin' });
    await key(page, 'key-3').waitFor();
    await page.getByTestId('services-filter').fill('cash');
    await page.waitForURL(/q=cash/);
    await expect.poll(() => page.getByTestId('service').count(), { timeout: WAIT_MS }).toBe(1);
    await page.getByTestId('services-filter').fill('nothing at all');
    await page.getByTestId('empty').getByRole('link', { name: 'Clear the filter' }).click();
    await key(page, 'key-3').waitFor();
  });

  it('show no keys to who is no admin, and do not ask for them', async () => {
    const { stub, open } = world();
    const page = await open('/services', { role: 'operator' });
    await page.getByTestId('keys-forbidden').waitFor();
    await service(page, 'inventory').waitFor();
    expect(await page.getByTestId('new-key').count()).toBe(0);
    expect(stub.queries.some(({ text }) => text.includes('apiKeys'))).toBe(false);
  });

  it('say that the role has changed, when the server refuses', async () => {
    const { stub, open } = world();
    const page = await open('/profile', { role: 'admin' });
    await page.getByTestId('password-submit').waitFor();
    stub.user.role = 'viewer';
    await page.getByTestId('nav-services').click();
    await page.getByTestId('panel-error').getByText('Your role does not allow this.').waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
  });
});

describe('a key', () => {
  it('is made and shown this once, to be copied', async () => {
    const { stub, open } = world();
    const page = await open('/services', { role: 'admin' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await service(page, 'till').getByTestId('new-key-here').click();
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('dialog-error').waitFor();
    expect(await page.getByTestId('key-service').inputValue()).toBe('till');
    await page.getByTestId('key-name').fill('second desk');
    await page.getByTestId('scope-METRICS').check();
    await page.getByTestId('dialog-submit').click();
    expect(await page.getByTestId('secret').innerText()).toBe('avl_secret_1');
    await page.getByTestId('copy').click();
    await page.getByTestId('copy').getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('avl_secret_1');
    await page.getByTestId('secret-done').click();
    await key(page, 'key-4').getByText('second desk').waitFor();
    expect(await page.content()).not.toContain('avl_secret_1');
    expect(stub.keys.keys[3]).toMatchObject({ service: 'till', scopes: ['ERRORS', 'METRICS'] });
  });

  it('is switched off and on', async () => {
    const { stub, open } = world();
    const page = await open('/services', { role: 'admin' });
    await key(page, 'key-1').getByTestId('key-switch').click();
    await page.getByTestId('dialog-submit').click();
    await key(page, 'key-1').locator('[aria-checked=false]').waitFor();
    expect(stub.keys.keys[0]!.active).toBe(false);
    await key(page, 'key-1').getByTestId('key-switch').click();
    await page.getByTestId('dialog-submit').click();
    await key(page, 'key-1').locator('[aria-checked=true]').waitFor();
  });

  it('is renewed, and its new text is shown once', async () => {
    const page = await world().open('/services', { role: 'admin' });
    await key(page, 'key-1').getByTestId('key-renew').click();
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('secret').getByText('avl_secret_1').waitFor();
    await page.keyboard.press('Escape');
    await key(page, 'key-1').getByText('avl_new2…').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.dataset.testid')).toBe('key-renew');
  });

  it('is deleted only after a question', async () => {
    const { stub, open } = world();
    const page = await open('/services', { role: 'admin' });
    await key(page, 'key-2').getByTestId('key-delete').click();
    await page.getByTestId('dialog').getByText(HOSTILE).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(stub.keys.keys).toHaveLength(3);
    await key(page, 'key-2').getByTestId('key-delete').click();
    await page.getByTestId('dialog-submit').click();
    await key(page, 'key-2').waitFor({ state: 'detached' });
  });

  it('keeps its dialog open with the reason where the server refuses', async () => {
    const { stub, open } = world();
    const page = await open('/services', { role: 'admin' });
    await key(page, 'key-2').getByTestId('key-delete').click();
    stub.user.role = 'viewer';
    await page.getByTestId('dialog-submit').click();
    await page.getByTestId('dialog-error').getByText('Your role does not allow this.').waitFor();
  });
});
