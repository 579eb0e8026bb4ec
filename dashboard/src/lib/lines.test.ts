import { describe, expect, it } from 'vitest';
import { align, gapLimit, rateOf, statsOf, type Line } from './lines';

const line = (times: number[], values: number[]): Line => ({ times, values, min: null, max: null });

describe('the rate of a counter', () => {
  it('is its growth per second', () => {
    expect(rateOf(line([0, 10_000, 30_000], [100, 1100, 1500]))).toMatchObject({ times: [10_000, 30_000], values: [100, 20] });
  });

  it('has no point where the counter began anew', () => {
    expect(rateOf(line([0, 10_000, 20_000, 30_000], [1000, 2000, 50, 150])).times).toEqual([10_000, 30_000]);
  });

  it('is zero, not absent, where nothing happened', () => {
    expect(rateOf(line([0, 1000], [5, 5])).values).toEqual([0]);
  });

  it('has no points for less than two values', () => {
    expect(rateOf(line([1], [1])).times).toEqual([]);
  });
});

describe('lines on common moments', () => {
  it('break where samples are missing', () => {
    const { seconds, rows } = align([line([0, 10_000, 20_000, 90_000, 100_000], [1, 2, 3, 4, 5])], null);
    expect(seconds).toEqual([0, 10, 20, 20.001, 90, 100]);
    expect(rows[0]?.values).toEqual([1, 2, 3, null, 4, 5]);
  });

  it('do not break where another line has a moment of its own', () => {
    const { rows } = align([line([0, 10_000, 20_000], [1, 2, 3]), line([5_000, 15_000], [7, 8])], null);
    expect(rows[0]?.values).toEqual([1, undefined, 2, undefined, 3]);
    expect(rows[1]?.values).toEqual([undefined, 7, undefined, 8, undefined]);
  });

  it('carry the extremes of steps', () => {
    const steps: Line = { times: [0, 60_000], values: [2, 3], min: [1, 2], max: [5, 6] };
    expect(align([steps], 60_000).rows[0]).toMatchObject({ min: [1, 2], max: [5, 6] });
  });

  it('take a single missing sample for a delay, not for a gap', () => {
    expect(gapLimit([0, 10_000, 20_000, 40_000], null)).toBe(25_000);
  });
});

describe('the summary of a line', () => {
  it('takes the extremes of steps into account', () => {
    expect(statsOf({ times: [0, 1], values: [2, 4], min: [0, 3], max: [3, 9] })).toEqual({ last: 4, min: 0, max: 9, mean: 3 });
  });

  it('is null without points', () => {
    expect(statsOf(line([], []))).toBeNull();
  });
});
