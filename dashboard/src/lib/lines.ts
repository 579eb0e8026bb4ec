import type { Column } from './table';

/** What is drawn: points that have a value, ascending in time (milliseconds since the epoch). */
export interface Line {
  times: number[];
  values: number[];
  /** The extremes of each step; null where the values are raw. */
  min: number[] | null;
  max: number[] | null;
}

/** A column without the moments at which it has no value. */
export function lineOf(times: readonly number[], column: Column): Line {
  const line: Line = { times: [], values: [], min: column.min ? [] : null, max: column.max ? [] : null };
  times.forEach((time, index) => {
    const value = column.values[index] ?? null;
    if (value !== null) {
      line.times.push(time);
      line.values.push(value);
      line.min?.push(column.min?.[index] ?? value);
      line.max?.push(column.max?.[index] ?? value);
    }
  });
  return line;
}

/**
 * The rate per second of a counter. A value smaller than the one before is a counter that began anew: what happened in
 * between is unknown, so there is no point.
 */
export function rateOf(counter: Line): Line {
  const rate: Line = { times: [], values: [], min: null, max: null };
  for (let index = 1; index < counter.times.length; index++) {
    const seconds = ((counter.times[index] ?? 0) - (counter.times[index - 1] ?? 0)) / 1000;
    const growth = (counter.values[index] ?? 0) - (counter.values[index - 1] ?? 0);
    if (seconds > 0 && growth >= 0) {
      rate.times.push(counter.times[index] ?? 0);
      rate.values.push(growth / seconds);
    }
  }
  return rate;
}

/** Longer than this between two points (milliseconds) and the line breaks: 2.5 times its usual distance. */
export function gapLimit(times: readonly number[], stepMs: number | null): number {
  const distances: number[] = [];
  for (let index = 1; index < times.length; index++) {
    distances.push((times[index] ?? 0) - (times[index - 1] ?? 0));
  }
  distances.sort((a, b) => a - b);
  const usual = distances[distances.length >>> 1] ?? 0;
  return 2.5 * Math.max(usual, stepMs ?? 0, 1000);
}

type Cell = number | null | undefined;

/** Lines on common moments in seconds, as uPlot wants them: undefined where a line has no point, null where it breaks. */
export interface Aligned {
  seconds: number[];
  /** For each line its values, then, where it has them, its least and greatest. */
  rows: { values: Cell[]; min: Cell[] | null; max: Cell[] | null }[];
}

export function align(lines: readonly Line[], stepMs: number | null): Aligned {
  const broken = lines.map((line) => ({ line, breaks: breaksOf(line, stepMs) }));
  const moments = new Set<number>();
  for (const { line, breaks } of broken) {
    line.times.forEach((time) => moments.add(time));
    breaks.forEach((time) => moments.add(time));
  }
  const times = [...moments].sort((a, b) => a - b);
  const position = new Map(times.map((time, index) => [time, index]));
  const rows = broken.map(({ line, breaks }) => {
    const spread = (values: readonly number[]): Cell[] => {
      const cells = new Array<Cell>(times.length).fill(undefined);
      breaks.forEach((time) => (cells[position.get(time) ?? 0] = null));
      line.times.forEach((time, index) => (cells[position.get(time) ?? 0] = values[index]));
      return cells;
    };
    return {
      values: spread(line.values),
      min: line.min ? spread(line.min) : null,
      max: line.max ? spread(line.max) : null,
    };
  });
  return { seconds: times.map((time) => time / 1000), rows };
}

function breaksOf(line: Line, stepMs: number | null): number[] {
  const limit = gapLimit(line.times, stepMs);
  const breaks: number[] = [];
  for (let index = 1; index < line.times.length; index++) {
    const before = line.times[index - 1] ?? 0;
    if ((line.times[index] ?? 0) - before > limit) {
      breaks.push(before + 1);
    }
  }
  return breaks;
}

export interface LineStats {
  last: number;
  min: number;
  max: number;
  mean: number;
}

/** Null for a line without points. */
export function statsOf(line: Line): LineStats | null {
  const last = line.values.at(-1);
  if (last === undefined) {
    return null;
  }
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  line.values.forEach((value, index) => {
    min = Math.min(min, line.min?.[index] ?? value);
    max = Math.max(max, line.max?.[index] ?? value);
    sum += value;
  });
  return { last, min, max, mean: sum / line.values.length };
}
