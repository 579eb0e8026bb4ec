import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveState } from '../api/live';
import { MAX_ROWS, TailStore, type TailEvent } from './tailStore';

const event = (id: string): TailEvent => ({
  id,
  issueId: 'i',
  service: 's',
  level: 'ERROR',
  title: 't',
  message: 'm',
  culprit: null,
  path: null,
  method: null,
  createdAt: '2026-11-21T08:00:00Z',
});

/** A connection whose events a test sends. */
class Line {
  status: LiveState = { status: 'live', generation: 0 };
  asked: unknown[] = [];
  open = 0;
  #next: (data: { errorEvents: TailEvent }) => void = () => undefined;
  #react: () => void = () => undefined;

  readonly live = {
    state: () => this.status,
    subscribeState: (listener: () => void) => {
      this.#react = listener;
      return () => undefined;
    },
    subscribe: ((_document: unknown, variables: unknown, next: (data: { errorEvents: TailEvent }) => void) => {
      this.asked.push(variables);
      this.#next = next;
      this.open++;
      return () => {
        this.open--;
      };
    }) as never,
  };

  send(...ids: string[]): void {
    ids.forEach((id) => this.#next({ errorEvents: event(id) }));
    vi.advanceTimersByTime(250);
  }

  turn(status: LiveState['status']): void {
    this.status = { ...this.status, status };
    this.#react();
  }
}

describe('the live tail', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const start = (): { line: Line; store: TailStore; ids: () => string[]; stop: () => void } => {
    const line = new Line();
    const store = new TailStore();
    const stop = store.follow(line.live, { level: ['ERROR'] });
    return { line, store, stop, ids: () => store.state().events.map(({ id }) => id) };
  };

  it('has the newest first, each once, and asks for what it is narrowed to', () => {
    const { line, ids } = start();
    line.send('a', 'b');
    line.send('b', 'c');
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(line.asked).toEqual([{ services: null, levels: ['ERROR'] }]);
  });

  it('holds no more than its rows', () => {
    const { line, ids } = start();
    line.send(...Array.from({ length: MAX_ROWS + 20 }, (_, index) => `e${index}`));
    expect(ids()).toHaveLength(MAX_ROWS);
    expect(ids()[0]).toBe(`e${MAX_ROWS + 19}`);
  });

  it('keeps still while it is held, counts what waits, and shows it when let go', () => {
    const { line, store, ids } = start();
    line.send('a');
    store.hold(true);
    line.send('b');
    line.send('c');
    expect(ids()).toEqual(['a']);
    expect(store.state().waiting).toBe(2);
    store.hold(false);
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(store.state().waiting).toBe(0);
  });

  it('counts also those that it can no longer show', () => {
    const { line, store, ids } = start();
    store.hold(true);
    line.send(...Array.from({ length: MAX_ROWS + 5 }, (_, index) => `e${index}`));
    expect(store.state().waiting).toBe(MAX_ROWS + 5);
    store.hold(false);
    expect(ids()).toHaveLength(MAX_ROWS);
  });

  it('receives nothing while the page is paused, and after its end', () => {
    const { line, stop } = start();
    expect(line.open).toBe(1);
    line.turn('paused');
    expect(line.open).toBe(0);
    line.turn('live');
    expect(line.open).toBe(1);
    stop();
    expect(line.open).toBe(0);
  });
});
