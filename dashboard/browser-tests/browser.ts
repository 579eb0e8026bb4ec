import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { makeFleet } from './fleet';
import { Stub, USER } from './stub';

/** Waiting is generous, for machines are slow; what a test waits for says how long it really took. */
export const WAIT_MS = 30_000;

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.VIGIE_BROWSER ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface PageOptions {
  theme?: 'light' | 'dark';
  language?: 'en' | 'fr';
  width?: number;
  height?: number;
  loggedIn?: boolean;
  touch?: boolean;
  role?: 'viewer' | 'operator' | 'admin';
}

export interface World {
  stub: Stub;
  url: string;
  open: (path: string, options?: PageOptions) => Promise<Page>;
}

/** A stub and a browser for each test file; a new fleet and new pages for each test. Pages must not log or throw anything. */
export function useWorld(fleetSize = 25): () => World {
  let browser: Browser;
  let stub: Stub;
  let url: string;
  let contexts: BrowserContext[] = [];
  let troubles: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    stub = new Stub(makeFleet(fleetSize, Date.now()));
    url = await stub.start();
    contexts = [];
    troubles = [];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await stub.stop();
    expect(troubles, 'errors in the page').toEqual([]);
  });

  const open = async (path: string, options: PageOptions = {}): Promise<Page> => {
    const { theme = 'light', language = 'en', width = 1440, height = 900, loggedIn = true, touch = false } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      timezoneId: 'Europe/Paris',
      hasTouch: touch,
    });
    contexts.push(context);
    stub.user.role = options.role ?? stub.user.role;
    context.setDefaultTimeout(WAIT_MS);
    if (loggedIn) {
      await context.request.post(`${url}/auth/login`, { data: USER });
    }
    const page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      // What the browser itself says about an answer that the test planned is no trouble.
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) {
        troubles.push(message.text());
      }
    });
    await page.goto(url + path);
    return page;
  };
  return () => ({ stub, url, open });
}

/** The moments that a chart draws, as its data table lists them, oldest first. */
export async function momentsOf(page: Page, panel: string): Promise<string[]> {
  await page.locator(`[data-testid=chart][data-panel="${panel}"] [data-testid=chart-table]`).click();
  const table = page.getByTestId('data-table');
  await table.waitFor();
  const texts = await table.locator('tbody th').allInnerTexts();
  await page.keyboard.press('Escape');
  await table.waitFor({ state: 'detached' });
  return texts.toReversed();
}
