import type { AlertLevel } from '../api/generated/alerts';
import { listIn, textIn, withoutUndefined, wordIn } from './search';

/** Worst first. */
export const ALERT_LEVELS: readonly AlertLevel[] = ['CRITICAL', 'WARNING', 'INFO'];

/** A list of alerts as it stands in the URL. */
export type AlertsSearch = { q?: string; level?: AlertLevel[]; site?: string };

export const MAX_ALERT_TEXT = 200;

export function parseAlertsSearch(search: Record<string, unknown>): AlertsSearch {
  return withoutUndefined({
    q: textIn(search.q, MAX_ALERT_TEXT),
    level: listIn(search.level, (item) => wordIn(item, ALERT_LEVELS), ALERT_LEVELS.length),
    site: textIn(search.site, MAX_ALERT_TEXT),
  });
}
