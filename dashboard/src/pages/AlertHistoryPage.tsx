import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertsDocument } from '../api/generated/alerts';
import { present, query } from '../api/graphql';
import { useApp } from '../app/context';
import { historyFilter } from '../lib/alerts';
import { parseAlertsSearch } from '../lib/alertSearch';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { usePageTitle, useStore } from '../ui/hooks';
import { usePages } from '../ui/usePages';
import { AlertList } from './AlertList';
import { AlertFilters, AlertsFrame } from './AlertsFrame';

const PAGE = 50;

export function AlertHistoryPage() {
  const { t } = useTranslation();
  usePageTitle(t('alerts.history'));
  const search = useSearch({ from: '/app/alerts/history' });
  const navigate = useNavigate();
  const { q, level, site } = search;
  const load = useCallback(
    async (after: string | null) => {
      const filter = historyFilter({ ...(q ? { q } : {}), ...(level ? { level } : {}), ...(site ? { site } : {}) });
      return present((await query(AlertsDocument, { filter, first: PAGE, after })).alerts);
    },
    [q, level, site],
  );
  const { items, hasMore, loading, error, reload, more } = usePages(load);
  useReloadAtEnd(reload);
  const filtered = q !== undefined || level !== undefined || site !== undefined;
  return (
    <AlertsFrame>
      <AlertFilters search={search} onChange={(next, replace = false) => void navigate({ to: '/alerts/history', search: parseAlertsSearch(next), replace })} />
      <section className="panel" aria-label={t('alerts.history')} aria-busy={loading} data-testid="alerts-history">
        {error !== null && <PanelError error={error} onRetry={reload} slim={items !== undefined} />}
        {items === undefined && error === null && <Skeleton rows={6} height={56} />}
        {items?.length === 0 && (
          <Empty
            title={filtered ? t('alerts.noMatchTitle') : t('alerts.noHistory')}
            action={
              <Link to={filtered ? '/alerts/history' : '/alerts'} className="button">
                {filtered ? t('issues.noMatchAction') : t('alerts.toOpen')}
              </Link>
            }
          />
        )}
        {items && <AlertList alerts={items} />}
        {hasMore && (
          <p className="panel-foot">
            <button type="button" className="button" disabled={loading} onClick={() => void more()} data-testid="history-more">
              {t('alerts.more')}
            </button>
          </p>
        )}
      </section>
    </AlertsFrame>
  );
}

/** An alert that has just ended belongs into the history. */
function useReloadAtEnd(reload: () => void): void {
  const { ended } = useStore(useApp().alerts);
  const known = useRef(ended);
  useEffect(() => {
    if (known.current !== ended) {
      known.current = ended;
      reload();
    }
  }, [ended, reload]);
}
