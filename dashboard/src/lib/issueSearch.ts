import type { ErrorLevel } from '../api/generated/issues';
import { listIn, textIn, withoutUndefined, wordIn } from './search';

/** Worst first. */
export const ERROR_LEVELS: readonly ErrorLevel[] = ['FATAL', 'CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'];

/** Which issues a list shows; "open" is what still wants somebody. */
export const ISSUE_STATES = ['open', 'regressed', 'resolved', 'ignored', 'all'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

export const ISSUE_SORTS = ['lastSeen', 'firstSeen', 'count'] as const;
export type IssueOrder = (typeof ISSUE_SORTS)[number];

export const ISSUE_RANGES = ['24h', '7d', '30d', '90d'] as const;
export type IssueRange = (typeof ISSUE_RANGES)[number];

/** Statistics reach as far back. */
export const MAX_ISSUE_RANGE_MS = 90 * 86_400_000;
const MIN_RANGE_MS = 60_000;

/** Which errors a live tail lets through. */
export type TailSearch = { service?: string[]; level?: ErrorLevel[] };

/** A list of issues as it stands in the URL; what is the usual is left out. */
export type IssuesSearch = TailSearch & {
  q?: string;
  status?: Exclude<IssueState, 'open'>;
  range?: Exclude<IssueRange, '7d'>;
  /** Milliseconds since the epoch; only together, instead of `range`. */
  from?: number;
  to?: number;
  sort?: Exclude<IssueOrder, 'lastSeen'>;
};

const MAX_TEXT = 200;
/** More are not taken by the server. */
const MAX_SERVICES = 20;

export function parseTailSearch(search: Record<string, unknown>): TailSearch {
  return withoutUndefined({
    service: listIn(search.service, (item) => textIn(item, MAX_TEXT), MAX_SERVICES),
    level: listIn(search.level, (item) => wordIn(item, ERROR_LEVELS), ERROR_LEVELS.length),
  });
}

export function parseIssuesSearch(search: Record<string, unknown>): IssuesSearch {
  const { from, to } = search;
  const span =
    isMoment(from) && isMoment(to) && to - from >= MIN_RANGE_MS && to - from <= MAX_ISSUE_RANGE_MS
      ? { from, to }
      : { range: wordIn(search.range, ['24h', '30d', '90d'] as const) };
  return {
    ...parseTailSearch(search),
    ...withoutUndefined({
      q: textIn(search.q, MAX_TEXT),
      status: wordIn(search.status, ['regressed', 'resolved', 'ignored', 'all'] as const),
      ...span,
      sort: wordIn(search.sort, ['firstSeen', 'count'] as const),
    }),
  };
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 8.64e15;
}
