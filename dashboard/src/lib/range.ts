/** The time range of a page as it stands in its URL. */
export type RangeSearch = {
  range?: Preset;
  /** Milliseconds since the epoch; only together, from < to. */
  from?: number;
  to?: number;
  /** "UTC", or absent for the viewer's own zone. */
  tz?: 'UTC';
};

export const PRESETS = ['1h', '6h', '24h', '7d'] as const;
export type Preset = (typeof PRESETS)[number];
export const DEFAULT_PRESET: Preset = '1h';

const HOUR = 3_600_000;
const LENGTH: Record<Preset, number> = { '1h': HOUR, '6h': 6 * HOUR, '24h': 24 * HOUR, '7d': 168 * HOUR };

/** Shortest and longest range that can be asked for; the schema's own limit is 366 days. */
export const MIN_RANGE_MS = 10_000;
export const MAX_RANGE_MS = 366 * 24 * HOUR;

/** Either the last hours until now, or a fixed span. */
export type Range = { kind: 'last'; preset: Preset; lengthMs: number } | { kind: 'fixed'; from: number; to: number };

/** Whatever stands in a URL as a valid search; what makes no sense is left out. */
export function parseRangeSearch(search: Record<string, unknown>): RangeSearch {
  const tz = search.tz === 'UTC' ? { tz: 'UTC' as const } : {};
  const from = moment(search.from);
  const to = moment(search.to);
  if (from !== null && to !== null && to - from >= MIN_RANGE_MS && to - from <= MAX_RANGE_MS) {
    return { from, to, ...tz };
  }
  const preset = PRESETS.find((known) => known === search.range);
  return preset && preset !== DEFAULT_PRESET ? { range: preset, ...tz } : tz;
}

function moment(value: unknown): number | null {
  const number = typeof value === 'number' ? value : Number.NaN;
  // The last moment that a Date can hold.
  return Number.isFinite(number) && number >= 0 && number <= 8.64e15 ? Math.round(number) : null;
}

export function rangeOf(search: RangeSearch): Range {
  if (search.from !== undefined && search.to !== undefined) {
    return { kind: 'fixed', from: search.from, to: search.to };
  }
  const preset = search.range ?? DEFAULT_PRESET;
  return { kind: 'last', preset, lengthMs: LENGTH[preset] };
}

export function lengthOf(range: Range): number {
  return range.kind === 'last' ? range.lengthMs : range.to - range.from;
}

/** The bounds [from, to) of a range, seen at `now`. */
export function boundsOf(range: Range, now: number): { from: number; to: number } {
  return range.kind === 'last' ? { from: now - range.lengthMs, to: now } : { from: range.from, to: range.to };
}

/** What a selection in a chart becomes; widened around its middle where it is narrower than allowed. */
export function zoomTo(from: number, to: number): { from: number; to: number } {
  const middle = (from + to) / 2;
  const half = Math.min(Math.max(Math.abs(to - from), MIN_RANGE_MS), MAX_RANGE_MS) / 2;
  const start = Math.max(0, Math.round(middle - half));
  return { from: start, to: start + Math.round(2 * half) };
}

/** Twice as wide around the same middle, but not beyond `now` and not beyond the longest range. */
export function zoomOut(bounds: { from: number; to: number }, now: number): { from: number; to: number } {
  const length = Math.min((bounds.to - bounds.from) * 2, MAX_RANGE_MS);
  const to = Math.min((bounds.from + bounds.to + length) / 2, Math.max(now, bounds.to));
  return zoomTo(to - length, to);
}
