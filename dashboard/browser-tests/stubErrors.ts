import { GraphQLError } from 'graphql';
import { HOSTILE } from './fleet';

/** Errors and issues of the stub: what a test changes here, the next answer shows. */
export interface StubIssue {
  id: string;
  service: string;
  title: string;
  culprit: string | null;
  level: string;
  status: string;
  count: number;
  firstSeen: string;
  lastSeen: string;
  assignee: string | null;
  hours: { hour: string; count: number }[];
  comments: { author: string; text: string; at: string }[];
  sampled: boolean;
  events: StubEvent[];
}

interface StubEvent {
  id: string;
  level: string;
  message: string;
  stack: string | null;
  path: string | null;
  method: string | null;
  metadata: string | null;
  createdAt: string;
}

interface Filter {
  services?: string[];
  levels?: string[];
  statuses?: string[];
  from?: string;
  to?: string;
  text?: string;
}

const HOUR = 3_600_000;
const STACK = `TypeError: Cannot read properties of undefined (reading 'price')
    at totalOf (https://shop.example/assets/cart-3f9a.js:1:24117)
    at renderCart (https://shop.example/assets/cart-3f9a.js:1:25880)
    at HTMLButtonElement.onclick (https://shop.example/assets/cart-3f9a.js:1:31002)`;
const KINDS = [
  ['shop-web', "TypeError: Cannot read properties of undefined (reading 'price')", 'cart.js#totalOf', 'ERROR', 'UNRESOLVED'],
  ['payments', 'PaymentRefused: card declined by the bank', 'PayClient.charge', 'CRITICAL', 'REGRESSED'],
  ['inventory', 'ConnectException: Connection refused: redis:6379', 'StockCache.read', 'FATAL', 'UNRESOLVED'],
  ['shop-web', 'Slow answer of the search: 12.5 s', null, 'WARNING', 'UNRESOLVED'],
  ['mailer', 'Mailbox of the customer is full', 'MailClient.send', 'INFO', 'IGNORED'],
  ['orders', 'IllegalStateException: order is paid already', 'OrderService.pay', 'ERROR', 'RESOLVED'],
] as const;

/** The first ones as above, the second of them with hostile texts; further ones of other services. */
export function makeIssues(now: number, size = 12): StubIssue[] {
  return Array.from({ length: size }, (_, index): StubIssue => {
    const [service, title, culprit, level, status] = KINDS[index % KINDS.length]!;
    const hostile = index === 1;
    const last = now - index * 47 * 60_000 - 90_000;
    const hours = Array.from({ length: 168 }, (_unused, back) => ({
      hour: new Date(Math.floor(now / HOUR) * HOUR - back * HOUR).toISOString(),
      count: Math.max(0, Math.round(9 * Math.sin(back / 5 + index) + 4 * Math.sin(back * 1.7) + 3 - index)),
    })).toReversed();
    return {
      id: `issue-${index + 1}`,
      service: hostile ? HOSTILE : index < KINDS.length ? service : `${service}-${index}`,
      title: hostile ? `${HOSTILE} refused` : title,
      culprit: hostile ? HOSTILE : culprit,
      level,
      status: index < KINDS.length ? status : 'UNRESOLVED',
      count: 2_431 - index * 137,
      firstSeen: new Date(now - (index + 2) * 26 * HOUR).toISOString(),
      lastSeen: new Date(last).toISOString(),
      assignee: index === 2 ? 'claire' : null,
      hours,
      comments: index === 0 ? [{ author: 'paul', text: `Seen it, too: ${HOSTILE}`, at: new Date(now - 3 * HOUR).toISOString() }] : [],
      sampled: index === 2,
      events: Array.from({ length: 6 }, (_unused, event) => ({
        id: `event-${index + 1}-${event + 1}`,
        level,
        message: hostile ? `${HOSTILE} ${event}` : `${title} (${event})`,
        stack: index === 3 ? null : hostile ? `${HOSTILE}\n    at ${HOSTILE}` : STACK,
        path: hostile ? HOSTILE : '/cart/checkout',
        method: 'POST',
        metadata: event === 1 ? null : JSON.stringify({ browser: hostile ? HOSTILE : 'Firefox 145', cart: { items: 3 } }),
        createdAt: new Date(last - event * 11 * 60_000).toISOString(),
      })),
    };
  });
}

