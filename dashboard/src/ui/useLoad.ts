import { useCallback, useEffect, useState } from 'react';

export interface Loaded<Data> {
  /** Undefined until the first answer; stays while something else is asked for. */
  data: Data | undefined;
  error: unknown;
  loading: boolean;
  reload: () => void;
  /** Shows what a change answered. */
  replace: (data: Data) => void;
}

interface Answer<Data> {
  to: { load: () => Promise<Data>; round: number } | null;
  data: Data | undefined;
  error: unknown;
}

/** Asks when the page appears, whenever `load` becomes another function, and when told to; only the newest answer counts. */
export function useLoad<Data>(load: () => Promise<Data>): Loaded<Data> {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer<Data>>({ to: null, data: undefined, error: null });
  useEffect(() => {
    let current = true;
    const to = { load, round };
    load().then(
      (data) => current && setAnswer({ to, data, error: null }),
      (error: unknown) => current && setAnswer(({ data }) => ({ to, data, error })),
    );
    return () => {
      current = false;
    };
  }, [load, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback((data: Data) => setAnswer((before) => ({ ...before, data })), []);
  return { data: answer.data, error: answer.error, loading: answer.to?.load !== load || answer.to.round !== round, reload, replace };
}
