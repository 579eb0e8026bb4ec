import {
  SamplesDocument,
  SourceDetailDocument,
  SourceSeriesDocument,
  type SamplesSubscription,
  type SourceDetailQuery,
} from '../api/generated/fleet';
import { query } from '../api/graphql';
import type { LiveConnection } from '../api/live';
import { drawable, metricKey, type MetricId } from '../lib/metrics';
import { namesToDraw } from '../lib/panels';
import { boundsOf, type Range } from '../lib/range';
import { afterSteps, EMPTY_TABLE, mergeTables, sliceTable, tableOf, type SeriesTable } from '../lib/table';

export type SourceDetail = NonNullable<SourceDetailQuery['source']>;

export interface Latest {
  metric: MetricId;
  at: number;
  value: number | null;
}

export interface SiteState {
  /** Undefined: not known yet; null: no such site. */
  detail: SourceDetail | null | undefined;
  detailError: unknown;
  latest: ReadonlyMap<string, Latest>;
  /** Null until the first answer. */
  table: SeriesTable | null;
  loading: boolean;
  seriesError: unknown;
  /** The store behind the API has not caught up yet. */
  partial: boolean;
}

/** About one point a pixel of a chart. */
const MAX_POINTS = 800;
/** Steps grow a raw tail from the live samples; asking again now and then turns it into steps. */
const REFRESH_MS = 5 * 60_000;
const PARTIAL_RETRY_MS = 5_000;
/** A subscription needs a moment to stand; asking after it leaves nothing between answer and stream. */
const AFTER_CONNECT_MS = 400;
/** The clocks of source and viewer may differ by as much without a sample being cut off. */
const SKEW_MS = 60_000;
const MAX_LIVE_MOMENTS = 10_000;
const PUBLISH_MS = 200;

/** Everything that the page of one site shows: what is known of it, its latest values, its series over a range, live. */
export class SiteStore {
  #state: SiteState = {
    detail: undefined,
    detailError: null,
    latest: new Map(),
    table: null,
    loading: false,
    seriesError: null,
    partial: false,
  };
  #listeners = new Set<() => void>();
  #base: SeriesTable | null = null;
  #live: SeriesTable = EMPTY_TABLE;
  #range: Range | null = null;
  /** Answers to questions that nobody asks any more are dropped. */
  #question = 0;
  /** While the viewer holds the page, it changes only by what the viewer does. */
  #held = false;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;
  #reloadTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly id: string) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): SiteState => this.#state;

  /** Follows the site until the returned function is called. */
  follow(live: LiveConnection): () => void {
    let release = (): void => undefined;
    let connected = live.state().status === 'live';
    let following = false;
    const react = (): void => {
      const state = live.state();
      const wanted = state.status !== 'paused';
      if (wanted !== following) {
        following = wanted;
        this.#held = !wanted;
        clearTimeout(this.#reloadTimer);
        release();
        release = wanted ? live.subscribe(SamplesDocument, { source: this.id }, (data) => this.#received(data)) : () => undefined;
      }
      // Nothing was told before: at the first connection, after a lost one, after a pause.
      if (state.status === 'live' && !connected) {
        this.#reloadAfter(AFTER_CONNECT_MS);
      }
      connected = state.status === 'live';
    };
    const stop = live.subscribeState(react);
    react();
    void this.loadDetail();
    return () => {
      stop();
      release();
      this.#question++;
      clearTimeout(this.#publishTimer);
      clearTimeout(this.#reloadTimer);
      this.#publishTimer = undefined;
    };
  }

  setRange(range: Range): void {
    this.#range = range;
    this.#show({});
    void this.loadSeries();
  }

  async loadDetail(): Promise<void> {
    try {
      const { source } = await query(SourceDetailDocument, { id: this.id });
      const latest = new Map(this.#state.latest);
      source?.latest.forEach(({ metric, at, value }) => putLatest(latest, { metric, at: Date.parse(at), value: drawable(value) }));
      const first = this.#state.detail === undefined;
      this.#show({ detail: source, detailError: null, latest });
      if (first) {
        await this.loadSeries();
      }
    } catch (error) {
      this.#show({ detailError: error });
    }
  }

  async loadSeries(): Promise<void> {
    const range = this.#range;
    if (!range || !this.#state.detail) {
      return;
    }
    clearTimeout(this.#reloadTimer);
    const question = ++this.#question;
    const names = namesToDraw([...this.#state.latest.values()].map(({ metric }) => metric.name));
    this.#show({ loading: true });
    try {
      const wire = names.length === 0 ? { times: [], series: [], partial: false } : await this.#ask(range, names);
      if (question !== this.#question) {
        return;
      }
      this.#base = tableOf(wire);
      this.#show({ loading: false, seriesError: null, partial: wire.partial });
      if (wire.partial || range.kind === 'last') {
        this.#reloadAfter(wire.partial ? PARTIAL_RETRY_MS : REFRESH_MS);
      }
    } catch (error) {
      if (question === this.#question) {
        this.#show({ loading: false, seriesError: error });
      }
    }
  }

  async #ask(range: Range, names: string[]) {
    const { from, to } = boundsOf(range, Date.now());
    const { source } = await query(SourceSeriesDocument, {
      id: this.id,
      names,
      from: new Date(from).toISOString(),
      to: new Date(range.kind === 'last' ? to + SKEW_MS : to).toISOString(),
      maxPoints: MAX_POINTS,
    });
    return source?.series ?? { times: [], series: [], partial: false };
  }

  #reloadAfter(delay: number): void {
    clearTimeout(this.#reloadTimer);
    if (!this.#held) {
      this.#reloadTimer = setTimeout(() => void this.loadSeries(), delay);
    }
  }

  #received({ samples }: SamplesSubscription): void {
    this.#live = newest(mergeTables(this.#live, tableOf(samples)));
    const latest = new Map(this.#state.latest);
    for (const { metric, values } of samples.series) {
      samples.times.forEach((at, index) => {
        const value = drawable(values[index]);
        if (value !== null) {
          putLatest(latest, { metric, at, value });
        }
      });
    }
    this.#state = { ...this.#state, latest };
    this.#publishTimer ??= setTimeout(() => this.#show({}), PUBLISH_MS);
  }

  #show(change: Partial<SiteState>): void {
    clearTimeout(this.#publishTimer);
    this.#publishTimer = undefined;
    this.#state = { ...this.#state, ...change, table: this.#table() };
    this.#listeners.forEach((listener) => listener());
  }

  #table(): SeriesTable | null {
    if (!this.#base || !this.#range) {
      return null;
    }
    const { from, to } = boundsOf(this.#range, Date.now());
    const merged = mergeTables(this.#base, afterSteps(this.#base, this.#live));
    return sliceTable(merged, from, this.#range.kind === 'last' ? Infinity : to);
  }
}

function putLatest(latest: Map<string, Latest>, value: Latest): void {
  const key = metricKey(value.metric);
  const known = latest.get(key);
  if (!known || known.at <= value.at) {
    latest.set(key, value);
  }
}

function newest(table: SeriesTable): SeriesTable {
  const first = table.times.at(-MAX_LIVE_MOMENTS);
  return first === undefined ? table : sliceTable(table, first, Infinity);
}
