import { buildSchema, execute, graphql, parse, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { StubMetric, StubSite } from './fleet';
import { StubAlerts } from './stubAlerts';
import { makeIssues, StubErrors, type StubIssue } from './stubErrors';
import { StubKeys } from './stubKeys';

/** As the gateway sends it. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

const FILES = process.env.VIGIE_UI_OUT ?? fileURLToPath(new URL('../dist', import.meta.url));
const SCHEMA_FOLDER = new URL('../../query-service/src/main/resources/graphql/', import.meta.url);
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** What a login sets. */
export const SESSION_COOKIE = { name: 'vigie-session', value: 'stub', httpOnly: true, sameSite: 'Strict' } as const;
const COOKIE = `${SESSION_COOKIE.name}=${SESSION_COOKIE.value}`;

export const USER = { username: 'claire', password: 'correct horse', role: 'operator' };

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Listener = (event: unknown) => void;

/** The gateway and what is behind it, as far as the dashboard sees of them, under a test's control. */
export class Stub {
  sites: StubSite[];
  /** Set by a test: the next answers of POST /auth/login. */
  loginAnswers: Answer[] = [];
  passwordAnswers: Answer[] = [];
  /** How many GraphQL answers are still to fail. */
  failing = 0;
  partial = false;
  /** Who logs in; a test may give them another role. */
  readonly user = { username: USER.username, role: USER.role };
  /** None until a test puts some in: most tests look at something else. */
  readonly alerts = new StubAlerts([], this.user, (event) => this.#emit(event));
  readonly keys = new StubKeys(this.user);
  readonly errors = new StubErrors(makeIssues(Date.now()), this.user);
  queries: { text: string; variables: Record<string, unknown> }[] = [];
  #sessionOpen = true;
  #refuseSockets = false;
  #listeners = new Set<Listener>();
  #followers = new Map<string, number>();
  #sockets = new Set<Socket>();
  #webSockets = new Set<Socket>();
  #schema = buildSchema(schemaText());
  #webSocketServer = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });
  #server = createServer((request, response) => void this.#handle(request, response));

  constructor(sites: StubSite[]) {
    this.sites = sites;
    useServer(
      // Its own functions beside its own schema: a runner may load the library twice.
      { schema: this.#schema, roots: { query: this.#root(), mutation: this.#root(), subscription: this.#root() }, execute, subscribe, validate, parse },
      this.#webSocketServer,
    );
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (request, socket: Socket, head) => {
      if (this.#refuseSockets || !this.#knows(request) || request.url !== '/graphql') {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      this.#webSockets.add(socket);
      socket.on('close', () => this.#webSockets.delete(socket));
      this.#webSocketServer.handleUpgrade(request, socket, head, (webSocket) =>
        this.#webSocketServer.emit('connection', webSocket, request),
      );
    });
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(port, '127.0.0.1', done));
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#sockets.forEach((socket) => socket.destroy());
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  // ---- what a test makes happen

  endSession(): void {
    this.#sessionOpen = false;
    this.dropSockets();
  }

  dropSockets(): void {
    this.#webSockets.forEach((socket) => socket.destroy());
  }

  refuseSockets(refuse: boolean): void {
    this.#refuseSockets = refuse;
    this.dropSockets();
  }

  get openSockets(): number {
    return this.#webSockets.size;
  }

  /** How many subscriptions of this name are open. */
  followers(name: string): number {
    return this.#followers.get(name) ?? 0;
  }

  /** A site's next sample reaches the store and, if said so, the subscribers. */
  sample(site: StubSite, { announced = true, again = false } = {}): number {
    if (!again) {
      site.until += site.every;
    }
    site.lastSeen = Date.now();
    if (announced) {
      const times = [site.until];
      this.#emit({
        samples: { source: site.id, times, series: site.metrics.map((metric) => ({ metric, values: times.map(metric.at) })) },
      });
    }
    return site.until;
  }

  setStatus(site: StubSite, status: StubSite['status']): void {
    site.status = status;
    site.lastSeen = Date.now();
    this.#emit({ sourceStatus: statusOf(site) });
  }

  /** Another error of this issue is counted. */
  occur(issue: StubIssue, more: Record<string, unknown> = {}): void {
    this.#emit(this.errors.occurrence(issue, more));
  }

  #emit(event: unknown): void {
    this.#listeners.forEach((listener) => listener(event));
  }

  // ---- HTTP

  #knows(request: IncomingMessage): boolean {
    return this.#sessionOpen && (request.headers.cookie ?? '').includes(COOKIE);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/auth/')) {
      send(response, this.#auth(request, pathname, await bodyOf(request)));
    } else if (pathname === '/graphql') {
      send(response, await this.#graphql(request, await bodyOf(request)));
    } else {
      await this.#file(pathname, response);
    }
  }

  #expiry(): string {
    return new Date(Date.now() + 86_400_000).toISOString();
  }

  #auth(request: IncomingMessage, pathname: string, body: Record<string, unknown>): Answer {
    const who = this.user;
    switch (pathname) {
      case '/auth/login': {
        const planned = this.loginAnswers.shift();
        if (planned) {
          return planned;
        }
        if (body.username !== USER.username || body.password !== USER.password) {
          return problem(401, 'credentials.wrong');
        }
        this.#sessionOpen = true;
        return {
          status: 200,
          body: { token: 'a.b.c', expiresAt: this.#expiry(), user: who },
          headers: { 'set-cookie': `${COOKIE}; HttpOnly; SameSite=Strict; Path=/` },
        };
      }
      case '/auth/logout':
        return { status: 204, headers: { 'set-cookie': 'vigie-session=; Max-Age=0; Path=/' } };
      case '/auth/me':
        return this.#knows(request) ? { status: 200, body: { user: who, clubs: [], expiresAt: this.#expiry() } } : problem(401, 'session.none');
      case '/auth/password':
        return this.passwordAnswers.shift() ?? { status: 200, body: { token: 'a.b.c', expiresAt: this.#expiry(), user: who } };
      default:
        return problem(404, 'not-found');
    }
  }

  async #graphql(request: IncomingMessage, body: Record<string, unknown>): Promise<Answer> {
    if (!this.#knows(request)) {
      return problem(401, 'session.none');
    }
    if (this.failing > 0) {
      this.failing--;
      return problem(503, 'unavailable');
    }
    const source = String(body.query);
    const variableValues = (body.variables ?? {}) as Record<string, unknown>;
    this.queries.push({ text: source, variables: variableValues });
    return { status: 200, body: await graphql({ schema: this.#schema, source, variableValues, rootValue: this.#root() }) };
  }

  async #file(pathname: string, response: ServerResponse): Promise<void> {
    const asset = pathname.startsWith('/assets/');
    const file = join(FILES, asset ? normalize(pathname) : 'index.html');
    try {
      const content = await readFile(file);
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cache-control': asset ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  // ---- GraphQL

  #root() {
    return {
      sources: ({ first, after }: { first: number; after?: string }) => {
        const sorted = this.sites.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        const start = after === undefined ? 0 : sorted.findIndex(({ id }) => id === after) + 1;
        const nodes = sorted.slice(start, start + first);
        const hasNextPage = start + first < sorted.length;
        return {
          nodes: nodes.map((site) => this.#source(site)),
          totalCount: sorted.length,
          pageInfo: { hasNextPage, endCursor: nodes.at(-1)?.id ?? null },
        };
      },
      source: ({ id }: { id: string }) => {
        const site = this.sites.find((known) => known.id === id);
        return site ? this.#source(site) : null;
      },
      ...this.errors.resolvers,
      ...this.alerts.resolvers,
      ...this.keys.resolvers,
      alertChanges: () => this.#events('alertChanges', (event) => 'alertChanges' in event),
      errorEvents: ({ services, levels }: { services?: string[]; levels?: string[] }) =>
        this.#events('errorEvents', (event) => {
          const error = event.errorEvents as { service: string; level: string } | undefined;
          return error !== undefined && (services?.includes(error.service) ?? true) && (levels?.includes(error.level) ?? true);
        }),
      samples: ({ source }: { source: string }) =>
        this.#events('samples', (event) => 'samples' in event && (event.samples as { source: string }).source === source),
      sourceStatus: () =>
        this.#events(
          'sourceStatus',
          (event) => 'sourceStatus' in event,
          this.sites.map((site) => ({ sourceStatus: statusOf(site) })),
        ),
    };
  }

  async *#events(name: string, wanted: (event: Record<string, unknown>) => boolean, first: unknown[] = []): AsyncGenerator {
    const waiting = [...first];
    let wake = (): void => undefined;
    const listener: Listener = (event) => {
      if (wanted(event as Record<string, unknown>)) {
        waiting.push(event);
        wake();
      }
    };
    this.#listeners.add(listener);
    this.#followers.set(name, this.followers(name) + 1);
    try {
      for (;;) {
        while (waiting.length > 0) {
          yield waiting.shift();
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#listeners.delete(listener);
      this.#followers.set(name, this.followers(name) - 1);
    }
  }

  #source(site: StubSite) {
    const at = new Date(site.until).toISOString();
    return {
      id: site.id,
      kind: site.kind ?? 'DEVICE',
      club: site.club,
      status: site.status,
      labels: site.club === null ? [] : [{ name: 'club', value: site.club }],
      facts: Object.entries(site.facts).map(([name, value]) => ({ name, value })),
      agentVersion: '0.1.0',
      firstSeen: new Date(site.since).toISOString(),
      lastSeen: new Date(site.lastSeen).toISOString(),
      lastSampleAt: site.metrics.length === 0 ? null : at,
      latest: ({ names }: { names?: string[] }) =>
        site.metrics
          .filter(({ name }) => !names || names.includes(name))
          .map((metric) => ({ metric, at, value: metric.at(site.until) })),
      series: ({ names, from, to, maxPoints }: { names: string[]; from: string; to: string; maxPoints: number }) =>
        this.#series(site, site.metrics.filter(({ name }) => names.includes(name)), Date.parse(from), Date.parse(to), maxPoints),
    };
  }

  #series(site: StubSite, metrics: StubMetric[], from: number, to: number, maxPoints: number) {
    const start = Math.max(Math.ceil(from / site.every), Math.ceil(site.since / site.every)) * site.every;
    const end = Math.min(to, site.until + 1);
    const moments = Math.max(0, Math.ceil((end - start) / site.every));
    if (moments <= maxPoints) {
      const times = Array.from({ length: moments }, (_, index) => start + index * site.every);
      return { times, stepMs: null, partial: this.partial, series: metrics.map((metric) => ({ metric, values: times.map(metric.at) })) };
    }
    const stepMs = Math.ceil((to - from) / maxPoints / site.every) * site.every;
    const first = Math.floor(start / stepMs) * stepMs;
    const times = Array.from({ length: Math.ceil((end - first) / stepMs) }, (_, index) => first + index * stepMs);
    // A few moments of each step stand for all of them.
    const inside = (time: number): number[] => [0, 0.25, 0.5, 0.75].map((part) => time + Math.floor((part * stepMs) / site.every) * site.every);
    return {
      times,
      stepMs,
      partial: this.partial,
      series: metrics.map((metric) => {
        const steps = times.map((time) => inside(time).map((moment) => metric.at(moment) ?? 0));
        return {
          metric,
          values: steps.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
          min: steps.map((values) => Math.min(...values)),
          max: steps.map((values) => Math.max(...values)),
        };
      }),
    };
  }
}

/** The server's own schema: a folder of files that extend each other. */
function schemaText(): string {
  const files = readdirSync(SCHEMA_FOLDER).filter((name) => name.endsWith('.graphqls'));
  return files.map((name) => readFileSync(new URL(name, SCHEMA_FOLDER), 'utf8')).join('\n');
}

function statusOf(site: StubSite) {
  return { source: site.id, status: site.status, lastSeen: new Date(site.lastSeen).toISOString() };
}

export function problem(status: number, code: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Answer {
  return { status, body: { type: 'about:blank', title: code, status, code, ...more }, headers: { 'content-type': 'application/problem+json', ...headers } };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