export function forbidden(): GraphQLError {
  return new GraphQLError('The credential does not allow this', { extensions: { code: 'permission_denied' } });
}

/** Resolvers over the issues; `user` says who asks. */
export class StubErrors {
  #sent = 0;

  constructor(
    public issues: StubIssue[],
    readonly user: { username: string; role: string },
  ) {}

  readonly resolvers = {
    issues: ({ filter, sort, first, after }: { filter?: Filter; sort: string; first: number; after?: string }) => {
      const found = this.issues.filter((issue) => matches(issue, filter ?? {})).sort(by(sort));
      const start = after === undefined || after === null ? 0 : found.findIndex(({ id }) => id === after) + 1;
      const nodes = found.slice(start, start + first).map((issue) => ({ ...issue, hours: issue.hours.slice(-24) }));
      return { nodes, totalCount: found.length, pageInfo: { hasNextPage: start + first < found.length, endCursor: nodes.at(-1)?.id ?? null } };
    },
    issue: ({ id }: { id: string }) => {
      const issue = this.issues.find((known) => known.id === id);
      return issue ? { ...issue, events: ({ first }: { first: number }) => issue.events.slice(0, first) } : null;
    },
    errorStats: ({ from, to }: { from: string; to: string }) => {
      const inside = this.issues.flatMap(({ level, hours }) =>
        hours.filter(({ hour }) => hour >= from && hour < to).map(({ hour, count }) => ({ hour, level, count })),
      );
      const services = [...new Set(this.issues.map(({ service }) => service))].map((service) => {
        const own = this.issues.filter((issue) => issue.service === service);
        return { service, issues: own.length, count: own.reduce((sum, { hours }) => sum + countOf(hours.filter(({ hour }) => hour >= from && hour < to)), 0) };
      });
      return { hours: inside, services, total: countOf(inside) };
    },
    updateIssues: ({ ids, status, assignee }: { ids: string[]; status?: string; assignee?: string }) => {
      this.#mayAct();
      const changed = this.issues.filter(({ id }) => ids.includes(id));
      changed.forEach((issue) => {
        issue.status = status ?? issue.status;
        issue.assignee = assignee === undefined || assignee === null ? issue.assignee : assignee || null;
      });
      return changed;
    },
    commentIssue: ({ id, text }: { id: string; text: string }) => {
      this.#mayAct();
      const issue = this.issues.find((known) => known.id === id)!;
      issue.comments.push({ author: this.user.username, text, at: new Date().toISOString() });
      return issue;
    },
  };

  /** What the subscription sends for another error of this issue. */
  occurrence(issue: StubIssue, more: Record<string, unknown> = {}) {
    const at = new Date().toISOString();
    const { service, level, title, culprit } = issue;
    issue.count++;
    issue.lastSeen = at;
    const id = `live-${++this.#sent}`;
    issue.events.unshift({ id, level, message: title, stack: STACK, path: '/cart', method: 'GET', metadata: null, createdAt: at });
    return { errorEvents: { id, issueId: issue.id, service, level, title, message: `${title} #${this.#sent}`, culprit, path: '/cart', method: 'GET', createdAt: at, ...more } };
  }

  #mayAct(): void {
    if (this.user.role === 'viewer') {
      throw forbidden();
    }
  }
}

function matches(issue: StubIssue, { services, levels, statuses, from, to, text }: Filter): boolean {
  const haystack = [issue.title, ...issue.events.flatMap(({ message, stack }) => [message, stack ?? ''])].join('\n').toLowerCase();
  return (
    (services?.includes(issue.service) ?? true) &&
    (levels?.includes(issue.level) ?? true) &&
    (statuses?.includes(issue.status) ?? true) &&
    (!from || issue.lastSeen >= from) &&
    (!to || issue.firstSeen < to) &&
    (!text || haystack.includes(text.toLowerCase()))
  );
}

function by(sort: string): (a: StubIssue, b: StubIssue) => number {
  return (a, b) => (sort === 'COUNT' ? b.count - a.count : sort === 'FIRST_SEEN' ? (a.firstSeen < b.firstSeen ? 1 : -1) : a.lastSeen < b.lastSeen ? 1 : -1);
}

function countOf(items: { count: number }[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}
