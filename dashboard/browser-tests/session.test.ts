import { describe, expect, it } from 'vitest';
import { useWorld } from './browser';
import { problem, USER } from './stub';

const world = useWorld();

async function logIn(page: Awaited<ReturnType<ReturnType<typeof world>['open']>>, password = USER.password): Promise<void> {
  await page.locator('input[name=username]').fill(USER.username);
  await page.locator('input[name=password]').fill(password);
  await page.getByTestId('login-submit').click();
}

describe('the login', () => {
  it('stands before every page and leads back to it', async () => {
    const page = await world().open('/sites?status=offline', { loggedIn: false });
    await page.waitForURL(/\/login\?redirect=/);
    await logIn(page);
    await page.getByTestId('sites-table').waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/sites?status=offline');
  });

  it('keeps no token where scripts can read it', async () => {
    const page = await world().open('/', { loggedIn: false });
    await logIn(page);
    await page.getByTestId('counter-online').waitFor();
    expect(await page.evaluate('JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie')).not.toMatch(/a\.b\.c|vigie-session/);
  });

  it('says what is wrong and forgets the password', async () => {
    const page = await world().open('/login', { loggedIn: false });
    await logIn(page, 'wrong');
    await page.getByTestId('login-error').getByText('User name or password is wrong.').waitFor();
    expect(await page.locator('input[name=password]').inputValue()).toBe('');
  });

  it('waits as long as the server asks', async () => {
    world().stub.loginAnswers = [problem(429, 'too-many', {}, { 'retry-after': '2' })];
    const page = await world().open('/login', { loggedIn: false });
    await logIn(page);
    await page.getByTestId('login-error').getByText('Too many attempts').waitFor();
    expect(await page.getByTestId('login-submit').isDisabled()).toBe(true);
    await page.getByTestId('login-error').waitFor({ state: 'detached' });
    await logIn(page);
    await page.getByTestId('counter-online').waitFor();
  });

  it('never leads to another host', async () => {
    const page = await world().open('/login?redirect=//evil.example/x', { loggedIn: false });
    await logIn(page);
    await page.getByTestId('counter-online').waitFor();
    expect(new URL(page.url()).host).toBe(new URL(world().url).host);
  });

  it('says that the server cannot be reached', async () => {
    const page = await world().open('/login', { loggedIn: false });
    await page.getByTestId('login-submit').waitFor();
    await page.context().setOffline(true);
    await logIn(page);
    await page.getByTestId('login-error').getByText('The server cannot be reached.').waitFor();
  });
});

describe('a session', () => {
  it('that ends leads to the login and back to where one was', async () => {
    const { stub, open } = world();
    const site = stub.sites[0]!;
    const page = await open(`/sites/${encodeURIComponent(site.id)}?range=6h`);
    await page.getByTestId('chart').first().waitFor();
    stub.endSession();
    await page.getByTestId('session-expired').waitFor();
    await logIn(page);
    await page.getByTestId('chart').first().waitFor();
    expect(page.url()).toContain('?range=6h');
    expect(decodeURIComponent(new URL(page.url()).pathname)).toBe(`/sites/${site.id}`);
  });

  it('ends by the menu, and the pages are closed afterwards', async () => {
    const page = await world().open('/sites');
    await page.getByTestId('user-menu').click();
    await page.getByTestId('menu-logout').click();
    await page.getByTestId('login-submit').waitFor();
    expect(await page.getByTestId('session-expired').count()).toBe(0);
    await page.goto(`${world().url}/sites`);
    await page.getByTestId('login-submit').waitFor();
  });

  it('can get another password, with the server\'s reasons shown', async () => {
    const { stub, open } = world();
    stub.passwordAnswers = [problem(400, 'validation', { errors: [{ field: 'newPassword', detail: 'must have at least 12 characters' }] })];
    const page = await open('/profile');
    await page.locator('input[name=current]').fill('old');
    await page.locator('input[name=new]').fill('new');
    await page.locator('input[name=repeat]').fill('other');
    await page.getByTestId('password-submit').click();
    await page.getByTestId('password-error').getByText('differ').waitFor();
    await page.locator('input[name=repeat]').fill('new');
    await page.getByTestId('password-submit').click();
    await page.getByTestId('password-error').getByText('The new password must have at least 12 characters.').waitFor();
    await page.getByTestId('password-submit').click();
    await page.getByTestId('password-saved').waitFor();
  });
});

describe('a server that is away', () => {
  it('leaves what is loaded, and says why another page does not come', async () => {
    const page = await world().open('/profile', { fresh: true });
    await page.getByTestId('password-submit').waitFor();
    await page.context().setOffline(true);
    await page.getByTestId('nav-services').click();
    await page.getByTestId('panel-error').getByText('The server cannot be reached.').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByTestId('panel-error').getByText('The server cannot be reached.').waitFor();
    await page.getByTestId('nav-services').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByTestId('service').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/services');
  });
});

describe('the choices of a person', () => {
  it('of language and theme hold after a reload', async () => {
    const page = await world().open('/profile');
    await page.getByTestId('profile-language').selectOption('fr');
    await page.getByTestId('profile-theme').selectOption('dark');
    await page.getByRole('heading', { level: 1, name: 'Profil', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Profil', exact: true }).waitFor();
    expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dataset.theme].join()')).toBe('fr,dark');
  });

  it('of a time zone count everywhere', async () => {
    const { stub, open } = world();
    const page = await open('/profile', { role: 'viewer' });
    expect(await page.getByTestId('profile-role').innerText()).toBe('Viewer');
    await page.getByTestId('profile-zone').selectOption('Asia/Tokyo');
    await page.goto(`${world().url}/errors/issue-1`);
    const first = new Date(stub.errors.issues[0]!.events[0]!.createdAt);
    const tokyo = first.toLocaleTimeString('en-GB', { timeZone: 'Asia/Tokyo' });
    await page.getByTestId('event').first().getByText(tokyo).waitFor();
    await page.goto(`${world().url}/profile`);
    await page.getByTestId('profile-zone').selectOption('');
    expect(await page.evaluate('localStorage.getItem("vigie.timeZone")')).toBe(null);
  });

  it('follow the system until something is chosen', async () => {
    const page = await world().open('/', { theme: 'dark', language: 'fr' });
    await page.getByRole('heading', { level: 1, name: 'Vue d’ensemble' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('html[data-theme=light]').waitFor();
  });
});

describe('an address without a page', () => {
  it('says so and offers a way on', async () => {
    const page = await world().open('/nowhere/at/all');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await page.getByRole('link', { name: 'To the overview' }).click();
    await page.getByTestId('counter-online').waitFor();
  });
});
