import { describe, expect, it } from 'vitest';
import { countByHealth, selectSites, siteOf, type Site } from './sites';
import { isStale } from './stale';

const site = (id: string, more: Partial<Site> = {}): Site => ({
  id,
  kind: 'DEVICE',
  club: null,
  host: null,
  status: 'ONLINE',
  alert: null,
  lastSeen: 0,
  lastSampleAt: null,
  values: {},
  ...more,
});
const ids = (sites: Site[]): string[] => sites.map(({ id }) => id);

describe('a list of sites', () => {
  const sites = [
    site('b-10', { club: 'Saint Étienne', values: { cpu: { value: 0.9, at: 0 } } }),
    site('b-9', { status: 'OFFLINE', host: 'neopro-x' }),
    site('a-1', { values: { cpu: { value: 0.1, at: 0 } } }),
  ];

  it('is ordered by id with numbers as numbers', () => {
    expect(ids(selectSites(sites, {}, 'en'))).toEqual(['a-1', 'b-9', 'b-10']);
  });

  it('has those without a value at the end, whichever the direction', () => {
    expect(ids(selectSites(sites, { sort: 'cpu' }, 'en'))).toEqual(['a-1', 'b-10', 'b-9']);
    expect(ids(selectSites(sites, { sort: 'cpu', desc: true }, 'en'))).toEqual(['b-10', 'a-1', 'b-9']);
  });

  it('finds by id, club and host, whatever case and accents', () => {
    expect(ids(selectSites(sites, { q: 'SAINT ETIENNE' }, 'en'))).toEqual(['b-10']);
    expect(ids(selectSites(sites, { q: 'neopro' }, 'en'))).toEqual(['b-9']);
    expect(ids(selectSites(sites, { q: '.*' }, 'en'))).toEqual([]);
  });

  it('filters by status, offline ones first when sorted by it', () => {
    expect(ids(selectSites(sites, { status: 'offline' }, 'en'))).toEqual(['b-9']);
    expect(ids(selectSites(sites, { sort: 'status' }, 'en'))[0]).toBe('b-9');
  });
});

describe('the health of sites', () => {
  const sites = [
    site('well'),
    site('warned', { alert: 'WARNING' }),
    site('bad', { alert: 'CRITICAL' }),
    site('gone', { status: 'OFFLINE', alert: 'CRITICAL' }),
  ];

  it('is offline, else the worst alert, else online, and the four add up', () => {
    expect(countByHealth(sites)).toEqual({ ONLINE: 1, WARNING: 1, CRITICAL: 1, OFFLINE: 1 });
    expect(ids(selectSites(sites, { status: 'online' }, 'en'))).toEqual(['well']);
    expect(ids(selectSites(sites, { status: 'critical' }, 'en'))).toEqual(['bad']);
  });

  it('puts first what needs a look', () => {
    expect(ids(selectSites(sites, { sort: 'status' }, 'en'))).toEqual(['gone', 'bad', 'warned', 'well']);
  });
});

describe('a site', () => {
  it('shows its fullest disk', () => {
    const disk = (mountpoint: string, value: number | null) => ({
      at: '2026-11-21T08:00:00Z',
      value,
      metric: { name: 'system.filesystem.utilization', unit: '1', kind: 'GAUGE' as const, labels: [{ name: 'mountpoint', value: mountpoint }] },
    });
    const { values } = siteOf({
      id: 'a',
      kind: 'DEVICE',
      club: null,
      status: 'ONLINE',
      lastSeen: '2026-11-21T08:00:00Z',
      lastSampleAt: null,
      facts: [],
      latest: [disk('/', 0.4), disk('/data', 0.9), disk('/boot', null)],
    });
    expect(values.disk?.value).toBe(0.9);
  });
});

describe('a value', () => {
  const now = 10_000_000;
  it('is stale when its site is offline, when it is old, and when newer samples leave it out', () => {
    expect(isStale(now - 1000, now, true, now)).toBe(false);
    expect(isStale(now - 1000, now, false, now)).toBe(true);
    expect(isStale(now - 16 * 60_000, null, true, now)).toBe(true);
    expect(isStale(now - 3 * 60_000, now, true, now)).toBe(true);
    expect(isStale(now - 5 * 60_000, now - 5 * 60_000, true, now)).toBe(false);
  });
});
