import { gapLimit, type Line } from './lines';

export type State = 'up' | 'down' | 'mixed';

/** A time span [from, to) in milliseconds since the epoch in which a state held. */
export interface Segment {
  from: number;
  to: number;
  state: State;
}

/** A mean of a step tells of a change inside it. */
export function stateOf(value: number): State {
  return value >= 1 ? 'up' : value <= 0 ? 'down' : 'mixed';
}

/** The states of a line of 0 and 1 as spans: each sample holds until the next one, at most as long as a gap may be. */
export function segmentsOf(line: Line, stepMs: number | null): Segment[] {
  const limit = gapLimit(line.times, stepMs);
  const usual = limit / 2.5;
  const segments: Segment[] = [];
  line.times.forEach((from, index) => {
    const next = line.times[index + 1];
    const to = next !== undefined && next - from <= limit ? next : from + usual;
    const state = stateOf(line.values[index] ?? 0);
    const before = segments.at(-1);
    if (before && before.state === state && before.to >= from) {
      before.to = to;
    } else {
      segments.push({ from, to, state });
    }
  });
  return segments;
}

/** The state at a moment; null where nothing is known. */
export function stateAt(segments: readonly Segment[], time: number): State | null {
  return segments.find((segment) => segment.from <= time && time < segment.to)?.state ?? null;
}
