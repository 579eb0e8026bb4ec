import type { ErrorLevel, IssueFilter, IssueHeadFragment, IssueSort, IssueStatus } from '../api/generated/issues';
import type { IssueOrder, IssueRange, IssuesSearch, IssueState } from './issueSearch';
import { withoutUndefined } from './search';

export type Issue = IssueHeadFragment;
export type { ErrorLevel, IssueStatus };

const STATUSES_OF: Record<IssueState, IssueStatus[] | null> = {
  open: ['UNRESOLVED', 'REGRESSED'],
  regressed: ['REGRESSED'],
  resolved: ['RESOLVED'],
  ignored: ['IGNORED'],
  all: null,
};

const SORT_OF: Record<IssueOrder, IssueSort> = { lastSeen: 'LAST_SEEN', firstSeen: 'FIRST_SEEN', count: 'COUNT' };

const DAY_MS = 86_400_000;
const LENGTH_OF: Record<IssueRange, number> = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS, '90d': 90 * DAY_MS };
/** The bounds [from, to) of a list, seen at `now`. */
export function issueBounds(search: IssuesSearch, now: number): { from: number; to: number } {
  return search.from !== undefined && search.to !== undefined
    ? { from: search.from, to: search.to }
    : { from: now - LENGTH_OF[search.range ?? '7d'], to: now };
}

/** What the server is asked; a span that ends now has no end, so that what comes meanwhile is in it. */
export function issueQuestion(search: IssuesSearch, now: number): { filter: IssueFilter; sort: IssueSort } {
  const { from } = issueBounds(search, now);
  const statuses = STATUSES_OF[search.status ?? 'open'];
  return {
    filter: {
      from: new Date(from).toISOString(),
      ...withoutUndefined({
        to: search.to === undefined ? undefined : new Date(search.to).toISOString(),
        services: search.service,
        levels: search.level,
        statuses: statuses ?? undefined,
        text: search.q?.trim() || undefined,
      }),
    },
    sort: SORT_OF[search.sort ?? 'lastSeen'],
  };
}

/** Whether an issue that just got this status still belongs into the list. */
export function belongs(status: IssueStatus, search: IssuesSearch): boolean {
  return STATUSES_OF[search.status ?? 'open']?.includes(status) ?? true;
}

/** Whether anything but the usual is asked for. */
export function isFiltered(search: IssuesSearch): boolean {
  return Object.keys(search).some((key) => key !== 'sort');
}

export interface Bar {
  from: number;
  to: number;
  count: number;
}

/** Counts per hour as at most `most` bars of equal width that fill [from, to]; hours without a count are bars of nothing. */
export function barsOf(hours: ReadonlyArray<{ hour: string; count: number }>, from: number, to: number, most: number): Bar[] {
  const HOUR_MS = 3_600_000;
  const first = Math.floor(from / HOUR_MS);
  const length = Math.max(1, Math.ceil(to / HOUR_MS) - first);
  const width = Math.ceil(length / most);
  const bars = Array.from({ length: Math.ceil(length / width) }, (_, index) => ({
    from: (first + index * width) * HOUR_MS,
    to: (first + (index + 1) * width) * HOUR_MS,
    count: 0,
  }));
  for (const { hour, count } of hours) {
    const bar = bars[Math.floor((Math.floor(Date.parse(hour) / HOUR_MS) - first) / width)];
    if (bar) {
      bar.count += count;
    }
  }
  return bars;
}

/** Sums by key, the greatest first. */
export function sumBy<Item, Key extends string>(items: readonly Item[], keyOf: (item: Item) => Key, countOf: (item: Item) => number): [Key, number][] {
  const sums = new Map<Key, number>();
  items.forEach((item) => sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + countOf(item)));
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** JSON laid out for reading; what is none stays as it is. */
export function readable(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return json;
    }
    throw error;
  }
}
