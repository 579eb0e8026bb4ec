import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { useWorld } from './browser';

/** Pictures of every page for people to look at: VIGIE_SCREENSHOTS=<folder> npm run screenshots. */
const folder = process.env.VIGIE_SCREENSHOTS;

describe.skipIf(!folder)('a picture', () => {
  const world = useWorld(25);
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    for (const [theme, language] of [['light', 'en'], ['dark', 'fr']] as const) {
      for (const name of ['login', 'overview', 'sites', 'site', 'site-24h', 'profile']) {
        it(`of ${name}, ${theme}, ${language}, ${width} px`, async () => {
          const { stub, open } = world();
          const site = `/sites/${encodeURIComponent(stub.sites[0]!.id)}`;
          const path = { login: '/login', overview: '/', sites: '/sites', site, 'site-24h': `${site}?range=24h`, profile: '/profile' }[name] ?? '/';
          const page = await open(path, { theme, language, width, height, loggedIn: name !== 'login', touch: width < 640 });
          await page.locator('.chart, .tile, [data-testid=site-row], form').first().waitFor();
          await page.waitForTimeout(700);
          await mkdir(folder!, { recursive: true });
          await page.screenshot({ path: join(folder!, `${name}-${theme}-${language}-${width}.png`), fullPage: name.startsWith('site') });
        });
      }
    }
  }
});
