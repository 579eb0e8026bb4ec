import { describe, expect, it } from 'vitest';
import { useWorld } from './browser';

const world = useWorld(300);

/** Figures depend on the machine: they are printed beside their budget, and only what is far beyond it fails. */
const TOLERANCE = 10;

function report(what: string, ms: number, budget: number): void {
  console.log(`${what}: ${ms.toFixed(0)} ms (budget ${budget} ms)`);
  expect(ms).toBeLessThan(budget * TOLERANCE);
}

describe('the figures', () => {
  it('of the first paint', async () => {
    const page = await world().open('/', { fresh: true });
    await page.getByTestId('site-tile').first().waitFor();
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    const largest = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          new PerformanceObserver((list) => done(list.getEntries().at(-1)?.startTime ?? 0)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    );
    report('first contentful paint of the overview, 300 sites', paint, 800);
    report('largest contentful paint of the overview, 300 sites', largest, 1500);
  });

  it('of a mouse move over linked charts', async () => {
    const { stub, open } = world();
    const page = await open(`/sites/${encodeURIComponent(stub.sites[0]!.id)}`);
    await page.locator('[data-panel=wifi] .u-over').waitFor();
    const ms = await page.evaluate(async () => {
      const over = document.querySelector('.u-over')!;
      const box = over.getBoundingClientRect();
      const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
      const moves = 50;
      let busy = 0;
      for (let index = 0; index < moves; index++) {
        await frame();
        const began = performance.now();
        over.dispatchEvent(
          new MouseEvent('mousemove', { bubbles: true, clientX: box.left + (index * box.width) / moves, clientY: box.top + 50 }),
        );
        busy += performance.now() - began;
      }
      return busy / moves;
    });
    report('mouse move over 8 linked charts and 4 strips', ms, 33);
  });
});
