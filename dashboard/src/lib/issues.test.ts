import { describe, expect, it } from 'vitest';
import { parseIssuesSearch, parseTailSearch } from './issueSearch';
import { barsOf, belongs, issueBounds, issueQuestion, readable, sumBy } from './issues';
import { toggled } from './search';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 12, 20);

describe('a search of issues in a URL', () => {
  it('keeps what makes sense and drops the rest', () => {
    expect(
      parseIssuesSearch({ q: 42, status: 'resolved', range: '30d', sort: 'count', service: 'shop', level: ['FATAL', 'nonsense', 'FATAL'], more: 1 }),
    ).toEqual({ q: '42', status: 'resolved', range: '30d', sort: 'count', service: ['shop'], level: ['FATAL'] });
    expect(parseIssuesSearch({ q: '', status: 'open', range: '7d', sort: 'lastSeen', service: [], level: {} })).toEqual({});
    expect(parseIssuesSearch({ q: 'x'.repeat(500) }).q).toHaveLength(200);
    expect(parseTailSearch({ q: 'x', service: ['a', '', 7, null] })).toEqual({ service: ['a', '7'] });
  });

  it('takes a span instead of a range, if it is one that can be asked', () => {
    expect(parseIssuesSearch({ from: NOW - HOUR, to: NOW, range: '24h' })).toEqual({ from: NOW - HOUR, to: NOW });
    for (const [from, to] of [[NOW, NOW - HOUR], [NOW - 91 * 24 * HOUR, NOW], ['1', '2'], [NOW - HOUR, undefined], [Number.NaN, NOW]]) {
      expect(parseIssuesSearch({ from, to, range: '24h' })).toEqual({ range: '24h' });
    }
  });

  it('survives what it became', () => {
    const search = parseIssuesSearch({ service: ['a,b', 'c'], level: 'ERROR', from: NOW - HOUR, to: NOW });
    expect(parseIssuesSearch({ ...search })).toEqual(search);
  });
});

describe('the question to the server', () => {
  it('asks for open issues of the last week where nothing else is said, without an end', () => {
    expect(issueQuestion({}, NOW)).toEqual({
      filter: { from: new Date(NOW - 168 * HOUR).toISOString(), statuses: ['UNRESOLVED', 'REGRESSED'] },
      sort: 'LAST_SEEN',
    });
  });

  it('has all that is narrowed to', () => {
    const { filter, sort } = issueQuestion({ q: ' npe ', status: 'all', from: NOW - HOUR, to: NOW, service: ['shop'], level: ['ERROR'], sort: 'firstSeen' }, NOW);
    expect(filter).toEqual({
      from: new Date(NOW - HOUR).toISOString(),
      to: new Date(NOW).toISOString(),
      services: ['shop'],
      levels: ['ERROR'],
      text: 'npe',
    });
    expect(sort).toBe('FIRST_SEEN');
    expect(issueBounds({ range: '24h' }, NOW)).toEqual({ from: NOW - 24 * HOUR, to: NOW });
  });

  it('says which issues stay in the list when their status changes', () => {
    expect(belongs('RESOLVED', {})).toBe(false);
    expect(belongs('REGRESSED', {})).toBe(true);
    expect(belongs('RESOLVED', { status: 'all' })).toBe(true);
    expect(belongs('UNRESOLVED', { status: 'ignored' })).toBe(false);
  });
});

describe('bars', () => {
  const hour = (at: number, count: number) => ({ hour: new Date(at).toISOString(), count });

  it('fill the span hour by hour, also where nothing happened', () => {
    const first = Math.floor((NOW - 3 * HOUR) / HOUR) * HOUR;
    const bars = barsOf([hour(first, 2), hour(first + 2 * HOUR, 5)], NOW - 3 * HOUR, NOW, 24);
    expect(bars.map(({ count }) => count)).toEqual([2, 0, 5, 0]);
    expect(bars[0]).toEqual({ from: first, to: first + HOUR, count: 2 });
  });

  it('put hours together where there are too many, and lose none', () => {
    const hours = Array.from({ length: 168 }, (_, index) => hour(NOW - index * HOUR, 1));
    const bars = barsOf(hours, NOW - 167 * HOUR, NOW, 50);
    expect(bars.length).toBeLessThanOrEqual(50);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(168);
  });

  it('leave out what lies outside', () => {
    expect(barsOf([hour(NOW - 48 * HOUR, 9), hour(NOW + 9 * HOUR, 9)], NOW - HOUR, NOW, 10).every(({ count }) => count === 0)).toBe(true);
  });
});

describe('small things', () => {
  it('sum by key, the greatest first', () => {
    expect(sumBy([['a', 1], ['b', 5], ['a', 2]] as const, ([key]) => key, ([, count]) => count)).toEqual([['b', 5], ['a', 3]]);
  });

  it('lay JSON out and leave anything else as it is', () => {
    expect(readable('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(readable('<b>{')).toBe('<b>{');
  });

  it('put into a list and take out again', () => {
    expect(toggled(undefined, 'a')).toEqual(['a']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(['a'], 'a')).toBeUndefined();
  });
});
