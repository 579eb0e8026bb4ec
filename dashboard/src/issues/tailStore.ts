import { ErrorEventsDocument, type ErrorEventsSubscription } from '../api/generated/issues';
import type { LiveConnection } from '../api/live';
import type { TailSearch } from '../lib/issueSearch';

export type TailEvent = ErrorEventsSubscription['errorEvents'];

export interface TailState {
  /** Newest first. */
  events: readonly TailEvent[];
  /** The viewer reads: what comes in waits. */
  held: boolean;
  /** How many wait; those beyond what a tail holds are counted, too. */
  waiting: number;
}

export const MAX_ROWS = 500;
/** A flood is drawn a few times a second, not at each error. */
const PUBLISH_MS = 200;

/** The last errors as they come in; what comes while it is held waits until it is let go. */
export class TailStore {
  #state: TailState = { events: [], held: false, waiting: 0 };
  #listeners = new Set<() => void>();
  #arrived: TailEvent[] = [];
  #count = 0;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): TailState => this.#state;

  /** Follows until the returned function is called. While the viewer holds the whole page, nothing is received. */
  follow(live: Pick<LiveConnection, 'subscribe' | 'subscribeState' | 'state'>, { service, level }: TailSearch): () => void {
    let release = (): void => undefined;
    let following = false;
    const react = (): void => {
      const wanted = live.state().status !== 'paused';
      if (wanted !== following) {
        following = wanted;
        release();
        release = wanted
          ? live.subscribe(ErrorEventsDocument, { services: service ?? null, levels: level ?? null }, ({ errorEvents }) => this.#received(errorEvents))
          : () => undefined;
      }
    };
    const stop = live.subscribeState(react);
    react();
    return () => {
      stop();
      release();
      clearTimeout(this.#publishTimer);
      this.#publishTimer = undefined;
    };
  }

  hold(held: boolean): void {
    if (held !== this.#state.held) {
      this.#set({ ...this.#state, held });
      if (!held) {
        this.#publish();
      }
    }
  }

  #received(event: TailEvent): void {
    this.#arrived.unshift(event);
    this.#arrived.length = Math.min(this.#arrived.length, MAX_ROWS);
    this.#count++;
    this.#publishTimer ??= setTimeout(() => this.#publish(), PUBLISH_MS);
  }

  #publish(): void {
    clearTimeout(this.#publishTimer);
    this.#publishTimer = undefined;
    if (this.#state.held) {
      this.#set({ ...this.#state, waiting: this.#count });
      return;
    }
    const seen = new Set<string>();
    // After a reconnect the same error may come twice.
    const events = [...this.#arrived, ...this.#state.events].filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, MAX_ROWS);
    this.#arrived = [];
    this.#count = 0;
    this.#set({ events, held: false, waiting: 0 });
  }

  #set(state: TailState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}
