import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type AnyVariables, Client, type CombinedError, fetchExchange, type OperationResult } from 'urql';
import { HttpError, NetworkError, request } from './http';
import { sessionEnded } from './sessionEvents';

/** What the server answered instead of data. */
export class QueryError extends Error {
  constructor(
    readonly messages: string[],
    /** Why, in the words that the server uses over HTTP, too: "permission_denied" and so on. */
    readonly codes: readonly string[] = [],
  ) {
    super(messages.join('; '));
    this.name = 'QueryError';
  }
}

/** No cache: what is shown is live, and each page asks once for what it shows. */
const client = new Client({
  url: '/graphql',
  exchanges: [fetchExchange],
  preferGetMethod: false,
  fetch: async (input, init) => {
    const response = await request(String(input), init);
    if (response.status === 401) {
      sessionEnded();
    }
    return response;
  },
});

/** Data, or HttpError, NetworkError or QueryError. */
export async function query<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf(await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise());
}

/** What a change answers; fails as a query does. */
export async function mutate<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf(await client.mutation(document, variables).toPromise());
}

/** A field that is null only beside an error, which has been thrown by then. */
export function present<Value>(value: Value | null): Value {
  if (value === null) {
    throw new QueryError(['No data']);
  }
  return value;
}

function dataOf<Data, Variables extends AnyVariables>({ data, error }: OperationResult<Data, Variables>): Data {
  // Beside an error there may be a part of the data; a part is shown only where nothing was asked that failed.
  if (error) {
    throw failureOf(error);
  }
  if (data === undefined || data === null) {
    throw new QueryError(['No data']);
  }
  return data;
}

function failureOf({ networkError, response, graphQLErrors }: CombinedError): Error {
  if (networkError) {
    const status = (response as Response | undefined)?.status;
    if (status !== undefined && status >= 400) {
      return new HttpError(status, null, networkError.message, null, []);
    }
    return networkError instanceof NetworkError ? networkError : new NetworkError(networkError);
  }
  return new QueryError(
    graphQLErrors.map(({ message, extensions }) => textOf(message, extensions?.errors)),
    graphQLErrors.flatMap(({ extensions }) => (typeof extensions?.code === 'string' ? [extensions.code] : [])),
  );
}

/** The reason, and after it what is wrong with which field. */
function textOf(message: string, fields: unknown): string {
  const details = Array.isArray(fields)
    ? fields.map((field: { field?: unknown; detail?: unknown }) => `${String(field.field)} ${String(field.detail)}`)
    : [];
  return details.length === 0 ? message : details.join('; ');
}
