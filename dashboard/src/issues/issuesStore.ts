import { ErrorEventsDocument, IssuesDocument, UpdateIssuesDocument, type ErrorEventsSubscription, type IssueStatus } from '../api/generated/issues';
import { mutate, present, query } from '../api/graphql';
import type { LiveConnection } from '../api/live';
import { belongs, issueQuestion, type Issue } from '../lib/issues';
import type { IssuesSearch } from '../lib/issueSearch';

export interface IssuesState {
  issues: readonly Issue[];
  total: number;
  /** Where the next page begins; null at the end. */
  next: string | null;
  loading: boolean;
  /** False until the first answer. */
  loaded: boolean;
  error: unknown;
  /** Errors of issues that are not in the list have come in since it was loaded. */
  fresh: boolean;
}

const PAGE = 50;
const PUBLISH_MS = 500;
/** More at once are not taken by the server. */
const MAX_IDS = 200;

/** A list of issues by a search; the counts of those in it are live, their order stays until it is asked for again. */
export class IssuesStore {
  #state: IssuesState = { issues: [], total: 0, next: null, loading: true, loaded: false, error: null, fresh: false };
  #listeners = new Set<() => void>();
  /** Answers to questions that nobody asks any more are dropped. */
  #question = 0;
  #waiting = new Map<string, { count: number; last: string }>();
  #publishTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly search: IssuesSearch) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): IssuesState => this.#state;

  /** Loads, and follows what comes in, until the returned function is called. */
  follow(live: LiveConnection): () => void {
    const { service, level, to } = this.search;
    let generation = live.state().generation;
    const stopState = live.subscribeState(() => {
      if (generation !== live.state().generation) {
        generation = live.state().generation;
        this.#set({ fresh: this.#state.loaded });
      }
    });
    // A span in the past does not change.
    const release =
      to === undefined
        ? live.subscribe(ErrorEventsDocument, { services: service ?? null, levels: level ?? null }, (data) => this.#received(data, live))
        : () => undefined;
    void this.load();
    return () => {
      stopState();
      release();
      this.#question++;
      clearTimeout(this.#publishTimer);
      this.#publishTimer = undefined;
    };
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    this.#set({ loading: true });
    try {
      const issues = await this.#ask(null);
      if (question === this.#question) {
        this.#waiting.clear();
        this.#set({ ...pageOf(issues), issues: issues.nodes, loading: false, loaded: true, error: null, fresh: false });
      }
    } catch (error) {
      if (question === this.#question) {
        this.#set({ loading: false, error });
      }
    }
  }

  async more(): Promise<void> {
    const question = ++this.#question;
    this.#set({ loading: true });
    try {
      const issues = await this.#ask(this.#state.next);
      if (question === this.#question) {
        const known = new Set(this.#state.issues.map(({ id }) => id));
        const added = issues.nodes.filter(({ id }) => !known.has(id));
        this.#set({ ...pageOf(issues), issues: [...this.#state.issues, ...added], loading: false, error: null });
      }
    } catch (error) {
      if (question === this.#question) {
        this.#set({ loading: false, error });
      }
    }
  }

  /** Gives these issues a status; those that no longer fit the search leave the list. Fails as the server does. */
  async setStatus(ids: readonly string[], status: IssueStatus): Promise<void> {
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      const part = ids.slice(start, start + MAX_IDS);
      const { updateIssues } = await mutate(UpdateIssuesDocument, { ids: part, status });
      const changed = new Map(updateIssues.map((issue) => [issue.id, issue]));
      const issues = this.#state.issues
        .map((issue) => ({ ...issue, ...changed.get(issue.id) }))
        .filter((issue) => !changed.has(issue.id) || belongs(issue.status, this.search));
      this.#set({ issues, total: this.#state.total - (this.#state.issues.length - issues.length) });
    }
  }

  async #ask(after: string | null) {
    const { issues } = await query(IssuesDocument, { ...issueQuestion(this.search, Date.now()), first: PAGE, after });
    return present(issues);
  }

  #received({ errorEvents: { issueId, createdAt } }: ErrorEventsSubscription, live: LiveConnection): void {
    if (live.state().status === 'paused') {
      return;
    }
    const known = this.#waiting.get(issueId);
    this.#waiting.set(issueId, { count: (known?.count ?? 0) + 1, last: createdAt });
    this.#publishTimer ??= setTimeout(() => this.#publish(), PUBLISH_MS);
  }

  #publish(): void {
    this.#publishTimer = undefined;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const issues = this.#state.issues.map((issue) => {
      const news = waiting.get(issue.id);
      waiting.delete(issue.id);
      return news ? { ...issue, count: issue.count + news.count, lastSeen: news.last } : issue;
    });
    this.#set({ issues, fresh: this.#state.fresh || (waiting.size > 0 && this.#state.loaded) });
  }

  #set(change: Partial<IssuesState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.forEach((listener) => listener());
  }
}

function pageOf(page: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null } }): Pick<IssuesState, 'total' | 'next'> {
  return { total: page.totalCount, next: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null };
}
