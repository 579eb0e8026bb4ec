import { drawable, metricKey, type MetricId } from './metrics';

/** One metric's values, one for each moment of its table. */
export interface Column {
  metric: MetricId;
  values: (number | null)[];
  /** The extremes of each step; null where the values are raw. */
  min: (number | null)[] | null;
  max: (number | null)[] | null;
}

/** Series that share their moments (milliseconds since the epoch, ascending, each once). */
export interface SeriesTable {
  times: number[];
  columns: ReadonlyMap<string, Column>;
  /** Width of a step in milliseconds; null where the values are raw. */
  stepMs: number | null;
}

export const EMPTY_TABLE: SeriesTable = { times: [], columns: new Map(), stepMs: null };

type WireValues = ReadonlyArray<number | string | null>;

/** What queries and subscriptions send: parallel lists. */
export interface WireSeries {
  times: readonly number[];
  stepMs?: number | null;
  series: ReadonlyArray<{ metric: MetricId; values: WireValues; min?: WireValues | null; max?: WireValues | null }>;
}

export function tableOf(wire: WireSeries): SeriesTable {
  const columns = new Map<string, Column>();
  for (const { metric, values, min, max } of wire.series) {
    columns.set(metricKey(metric), {
      metric,
      values: values.map(drawable),
      min: min ? min.map(drawable) : null,
      max: max ? max.map(drawable) : null,
    });
  }
  return { times: [...wire.times], columns, stepMs: wire.stepMs ?? null };
}

/**
 * Both tables in one: every moment once, ascending. Where both have a value at the same moment, that of `later` counts,
 * so that a sample which came twice is there once.
 */
export function mergeTables(earlier: SeriesTable, later: SeriesTable): SeriesTable {
  if (later.times.length === 0) {
    return earlier;
  }
  if (earlier.times.length === 0) {
    return { ...later, stepMs: earlier.stepMs ?? later.stepMs };
  }
  const times = mergeTimes(earlier.times, later.times);
  const position = new Map(times.map((time, index) => [time, index]));
  const columns = new Map<string, Column>();
  for (const table of [earlier, later]) {
    for (const [key, column] of table.columns) {
      const into = columns.get(key) ?? emptyColumn(column.metric, times.length);
      columns.set(key, into);
      place(table.times, column, position, into);
    }
  }
  return { times, columns, stepMs: earlier.stepMs ?? later.stepMs };
}

function emptyColumn(metric: MetricId, length: number): Column {
  return { metric, values: new Array<number | null>(length).fill(null), min: null, max: null };
}

function place(times: readonly number[], from: Column, position: ReadonlyMap<number, number>, into: Column): void {
  if (from.min && from.max && !into.min) {
    into.min = [...into.values];
    into.max = [...into.values];
  }
  times.forEach((time, index) => {
    const value = from.values[index] ?? null;
    const target = position.get(time);
    if (value === null || target === undefined) {
      return;
    }
    into.values[target] = value;
    if (into.min && into.max) {
      // A raw value beside steps is its own least and greatest.
      into.min[target] = from.min?.[index] ?? value;
      into.max[target] = from.max?.[index] ?? value;
    }
  });
}

function mergeTimes(a: readonly number[], b: readonly number[]): number[] {
  const merged: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i] ?? Infinity;
    const right = b[j] ?? Infinity;
    merged.push(Math.min(left, right));
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  return merged;
}

/** The moments in [from, to) only. */
export function sliceTable(table: SeriesTable, from: number, to: number): SeriesTable {
  const start = lowerBound(table.times, from);
  const end = lowerBound(table.times, to);
  if (start === 0 && end === table.times.length) {
    return table;
  }
  const columns = new Map<string, Column>();
  for (const [key, column] of table.columns) {
    columns.set(key, {
      metric: column.metric,
      values: column.values.slice(start, end),
      min: column.min?.slice(start, end) ?? null,
      max: column.max?.slice(start, end) ?? null,
    });
  }
  return { times: table.times.slice(start, end), columns, stepMs: table.stepMs };
}

/** The first index whose value is not less than the one asked for. */
export function lowerBound(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The live samples that the steps of a query do not hold yet; of raw values all, for merging knows doubles by their moment. */
export function afterSteps(base: SeriesTable, live: SeriesTable): SeriesTable {
  const last = base.times.at(-1);
  if (base.stepMs === null || last === undefined) {
    return live;
  }
  return sliceTable(live, last + base.stepMs, Infinity);
}
