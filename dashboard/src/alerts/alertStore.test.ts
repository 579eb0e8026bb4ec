import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveState } from '../api/live';
import type { Alert } from '../lib/alerts';
import { AlertStore } from './alertStore';

const { answers } = vi.hoisted(() => ({ answers: [] as ((variables: { after: string | null }) => Promise<unknown>)[] }));
vi.mock('../api/graphql', () => ({
  present: (value: unknown) => value,
  query: (_document: unknown, variables: { after: string | null }) => answers.shift()?.(variables) ?? Promise.reject(new Error('not expected')),
}));

const alert = (id: string, more: Partial<Alert> = {}): Alert => ({
  id,
  siteId: 's',
  clubName: null,
  type: 't',
  object: null,
  level: 'WARNING',
  status: 'FIRING',
  silenced: false,
  messageFr: '',
  messageEn: '',
  value: null,
  since: '2026-11-21T08:00:00Z',
  endedAt: null,
  acknowledgedBy: null,
  acknowledgedUntil: null,
  ...more,
});
const page = (nodes: Alert[], endCursor: string | null = null) => ({ alerts: { nodes, totalCount: 0, pageInfo: { hasNextPage: endCursor !== null, endCursor } } });

/** A connection whose changes a test sends. */
function line() {
  let react = (): void => undefined;
  let send: (data: unknown) => void = () => undefined;
  const state: LiveState = { status: 'live', generation: 0 };
  return {
    live: {
      state: () => state,
      subscribeState: (listener: () => void) => {
        react = listener;
        return () => undefined;
      },
      subscribe: ((_document: unknown, _variables: unknown, next: (data: unknown) => void) => {
        send = next;
        return () => undefined;
      }) as never,
    },
    change: (alertChanges: Alert) => {
      send({ alertChanges });
      vi.advanceTimersByTime(200);
    },
    reconnect: () => {
      state.generation++;
      react();
    },
  };
}

describe('the open alerts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    answers.length = 0;
    vi.useRealTimers();
  });
  const ids = (store: AlertStore): string[] => store.state().open.map(({ id }) => id);

  it('are asked for page by page', async () => {
    answers.push(
      async () => page([alert('a')], 'a'),
      async ({ after }) => page([alert(`after-${after}`)]),
    );
    const store = new AlertStore();
    store.follow(line().live);
    await vi.waitFor(() => expect(store.state().complete).toBe(true));
    expect(ids(store)).toEqual(['a', 'after-a']);
  });

  it('keep what was told while the answer was under way', async () => {
    let give: (answer: unknown) => void = () => undefined;
    answers.push(() => new Promise((done) => (give = done)));
    const store = new AlertStore();
    const { live, change } = line();
    store.follow(live);
    change(alert('ended', { status: 'RESOLVED' }));
    change(alert('worse', { level: 'CRITICAL' }));
    give(page([alert('ended'), alert('worse'), alert('other')]));
    await vi.waitFor(() => expect(store.state().complete).toBe(true));
    expect(ids(store)).toEqual(['worse', 'other']);
    expect(store.state().open[0]?.level).toBe('CRITICAL');
  });

  it('change, end and count what ended', async () => {
    answers.push(async () => page([alert('a'), alert('b')]));
    const store = new AlertStore();
    const { live, change } = line();
    store.follow(live);
    await vi.waitFor(() => expect(store.state().complete).toBe(true));
    change(alert('b', { level: 'CRITICAL' }));
    expect(ids(store)).toEqual(['b', 'a']);
    change(alert('b', { status: 'RESOLVED' }));
    expect(ids(store)).toEqual(['a']);
    expect(store.state().ended).toBe(1);
  });

  it('are asked for again after a reconnect, and stay when that fails', async () => {
    answers.push(async () => page([alert('a')]));
    const store = new AlertStore();
    const { live, reconnect } = line();
    store.follow(live);
    await vi.waitFor(() => expect(store.state().complete).toBe(true));
    answers.push(async () => Promise.reject(new Error('away')));
    reconnect();
    await vi.waitFor(() => expect(store.state().error).not.toBeNull());
    expect(ids(store)).toEqual(['a']);
    answers.push(async () => page([]));
    reconnect();
    await vi.waitFor(() => expect(ids(store)).toEqual([]));
    expect(store.state().error).toBeNull();
  });
});
