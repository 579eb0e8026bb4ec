import {
  CommentIssueDocument,
  ErrorEventsDocument,
  IssueDetailDocument,
  UpdateIssuesDocument,
  type IssueDetailQuery,
  type IssueStatus,
} from '../api/generated/issues';
import { mutate, query } from '../api/graphql';
import type { LiveConnection } from '../api/live';

export type IssueDetail = NonNullable<IssueDetailQuery['issue']>;
export type IssueEvent = IssueDetail['events'][number];

export interface IssueState {
  /** Undefined: not known yet; null: no such issue. */
  issue: IssueDetail | null | undefined;
  error: unknown;
}

const EVENTS = 25;
/** In a flood the page is asked for again at most this often. */
const REFRESH_MS = 2_000;

/** One issue with its newest events, asked for again when it occurs. */
export class IssueStore {
  #state: IssueState = { issue: undefined, error: null };
  #listeners = new Set<() => void>();
  #question = 0;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly id: string) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): IssueState => this.#state;

  follow(live: LiveConnection): () => void {
    let generation = live.state().generation;
    const stopState = live.subscribeState(() => {
      if (generation !== live.state().generation) {
        generation = live.state().generation;
        void this.load();
      }
    });
    const release = live.subscribe(ErrorEventsDocument, {}, ({ errorEvents }) => {
      if (errorEvents.issueId === this.id && live.state().status !== 'paused') {
        this.#refreshTimer ??= setTimeout(() => {
          this.#refreshTimer = undefined;
          void this.load();
        }, REFRESH_MS);
      }
    });
    void this.load();
    return () => {
      stopState();
      release();
      this.#question++;
      clearTimeout(this.#refreshTimer);
      this.#refreshTimer = undefined;
    };
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    try {
      const { issue } = await query(IssueDetailDocument, { id: this.id, events: EVENTS });
      if (question === this.#question) {
        this.#set({ issue, error: null });
      }
    } catch (error) {
      if (question === this.#question) {
        this.#set({ ...this.#state, error });
      }
    }
  }

  /** What is not given stays; an empty assignee is nobody. Fails as the server does. */
  async change(change: { status?: IssueStatus; assignee?: string }): Promise<void> {
    const { updateIssues } = await mutate(UpdateIssuesDocument, { ids: [this.id], ...change });
    const changed = updateIssues.find(({ id }) => id === this.id);
    if (changed) {
      this.#merge(changed);
    }
  }

  async comment(text: string): Promise<void> {
    const { commentIssue } = await mutate(CommentIssueDocument, { id: this.id, text });
    this.#merge(commentIssue);
  }

  #merge(change: Partial<IssueDetail>): void {
    // An answer that is under way knows nothing of the change.
    this.#question++;
    const { issue } = this.#state;
    this.#set({ issue: issue && { ...issue, ...change }, error: null });
  }

  #set(state: IssueState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}
