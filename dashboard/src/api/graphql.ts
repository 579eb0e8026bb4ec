import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type AnyVariables, Client, fetchExchange } from 'urql';
import { HttpError, NetworkError, request } from './http';
import { sessionEnded } from './sessionEvents';

/** What the server answered instead of data. */
export class QueryError extends Error {
  constructor(readonly messages: string[]) {
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
  const { data, error } = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise();
  if (error?.networkError) {
    const status = (error.response as Response | undefined)?.status;
    throw status !== undefined && status >= 400
      ? new HttpError(status, null, error.networkError.message, null, [])
      : error.networkError instanceof NetworkError
        ? error.networkError
        : new NetworkError(error.networkError);
  }
  // Beside an error there may be a part of the data; a part is shown only where nothing was asked that failed.
  if (error) {
    throw new QueryError(error.graphQLErrors.map(({ message }) => message));
  }
  if (data === undefined || data === null) {
    throw new QueryError(['No data']);
  }
  return data;
}
