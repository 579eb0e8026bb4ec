import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteStatus } from '../lib/sites';
import { useApp } from './context';

const EVERY_MS = 10_000;

/** Tells screen readers what changed in the fleet and which alerts are new, at most each ten seconds. */
export function LiveAnnouncer() {
  const { t } = useTranslation();
  const { fleet, alerts } = useApp();
  const [text, setText] = useState('');
  const known = useRef<ReadonlyMap<string, SiteStatus> | null>(null);
  const knownAlerts = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const { sites, complete } = fleet.state();
      if (!complete) {
        return;
      }
      const { open, complete: alertsKnown } = alerts.state();
      const alertsBefore = knownAlerts.current;
      knownAlerts.current = alertsKnown ? new Set(open.map(({ id }) => id)) : null;
      const fresh = alertsBefore ? open.filter(({ id }) => !alertsBefore.has(id)).length : 0;
      const before = known.current;
      known.current = new Map(sites.map(({ id, status }) => [id, status]));
      if (before) {
        const changed = (to: SiteStatus): number =>
          sites.filter(({ id, status }) => status === to && before.has(id) && before.get(id) !== to).length;
        const offline = changed('OFFLINE');
        const online = changed('ONLINE');
        setText(
          [
            offline > 0 && t('live.wentOffline', { count: offline }),
            online > 0 && t('live.cameOnline', { count: online }),
            fresh > 0 && t('live.newAlerts', { count: fresh }),
          ]
            .filter((part) => part !== false)
            .join('. '),
        );
      }
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [fleet, alerts, t]);
  return (
    <div className="sr-only" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
