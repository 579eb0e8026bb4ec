import { describe, expect, it } from 'vitest';
import { boundsOf, MIN_RANGE_MS, parseRangeSearch, rangeOf, zoomOut, zoomTo } from './range';
import { safeRedirect } from './redirect';
import { parseSitesSearch } from './sites';

describe('the range in the URL', () => {
  it('is the last hour where nothing or nonsense stands', () => {
    for (const search of [{}, { range: '99y' }, { from: 5 }, { from: 'x', to: 'y' }, { from: 20_000, to: 10_000 }, { from: 0, to: 1e300 }]) {
      expect(rangeOf(parseRangeSearch(search))).toEqual({ kind: 'last', preset: '1h', lengthMs: 3_600_000 });
    }
  });

  it('survives being written and read again', () => {
    for (const search of [{ range: '6h' }, { from: 1000, to: 100_000 }, { from: 1000, to: 100_000, tz: 'UTC' }, { range: '7d', tz: 'UTC' }] as const) {
      expect(parseRangeSearch(parseRangeSearch(search))).toEqual(search);
    }
  });

  it('leaves the default out', () => {
    expect(parseRangeSearch({ range: '1h' })).toEqual({});
  });

  it('moves with the time only while it is the last hours', () => {
    expect(boundsOf(rangeOf({ range: '6h' }), 100_000_000)).toEqual({ from: 78_400_000, to: 100_000_000 });
    expect(boundsOf(rangeOf({ from: 5, to: 50_000 }), 100_000_000)).toEqual({ from: 5, to: 50_000 });
  });
});

describe('a zoom', () => {
  it('is never narrower than can be asked for', () => {
    const { from, to } = zoomTo(100_000, 100_010);
    expect(to - from).toBe(MIN_RANGE_MS);
    expect((from + to) / 2).toBe(100_005);
  });

  it('takes ends in either order', () => {
    expect(zoomTo(90_000, 30_000)).toEqual({ from: 30_000, to: 90_000 });
  });

  it('out doubles the range and ends at now', () => {
    expect(zoomOut({ from: 100_000, to: 200_000 }, 1_000_000)).toEqual({ from: 50_000, to: 250_000 });
    expect(zoomOut({ from: 100_000, to: 200_000 }, 210_000)).toEqual({ from: 10_000, to: 210_000 });
  });
});

describe('the list of sites in the URL', () => {
  it('keeps what makes sense and drops the rest', () => {
    expect(parseSitesSearch({ q: 42, status: 'offline', sort: 'cpu', desc: true, x: 1 })).toEqual({ q: '42', status: 'offline', sort: 'cpu', desc: true });
    expect(parseSitesSearch({ q: {}, status: 'dead', sort: 'constructor', desc: 'yes' })).toEqual({});
  });
});

describe('the way back after a login', () => {
  it('stays in this application', () => {
    expect(safeRedirect('/sites/a?range=6h#x')).toBe('/sites/a?range=6h#x');
    for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, 7, '/login?redirect=/login']) {
      expect(safeRedirect(evil)).toBe('/');
    }
  });
});
