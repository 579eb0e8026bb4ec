import { sessionEnded } from './sessionEvents';

/** What the server said no with: RFC 9457 problem details as far as it sent them. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string | null,
    readonly detail: string | null,
    /** Seconds to wait before the next attempt, where the server named them. */
    readonly retryAfter: number | null,
    /** What is wrong with which field. */
    readonly fields: ReadonlyArray<{ field: string; detail: string }>,
  ) {
    super(detail ?? `HTTP ${status}`);
    this.name = 'HttpError';
  }
}

/** The server could not be reached, or not in time. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached', { cause });
    this.name = 'NetworkError';
  }
}

const TIMEOUT_MS = 30_000;

/** Every request of this application passes here: same origin, with the session's cookie, bounded in time. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    return await fetch(path, { ...init, signal, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }
    throw new NetworkError(error);
  }
}

interface JsonRequest {
  method?: 'GET' | 'POST';
  body?: unknown;
  /** False where 401 is an ordinary answer: the login itself, and the question who is logged in. */
  needsSession?: boolean;
}

/** A JSON answer, undefined for one without content; throws HttpError and NetworkError. */
export async function requestJson(path: string, { method = 'GET', body, needsSession = true }: JsonRequest = {}): Promise<unknown> {
  const response = await request(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 401 && needsSession) {
    sessionEnded();
  }
  if (!response.ok) {
    throw await errorOf(response);
  }
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function errorOf(response: Response): Promise<HttpError> {
  const problem = await problemOf(response);
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new HttpError(
    response.status,
    typeof problem.code === 'string' ? problem.code : null,
    typeof problem.detail === 'string' ? problem.detail : null,
    Number.isNaN(retryAfter) ? null : retryAfter,
    Array.isArray(problem.errors) ? problem.errors : [],
  );
}

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get('content-type')?.includes('json')) {
    return {};
  }
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}
