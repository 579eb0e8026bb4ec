import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { makeFleet } from './fleet';
import { SESSION_COOKIE, Stub } from './stub';

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
  /** In a browser that has loaded nothing yet, for what is measured. */
  fresh?: boolean;
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

/**
 * A browser for each test file, a new fleet and stub for each test. Files, parsed scripts and the renderer are kept from one test to the next,
 * which is what opening a page mostly costs: a page per language and kind of screen is used again, on the same port, without cookies, storage or
 * anything else of the test before. Pages must not log or throw anything.
 */
export function useWorld(fleetSize = 25): () => World {
  let browser: Browser;
  let stub: Stub;
  let url: string;
  let port = 0;
  const pages = new Map<string, Page>();
  let fresh: BrowserContext[] = [];
  let troubles: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    stub = new Stub(makeFleet(fleetSize, Date.now()));
    url = await stub.start(port);
    port = Number(new URL(url).port);
    troubles = [];
  });
  afterEach(async () => {
    await Promise.all(fresh.map((context) => context.close()));
    fresh = [];
    await Promise.all([...pages.values()].map((page) => forget(page, url)));
    await stub.stop();
    expect(troubles, 'errors in the page').toEqual([]);
  });

  const make = async (language: string, touch: boolean): Promise<Page> => {
    const context = await browser.newContext({
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      timezoneId: 'Europe/Paris',
      hasTouch: touch,
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      // What the browser and React say about an answer that the test planned is no trouble.
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection|^NetworkError:/.test(message.text())) {
        troubles.push(message.text());
      }
    });
    return page;
  };

  const pageFor = async ({ language = 'en', touch = false, ...options }: PageOptions): Promise<Page> => {
    if (options.fresh) {
      const page = await make(language, touch);
      fresh.push(page.context());
      return page;
    }
    const key = `${language} ${touch}`;
    const page = pages.get(key) ?? (await make(language, touch));
    pages.set(key, page);
    return page;
  };

  const open = async (path: string, options: PageOptions = {}): Promise<Page> => {
    const { theme = 'light', width = 1440, height = 900, loggedIn = true } = options;
    stub.user.role = options.role ?? stub.user.role;
    const page = await pageFor(options);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    if (loggedIn) {
      await page.context().addCookies([{ ...SESSION_COOKIE, url }]);
    }
    await page.goto(url + path);
    return page;
  };
  return () => ({ stub, url, open });
}

/** Takes from a page whatever a test has left in it. */
async function forget(page: Page, url: string): Promise<void> {
  const context = page.context();
  await context.setOffline(false);
  await context.clearCookies();
  await context.clearPermissions();
  if (page.url().startsWith(url)) {
    await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  }
  await page.goto('about:blank');
  await page.mouse.move(0, 0);
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
