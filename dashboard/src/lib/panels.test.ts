import { describe, expect, it } from 'vitest';
import type { MetricId } from './metrics';
import { namesToDraw, panelsOf } from './panels';
import { tableOf } from './table';

const metric = (name: string, labels: Record<string, string> = {}, kind: MetricId['kind'] = 'GAUGE', unit: string | null = null): MetricId => ({
  name,
  unit,
  kind,
  labels: Object.entries(labels).map(([label, value]) => ({ name: label, value })),
});
const table = (...metrics: MetricId[]) =>
  tableOf({ times: [0, 10_000, 20_000], series: metrics.map((each) => ({ metric: each, values: [0, 1000, 3000] })) });

describe('the panels of a site', () => {
  it('stand in the order in which people look for them, and only where there is data', () => {
    const { panels } = panelsOf(table(metric('hw.temperature', { id: 'cpu' }), metric('system.cpu.utilization')));
    expect(panels.map(({ id }) => id)).toEqual(['cpu', 'temperature']);
  });

  it('show network counters as rates, the loopback device last', () => {
    const { panels } = panelsOf(
      table(
        metric('system.network.io', { device: 'lo', direction: 'receive' }, 'COUNTER', 'By'),
        metric('system.network.io', { device: 'wlan0', direction: 'transmit' }, 'COUNTER', 'By'),
      ),
    );
    expect(panels[0]?.unit).toBe('By/s');
    expect(panels[0]?.lines.map(({ label, direction }) => [label, direction])).toEqual([
      [{ text: 'wlan0' }, 'transmit'],
      [{ text: 'lo' }, 'receive'],
    ]);
    expect(panels[0]?.lines[0]?.line.values).toEqual([100, 200]);
  });

  it('make strips of services and applications', () => {
    const { services, applications, panels } = panelsOf(table(metric('service.running', { name: 'nginx' }), metric('application.up', { name: 'web' })));
    expect(services.map(({ name }) => name)).toEqual(['nginx']);
    expect(applications.map(({ name }) => name)).toEqual(['web']);
    expect(panels).toEqual([]);
  });

  it('draw a metric that is not well known under its own name, a counter of it per second', () => {
    const { panels } = panelsOf(table(metric('business.orders', { store: 'rennes' }, 'COUNTER', '{order}')));
    expect(panels[0]).toMatchObject({ id: 'business.orders', title: { text: 'business.orders' }, unit: '/s' });
    expect(panels[0]?.lines[0]?.label).toEqual({ text: 'rennes' });
  });

  it('say how many lines they have no room for', () => {
    const many = Array.from({ length: 11 }, (_, index) => metric('system.filesystem.utilization', { mountpoint: `/m${index}` }));
    expect(panelsOf(table(...many)).panels[0]).toMatchObject({ omitted: 3 });
  });

  it('are asked for by at most 100 names, the well-known ones first', () => {
    const names = namesToDraw([...Array.from({ length: 200 }, (_, index) => `a.${index}`), 'system.cpu.utilization']);
    expect(names).toHaveLength(100);
    expect(names[0]).toBe('system.cpu.utilization');
  });
});
