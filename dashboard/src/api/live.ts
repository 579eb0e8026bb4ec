import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createClient, type Client } from 'graphql-ws';
import { stringifyDocument } from 'urql';
import { whoAmI } from './auth';
import { sessionEnded } from './sessionEvents';

/** Nothing to say yet, connected, lost and trying again, or held by the viewer. */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'paused';

export interface LiveState {
  status: LiveStatus;
  /** Rises each time that samples may have been missed: after a reconnect and after a pause. */
  generation: number;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** From half of it to the whole, so that many browsers do not come back at once. */
export function retryDelay(attempt: number, random: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.5 + random / 2);
}

/** The one WebSocket of this page with all its subscriptions. */
export class LiveConnection {
  #state: LiveState = { status: 'connecting', generation: 0 };
  #listeners = new Set<() => void>();
  #client: Client;
  #active = 0;
  #open = false;
  #lost = false;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string) {
    this.#client = createClient({
      url,
      lazy: true,
      lazyCloseTimeout: 3_000,
      keepAlive: PING_MS,
      // Each subscription tries again by itself, so that also what a socket's close code calls fatal is taken up again.
      retryAttempts: 0,
      connectionAckWaitTimeout: 10_000,
      on: {
        connected: () => this.#connected(),
        closed: () => this.#closed(),
        ping: (received) => {
          if (!received) {
            this.#pongTimer = setTimeout(() => this.#client.terminate(), PONG_WITHIN_MS);
          }
        },
        pong: (received) => {
          if (received) {
            clearTimeout(this.#pongTimer);
          }
        },
      },
    });
    globalThis.addEventListener?.('online', this.#wakeUp);
  }

  #wakers = new Set<() => void>();
  #wakeUp = (): void => this.#wakers.forEach((wake) => wake());

  readonly subscribeState = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): LiveState => this.#state;

  /** While paused nothing is received; going on counts as a reconnect. */
  setPaused(paused: boolean): void {
    if (paused !== (this.#state.status === 'paused')) {
      const status = paused ? 'paused' : this.#open ? 'live' : 'connecting';
      this.#set({ status, generation: this.#state.generation + (paused ? 0 : 1) });
    }
  }

  /** Calls `next` for each event until the returned function is called, across every reconnect. */
  subscribe<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    next: (data: Data) => void,
  ): () => void {
    const text = stringifyDocument(document);
    let ended = false;
    let attempt = 0;
    let release = (): void => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const start = (): void => {
      clearTimeout(timer);
      this.#wakers.delete(start);
      release = this.#client.subscribe<Data>(
        { query: text, variables },
        {
          next: ({ data }) => {
            attempt = 0;
            if (data) {
              next(data);
            }
          },
          error: () => retry(),
          complete: () => retry(),
        },
      );
    };
    const retry = (): void => {
      if (ended) {
        return;
      }
      void leaveIfLoggedOut();
      timer = setTimeout(start, retryDelay(attempt++, Math.random()));
      this.#wakers.add(start);
    };
    this.#active++;
    start();
    return () => {
      if (ended) {
        return;
      }
      ended = true;
      this.#active--;
      clearTimeout(timer);
      this.#wakers.delete(start);
      release();
    };
  }

  close(): void {
    globalThis.removeEventListener?.('online', this.#wakeUp);
    void this.#client.dispose();
  }

  #connected(): void {
    this.#open = true;
    const generation = this.#state.generation + (this.#lost ? 1 : 0);
    this.#lost = false;
    if (this.#state.status !== 'paused') {
      this.#set({ status: 'live', generation });
    }
  }

  #closed(): void {
    this.#open = false;
    clearTimeout(this.#pongTimer);
    if (this.#state.status === 'paused') {
      return;
    }
    if (this.#active > 0) {
      this.#lost = true;
      this.#set({ ...this.#state, status: 'reconnecting' });
    } else {
      this.#set({ ...this.#state, status: 'connecting' });
    }
  }

  #set(state: LiveState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}

/** A socket may have been closed because the session has ended; a server that is away says nothing about it. */
async function leaveIfLoggedOut(): Promise<void> {
  try {
    if ((await whoAmI()) === null) {
      sessionEnded();
    }
  } catch {
    // Unreachable or out of order: the next attempt asks again.
  }
}
