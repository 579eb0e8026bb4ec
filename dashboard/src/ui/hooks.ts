import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { timeZonePreference } from '../app/preferences';
import { localeOf } from '../i18n';

/** The present moment, again each `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** For Intl. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return localeOf(i18n.language);
}

/** The zone in which moments are told; undefined for the browser's own. */
export function useTimeZone(): string | undefined {
  return useSyncExternalStore(timeZonePreference.subscribe, timeZonePreference.get);
}

export function usePageTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('app.title', { page: title });
  }, [t, title]);
}

export function useStore<State>(store: { subscribe: (listener: () => void) => () => void; state: () => State }): State {
  return useSyncExternalStore(store.subscribe, store.state);
}

/** False for the first 200 ms, so that a quick answer shows no skeleton. */
export function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}
