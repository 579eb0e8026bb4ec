import { SourcesDocument, SourceStatusDocument, type SourcesQuery, type SourceStatusSubscription } from '../api/generated/fleet';
import { query } from '../api/graphql';
import type { LiveConnection } from '../api/live';
import { KEY_METRICS, siteOf, type Site } from '../lib/sites';

export interface FleetState {
  /** The devices. */
  sites: readonly Site[];
  /** What else sends values. */
  services: readonly Site[];
  /** False until the first answer has come completely. */
  complete: boolean;
  error: unknown;
}

/** A small first page paints soon; the others are as large as the schema allows. */
const FIRST_PAGE = 100;
const NEXT_PAGES = 1000;
/** More sites than this are not shown; a fleet so large wants another page. */
const MAX_SITES = 20_000;
const REFRESH_MS = 30_000;
/** A new site makes itself known by its status; its values are asked for a moment later, together with other newcomers'. */
const NEWCOMER_MS = 1_000;
/** All statuses come at once after a reconnect; the pages are drawn once for them. */
const PUBLISH_MS = 100;
const NAMES = Object.values(KEY_METRICS);

/** Every site and service with its status, live, and its key values, asked for again each half minute while the page is looked at. */
export class FleetStore {
  #state: FleetState = { sites: [], services: [], complete: false, error: null };
  #sites = new Map<string, Site>();
  #listeners = new Set<() => void>();
  #loading = false;
  #again = false;
  #newcomerTimer: ReturnType<typeof setTimeout> | undefined;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): FleetState => this.#state;

  /** Follows the fleet until the returned function is called. */
  follow(live: LiveConnection): () => void {
    let release = (): void => undefined;
    let generation = -1;
    let following = false;
    const react = (): void => {
      const state = live.state();
      const wanted = state.status !== 'paused';
      if (wanted !== following) {
        following = wanted;
        release();
        release = wanted ? live.subscribe(SourceStatusDocument, {}, (data) => this.#statusChanged(data)) : () => undefined;
      }
      if (generation !== state.generation) {
        generation = state.generation;
        void this.load();
      }
    };
    const stop = live.subscribeState(react);
    const timer = setInterval(() => {
      if (following && document.visibilityState === 'visible') {
        void this.load();
      }
    }, REFRESH_MS);
    react();
    return () => {
      stop();
      release();
      clearInterval(timer);
      clearTimeout(this.#newcomerTimer);
      clearTimeout(this.#publishTimer);
      this.#newcomerTimer = undefined;
      this.#publishTimer = undefined;
    };
  }

  async load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    try {
      await this.#loadPages();
      this.#publish({ complete: true, error: null });
    } catch (error) {
      this.#publish({ error });
    } finally {
      this.#loading = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.load();
    }
  }

  async #loadPages(): Promise<void> {
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const first: number = after === null ? FIRST_PAGE : NEXT_PAGES;
      const { sources }: SourcesQuery = await query(SourcesDocument, { first, after, names: NAMES });
      sources.nodes.map(siteOf).forEach((site) => {
        seen.add(site.id);
        this.#sites.set(site.id, newer(this.#sites.get(site.id), site));
      });
      this.#publish({});
      after = sources.pageInfo.hasNextPage ? sources.pageInfo.endCursor : null;
    } while (after !== null && seen.size < MAX_SITES);
    for (const id of this.#sites.keys()) {
      if (!seen.has(id)) {
        this.#sites.delete(id);
      }
    }
  }

  #statusChanged({ sourceStatus }: SourceStatusSubscription): void {
    const site = this.#sites.get(sourceStatus.source);
    if (site) {
      this.#sites.set(site.id, { ...site, status: sourceStatus.status, lastSeen: Date.parse(sourceStatus.lastSeen) });
      this.#publishTimer ??= setTimeout(() => this.#publish({}), PUBLISH_MS);
    } else if (this.#state.complete) {
      this.#newcomerTimer ??= setTimeout(() => {
        this.#newcomerTimer = undefined;
        void this.load();
      }, NEWCOMER_MS);
    }
  }

  #publish(change: Partial<Omit<FleetState, 'sites' | 'services'>>): void {
    clearTimeout(this.#publishTimer);
    this.#publishTimer = undefined;
    const all = [...this.#sites.values()];
    const isSite = ({ kind }: Site): boolean => kind === 'DEVICE';
    this.#state = { ...this.#state, ...change, sites: all.filter(isSite), services: all.filter((source) => !isSite(source)) };
    this.#listeners.forEach((listener) => listener());
  }
}

/** What the subscription said in the meantime is newer than an answer that was under way. */
function newer(known: Site | undefined, loaded: Site): Site {
  return known && known.lastSeen > loaded.lastSeen
    ? { ...loaded, status: known.status, lastSeen: known.lastSeen }
    : loaded;
}
