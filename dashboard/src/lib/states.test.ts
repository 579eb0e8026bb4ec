import { describe, expect, it } from 'vitest';
import { segmentsOf, stateAt } from './states';

const samples = (values: number[], times = values.map((_, index) => index * 10_000)) => ({ times, values, min: null, max: null });

describe('a strip of states', () => {
  it('joins equal samples into one span', () => {
    expect(segmentsOf(samples([1, 1, 0, 0, 1]), null)).toEqual([
      { from: 0, to: 20_000, state: 'up' },
      { from: 20_000, to: 40_000, state: 'down' },
      { from: 40_000, to: 50_000, state: 'up' },
    ]);
  });

  it('knows nothing of a time without samples', () => {
    const segments = segmentsOf(samples([1, 1, 1, 1], [0, 10_000, 20_000, 200_000]), null);
    expect(stateAt(segments, 25_000)).toBe('up');
    expect(stateAt(segments, 100_000)).toBeNull();
    expect(stateAt(segments, 205_000)).toBe('up');
  });

  it('calls a step mixed in which the state changed', () => {
    expect(segmentsOf(samples([0.5]), 60_000)[0]?.state).toBe('mixed');
  });
});
