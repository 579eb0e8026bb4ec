import { useCallback, useState } from 'react';
import { useLoad } from './useLoad';

export interface Page<Item> {
  nodes: readonly Item[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface Pages<Item> {
  items: readonly Item[] | undefined;
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  reload: () => void;
  more: () => Promise<void>;
}

/** A list that is asked for page by page, from its beginning again whenever `load` becomes another function. */
export function usePages<Item extends { id: string }>(load: (after: string | null) => Promise<Page<Item>>): Pages<Item> {
  const first = useCallback(() => load(null), [load]);
  const { data, error, loading, reload, replace } = useLoad(first);
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const more = async (): Promise<void> => {
    if (!data) {
      return;
    }
    setAdding(true);
    setFailure(null);
    try {
      const page = await load(data.pageInfo.endCursor);
      const known = new Set(data.nodes.map(({ id }) => id));
      replace({ ...page, nodes: [...data.nodes, ...page.nodes.filter(({ id }) => !known.has(id))] });
    } catch (reason) {
      setFailure(reason);
    } finally {
      setAdding(false);
    }
  };
  return {
    items: data?.nodes,
    hasMore: data?.pageInfo.hasNextPage ?? false,
    loading: loading || adding,
    error: error ?? failure,
    reload,
    more,
  };
}
