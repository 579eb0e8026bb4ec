import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { useWorld } from './browser';
import { makeAlerts } from './stubAlerts';

/** Pictures of every page for people to look at: VIGIE_SCREENSHOTS=<folder> npm run screenshots. */
const folder = process.env.VIGIE_SCREENSHOTS;

const PATHS: Record<string, (site: string) => string> = {
  login: () => '/login',
  overview: () => '/',
  sites: () => '/sites',
  site: (site) => `/sites/${site}`,
  'site-24h': (site) => `/sites/${site}?range=24h`,
  errors: () => '/errors',
  'errors-live': () => '/errors/live',
  issue: () => '/errors/issue-1',
  alerts: () => '/alerts',
  'alerts-history': () => '/alerts/history',
  silences: () => '/alerts/silences',
  services: () => '/services',
  profile: () => '/profile',
};
const WHOLE = /^(site|issue)/;

describe.skipIf(!folder)('a picture', () => {
  const world = useWorld(25);
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    for (const [theme, language] of [['light', 'en'], ['dark', 'fr']] as const) {
      for (const [name, path] of Object.entries(PATHS)) {
        it(`of ${name}, ${theme}, ${language}, ${width} px`, async () => {
          const { stub, open } = world();
          stub.alerts.alerts = makeAlerts(stub.sites);
          const page = await open(path(encodeURIComponent(stub.sites[0]!.id)), { theme, language, width, height, loggedIn: name !== 'login', touch: width < 640, role: 'admin' });
          await page.locator('.chart, .tile, [data-testid=site-row], form, .list, .tail, .event, .alert').first().waitFor();
          await page.waitForTimeout(700);
          for (let index = 0; index < 40; index++) {
            stub.occur(stub.errors.issues[(index * 5) % 7]!);
          }
          await page.waitForTimeout(700);
          await mkdir(folder!, { recursive: true });
          await page.screenshot({ path: join(folder!, `${name}-${theme}-${language}-${width}.png`), fullPage: WHOLE.test(name) });
        });
      }
    }
  }
});
