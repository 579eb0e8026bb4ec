import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { selectAlerts } from '../lib/alerts';
import { parseAlertsSearch } from '../lib/alertSearch';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { usePageTitle, useStore } from '../ui/hooks';
import { AlertList } from './AlertList';
import { AlertFilters, AlertsFrame } from './AlertsFrame';

/** Drawn at once; what follows is found by the filter. */
const MAX_ROWS = 200;

export function AlertsPage() {
  const { t } = useTranslation();
  usePageTitle(t('alerts.title'));
  const { alerts } = useApp();
  const { open, complete, error } = useStore(alerts);
  const search = useSearch({ from: '/app/alerts' });
  const navigate = useNavigate();
  const shown = useMemo(() => selectAlerts(open, search), [open, search]);
  return (
    <AlertsFrame>
      <AlertFilters search={search} onChange={(next, replace = false) => void navigate({ to: '/alerts', search: parseAlertsSearch(next), replace })} />
      <section className="panel" aria-label={t('alerts.open')} data-testid="alerts-open">
        {error !== null && <PanelError error={error} onRetry={() => void alerts.load()} slim={complete} />}
        {!complete && error === null && <Skeleton rows={6} height={56} />}
        {complete && open.length === 0 && (
          <Empty
            title={t('alerts.noneTitle')}
            text={t('alerts.noneText')}
            action={
              <Link to="/alerts/history" className="button">
                {t('alerts.noneAction')}
              </Link>
            }
          />
        )}
        {open.length > 0 && shown.length === 0 && (
          <Empty
            title={t('alerts.noMatchTitle')}
            action={
              <Link to="/alerts" className="button">
                {t('issues.noMatchAction')}
              </Link>
            }
          />
        )}
        <AlertList alerts={shown.slice(0, MAX_ROWS)} />
        {shown.length > MAX_ROWS && <p className="panel-foot muted">{t('overview.more', { count: shown.length - MAX_ROWS })}</p>}
      </section>
    </AlertsFrame>
  );
}
