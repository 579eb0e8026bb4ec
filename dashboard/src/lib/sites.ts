import type { SourceKind } from '../api/generated/fleet';
import type { SiteAlert } from './alerts';
import { drawable, type MetricId } from './metrics';

/** Whether a site gives signs of life. */
export type SiteStatus = 'ONLINE' | 'OFFLINE';
/** How a site is: offline, else its worst open alert, else online. What needs a look comes first. */
export const HEALTHS = ['OFFLINE', 'CRITICAL', 'WARNING', 'ONLINE'] as const;
export type Health = (typeof HEALTHS)[number];

/** The key figures of a site, each the latest; the disk is the fullest one. */
export const KEY_METRICS = {
  cpu: 'system.cpu.utilization',
  memory: 'system.memory.utilization',
  temperature: 'hw.temperature',
  disk: 'system.filesystem.utilization',
} as const;
export type KeyMetric = keyof typeof KEY_METRICS;
export const KEY_METRIC_NAMES = Object.keys(KEY_METRICS) as KeyMetric[];
export const KEY_UNITS: Record<KeyMetric, string> = { cpu: '1', memory: '1', temperature: 'Cel', disk: '1' };

export interface KeyValue {
  value: number;
  /** Milliseconds since the epoch, by the source's clock. */
  at: number;
}

export interface Site {
  id: string;
  /** A service is no site: it has values, but nobody watches whether it is silent. */
  kind: SourceKind;
  club: string | null;
  host: string | null;
  status: SiteStatus;
  /** Its worst open alert; null also where no alerts are known. */
  alert: SiteAlert | null;
  lastSeen: number;
  lastSampleAt: number | null;
  values: Partial<Record<KeyMetric, KeyValue>>;
}

interface WireSource {
  id: string;
  kind: SourceKind;
  club: string | null;
  status: SiteStatus;
  lastSeen: string;
  lastSampleAt: string | null;
  facts: ReadonlyArray<{ name: string; value: string }>;
  latest: ReadonlyArray<{ at: string; value: number | null; metric: MetricId }>;
}

export function siteOf(source: WireSource): Site {
  const values: Site['values'] = {};
  for (const { metric, at, value } of source.latest) {
    const key = KEY_METRIC_NAMES.find((name) => KEY_METRICS[name] === metric.name);
    const number = drawable(value);
    if (key && number !== null && number > (values[key]?.value ?? -Infinity)) {
      values[key] = { value: number, at: Date.parse(at) };
    }
  }
  return {
    id: source.id,
    kind: source.kind,
    club: source.club,
    host: source.facts.find(({ name }) => name === 'host.name')?.value ?? null,
    status: source.status,
    alert: null,
    lastSeen: Date.parse(source.lastSeen),
    lastSampleAt: source.lastSampleAt === null ? null : Date.parse(source.lastSampleAt),
    values,
  };
}

export const SORT_KEYS = ['id', 'club', 'status', 'cpu', 'memory', 'temperature', 'disk', 'lastSeen'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** The state of a list of sites as it stands in the URL. */
export type SitesSearch = { q?: string; status?: Lowercase<Health>; sort?: SortKey; desc?: true };

export const STATUS_WORDS = ['online', 'warning', 'critical', 'offline'] as const satisfies readonly Lowercase<Health>[];
const MAX_TEXT = 128;

export function parseSitesSearch(search: Record<string, unknown>): SitesSearch {
  const parsed: SitesSearch = {};
  if (typeof search.q === 'string' || typeof search.q === 'number') {
    const q = String(search.q).slice(0, MAX_TEXT);
    if (q !== '') {
      parsed.q = q;
    }
  }
  const status = STATUS_WORDS.find((word) => word === search.status);
  if (status) {
    parsed.status = status;
  }
  const sort = SORT_KEYS.find((known) => known === search.sort);
  if (sort && sort !== 'id') {
    parsed.sort = sort;
  }
  if (search.desc === true) {
    parsed.desc = true;
  }
  return parsed;
}

export function healthOf({ status, alert }: Pick<Site, 'status' | 'alert'>): Health {
  return status === 'OFFLINE' ? 'OFFLINE' : (alert ?? 'ONLINE');
}

/** Without case and without accents: "saint etienne" finds "Saint Étienne". */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Mn}/gu, '').toLowerCase();
}

/** The sites that match, in the order asked for; equal ones and those without a value by id, the latter at the end. */
export function selectSites(sites: readonly Site[], search: SitesSearch, locale: string): Site[] {
  const text = foldText(search.q?.trim() ?? '');
  const status = search.status?.toUpperCase();
  const matching = sites.filter(
    (site) =>
      (status === undefined || healthOf(site) === status) &&
      (text === '' || [site.id, site.club, site.host].some((part) => part !== null && foldText(part).includes(text))),
  );
  const collator = new Intl.Collator(locale, { numeric: true });
  const key = search.sort ?? 'id';
  const direction = search.desc ? -1 : 1;
  return matching.sort((a, b) => compareBy(key, a, b, collator, direction) || collator.compare(a.id, b.id));
}

function compareBy(key: SortKey, a: Site, b: Site, collator: Intl.Collator, direction: number): number {
  const left = sortValue(key, a);
  const right = sortValue(key, b);
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null);
  }
  const order =
    typeof left === 'string' && typeof right === 'string' ? collator.compare(left, right) : Number(left) - Number(right);
  return direction * order;
}

function sortValue(key: SortKey, site: Site): string | number | null {
  switch (key) {
    case 'id':
      return site.id;
    case 'club':
      return site.club;
    case 'status':
      return HEALTHS.indexOf(healthOf(site));
    case 'lastSeen':
      return site.lastSeen;
    case 'cpu':
    case 'memory':
    case 'temperature':
    case 'disk':
      return site.values[key]?.value ?? null;
  }
}

/** Exclusive: they add up to all sites. */
export function countByHealth(sites: readonly Site[]): Record<Health, number> {
  const counts = { ONLINE: 0, WARNING: 0, CRITICAL: 0, OFFLINE: 0 };
  sites.forEach((site) => counts[healthOf(site)]++);
  return counts;
}
