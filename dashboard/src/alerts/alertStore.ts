import { AlertChangesDocument, AlertsDocument, type AlertsQuery } from '../api/generated/alerts';
import { present, query } from '../api/graphql';
import type { LiveConnection } from '../api/live';
import { compareAlerts, isOpen, type Alert } from '../lib/alerts';

export interface AlertState {
  /** Worst first. */
  open: readonly Alert[];
  /** False until the first answer. */
  complete: boolean;
  error: unknown;
  /** Rises when an alert ends: there is more history. */
  ended: number;
}

const PAGE = 200;
/** More open alerts than this are not shown; somebody has to look at the rules first. */
const MAX_ALERTS = 2_000;
const PUBLISH_MS = 100;

/** Every open alert that the viewer may see, live. */
export class AlertStore {
  #state: AlertState = { open: [], complete: false, error: null, ended: 0 };
  #alerts = new Map<string, Alert>();
  /** What the subscription said while an answer was under way is newer than that answer. */
  #meanwhile = new Map<string, Alert>();
  #listeners = new Set<() => void>();
  #question = 0;
  #ended = 0;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): AlertState => this.#state;

  /** Follows the alerts until the returned function is called. */
  follow(live: Pick<LiveConnection, 'subscribe' | 'subscribeState' | 'state'>): () => void {
    let release = (): void => undefined;
    let generation = -1;
    let following = false;
    const react = (): void => {
      const state = live.state();
      const wanted = state.status !== 'paused';
      if (wanted !== following) {
        following = wanted;
        release();
        release = wanted ? live.subscribe(AlertChangesDocument, {}, ({ alertChanges }) => this.put(alertChanges)) : () => undefined;
      }
      if (generation !== state.generation) {
        generation = state.generation;
        void this.load();
      }
    };
    const stop = live.subscribeState(react);
    react();
    return () => {
      stop();
      release();
      this.#question++;
      clearTimeout(this.#publishTimer);
      this.#publishTimer = undefined;
    };
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    this.#meanwhile.clear();
    try {
      const alerts = new Map<string, Alert>();
      let after: string | null = null;
      do {
        const answer: AlertsQuery = await query(AlertsDocument, { filter: { open: true }, first: PAGE, after });
        if (question !== this.#question) {
          return;
        }
        const { nodes, pageInfo } = present(answer.alerts);
        nodes.forEach((alert) => alerts.set(alert.id, alert));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null && alerts.size < MAX_ALERTS);
      const known = new Map([...alerts, ...this.#meanwhile]);
      this.#alerts = new Map([...known].filter(([, alert]) => isOpen(alert)));
      this.#publish({ complete: true, error: null });
    } catch (error) {
      if (question === this.#question) {
        this.#publish({ error });
      }
    }
  }

  /** An alert as it is now. */
  put(alert: Alert): void {
    this.#meanwhile.set(alert.id, alert);
    if (isOpen(alert)) {
      this.#alerts.set(alert.id, alert);
    } else {
      this.#alerts.delete(alert.id);
      this.#ended++;
    }
    this.#publishTimer ??= setTimeout(() => this.#publish({}), PUBLISH_MS);
  }

  #publish(change: Partial<AlertState>): void {
    clearTimeout(this.#publishTimer);
    this.#publishTimer = undefined;
    this.#state = { ...this.#state, ...change, ended: this.#ended, open: [...this.#alerts.values()].sort(compareAlerts) };
    this.#listeners.forEach((listener) => listener());
  }
}
