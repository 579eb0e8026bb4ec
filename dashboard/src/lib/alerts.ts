import type { AlertFilter, AlertLevel, AlertPartsFragment } from '../api/generated/alerts';
import { ALERT_LEVELS, type AlertsSearch } from './alertSearch';
import { withoutUndefined } from './search';
import { foldText } from './sites';

export type Alert = AlertPartsFragment;
export type { AlertLevel };

/** What is at least this bad shows on its site. */
export type SiteAlert = Exclude<AlertLevel, 'INFO'>;

/** The kinds that have a name in both languages; a sender's own are shown as they came. */
export const ALERT_KINDS = ['temperature', 'disk', 'memory', 'service', 'application', 'offline', 'update', 'maintenance', 'fleet', 'error'] as const;

/** Stands for a site where an alert is about most of them. */
export const WHOLE_FLEET = '*';

export function isOpen({ status }: Alert): boolean {
  return status !== 'RESOLVED';
}

/** The issue that an alert of errors is about. */
export function issueOf({ type, object }: Pick<Alert, 'type' | 'object'>): string | null {
  return type === 'error' ? object : null;
}

/** Whether it still waits for somebody. */
export function wantsSomebody({ status, silenced }: Alert): boolean {
  return status === 'FIRING' && !silenced;
}

/** Worst first, then newest; what nobody has taken on before what somebody has. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    ALERT_LEVELS.indexOf(a.level) - ALERT_LEVELS.indexOf(b.level) ||
    Number(wantsSomebody(b)) - Number(wantsSomebody(a)) ||
    Date.parse(b.since) - Date.parse(a.since) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** In the language of the page; notices are written in these two. */
export function messageOf({ messageFr, messageEn }: Pick<Alert, 'messageFr' | 'messageEn'>, language: string): string {
  return language === 'fr' ? messageFr : messageEn;
}

/** The open ones that fit, by level, site and any text that they show. */
export function selectAlerts(alerts: readonly Alert[], { q, level, site }: AlertsSearch): Alert[] {
  const text = foldText(q?.trim() ?? '');
  return alerts.filter(
    (alert) =>
      (level?.includes(alert.level) ?? true) &&
      (site === undefined || alert.siteId === site) &&
      (text === '' ||
        [alert.siteId, alert.clubName, alert.type, alert.object, alert.messageFr, alert.messageEn].some((part) => part !== null && foldText(part).includes(text))),
  );
}

/** What the server is asked for alerts that have ended. */
export function historyFilter({ q, level, site }: AlertsSearch): AlertFilter {
  return { open: false, ...withoutUndefined({ text: q?.trim() || undefined, levels: level, sites: site === undefined ? undefined : [site] }) };
}

/** The worst open alert of each site that has one worth its colour. */
export function worstBySite(alerts: readonly Alert[]): ReadonlyMap<string, SiteAlert> {
  const worst = new Map<string, SiteAlert>();
  for (const { siteId, level } of alerts) {
    if (level !== 'INFO' && worst.get(siteId) !== 'CRITICAL') {
      worst.set(siteId, level);
    }
  }
  return worst;
}

export const ENDS = ['1h', '4h', '24h', '7d', '30d'] as const;
export type End = (typeof ENDS)[number];
const HOUR_MS = 3_600_000;
const LENGTHS: Record<End, number> = { '1h': HOUR_MS, '4h': 4 * HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS, '30d': 720 * HOUR_MS };
/** An acknowledgement can last no longer. */
export const MAX_ACKNOWLEDGED_MS = LENGTHS['30d'];

/** The moment that a choice means; `custom` is what was entered instead, null where it is none. */
export function endOf(choice: string, custom: number | null, now: number): number | null {
  const end = ENDS.find((known) => known === choice);
  return end ? now + LENGTHS[end] : custom;
}

/** The items of a text with commas, each once. */
export function itemsOf(text: string): string[] {
  return [...new Set(text.split(',').map((item) => item.trim()).filter((item) => item !== ''))];
}
