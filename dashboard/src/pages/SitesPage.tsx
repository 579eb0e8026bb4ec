import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { useFleet } from '../fleet/useFleet';
import { formatAge, formatCount } from '../lib/format';
import { healthOf, HEALTHS, KEY_METRIC_NAMES, parseSitesSearch, selectSites, SORT_KEYS, type Site, type SitesSearch, type SortKey } from '../lib/sites';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle } from '../ui/hooks';
import { DownIcon, UpIcon } from '../ui/icons';
import { KeyFigure } from '../ui/KeyFigure';
import { SearchBox } from '../ui/SearchBox';
import { SiteStatusBadge } from '../ui/Status';
import { NoSites } from './OverviewPage';

const ROW_PX = 44;

export function SitesPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  usePageTitle(t('sites.title'));
  const { fleet } = useApp();
  const { sites, complete, error } = useFleet();
  const search = useSearch({ from: '/app/sites' });
  const shown = useMemo(() => selectSites(sites, search, locale), [sites, search, locale]);
  return (
    <>
      <header className="page-head">
        <h1>{t('sites.title')}</h1>
        {complete && (
          <p className="muted" role="status" data-testid="sites-shown">
            {t('sites.shown', { shown: formatCount(shown.length, locale), total: formatCount(sites.length, locale) })}
          </p>
        )}
      </header>
      <Filters />
      <section className="panel" aria-label={t('sites.table')}>
        {error !== null && <PanelError error={error} onRetry={() => void fleet.load()} slim={sites.length > 0} />}
        {sites.length === 0 && !complete && error === null && <Skeleton rows={10} height={ROW_PX} />}
        {complete && sites.length === 0 && <NoSites />}
        {complete && sites.length > 0 && shown.length === 0 && (
          <Empty
            title={t('sites.noMatchTitle')}
            text={t('sites.noMatchText')}
            action={<Link to="/sites" className="button">{t('sites.noMatchAction')}</Link>}
          />
        )}
        {shown.length > 0 && <SitesTable sites={shown} />}
      </section>
    </>
  );
}

/** Changes of the list's state go into the URL; typing replaces the entry, choosing makes one to come back to. */
function useSitesNavigation(): (change: (search: SitesSearch) => Record<string, unknown>, replace?: boolean) => void {
  const navigate = useNavigate({ from: '/sites' });
  return (change, replace = false) =>
    void navigate({ to: '/sites', search: (previous) => parseSitesSearch(change(previous)), replace });
}

function Filters() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/sites' });
  const go = useSitesNavigation();
  return (
    <div className="filters" role="search">
      <SearchBox
        key={search.q === undefined ? 'none' : 'some'}
        value={search.q ?? ''}
        label={t('sites.filter')}
        maxLength={128}
        onChange={(q) => go((previous) => ({ ...previous, q }), true)}
        testId="sites-filter"
      />
      <select
        className="input select"
        aria-label={t('sites.status')}
        value={search.status ?? ''}
        onChange={(event) => {
          const status = event.target.value;
          go((previous) => ({ ...previous, status }));
        }}
        data-testid="sites-status"
      >
        <option value="">{t('sites.anyStatus')}</option>
        {HEALTHS.toReversed().map((health) => (
          <option key={health} value={health.toLowerCase()}>
            {t(`status.${health}`)}
          </option>
        ))}
      </select>
      <select
        className="input select sort-select"
        aria-label={t('sites.sortBy', { column: '' })}
        value={search.sort ?? 'id'}
        onChange={(event) => {
          const sort = event.target.value;
          go(({ q, status }) => ({ q, status, sort }));
        }}
      >
        {SORT_KEYS.map((key) => (
          <ColumnOption key={key} column={key} />
        ))}
      </select>
    </div>
  );
}

function ColumnOption({ column }: { column: SortKey }) {
  const { t } = useTranslation();
  const name = useColumnName();
  return <option value={column}>{t('sites.sortBy', { column: name(column) })}</option>;
}

function useColumnName(): (column: SortKey) => string {
  const { t } = useTranslation();
  return (column) => {
    switch (column) {
      case 'id':
      case 'club':
      case 'status':
      case 'lastSeen':
        return t(`sites.${column}`);
      case 'cpu':
      case 'memory':
      case 'temperature':
      case 'disk':
        return t(`metric.${column}`);
    }
  };
}

/** Only the rows in sight are in the page; the roles say to screen readers what a table would. */
function SitesTable({ sites }: { sites: readonly Site[] }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const columnName = useColumnName();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: sites.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 12 });
  return (
    <div className="grid" role="table" aria-label={t('sites.table')} aria-rowcount={sites.length + 1} data-testid="sites-table">
      <div className="grid-scroll" ref={scroller} role="presentation">
        <div className="grid-head" role="rowgroup">
          <div className="grid-row" role="row" aria-rowindex={1}>
            {SORT_KEYS.map((key) => (
              <SortHeader key={key} column={key} name={columnName(key)} />
            ))}
          </div>
        </div>
        <div className="grid-body" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const site = sites[index];
            return site && <SiteRow key={site.id} site={site} index={index} top={start} now={now} />;
          })}
        </div>
      </div>
    </div>
  );
}

function SortHeader({ column, name }: { column: SortKey; name: string }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/sites' });
  const go = useSitesNavigation();
  const active = (search.sort ?? 'id') === column;
  const descending = active && search.desc === true;
  return (
    <div className={`grid-cell cell-${column}`} role="columnheader" aria-sort={active ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className="sort"
        title={t('sites.sortBy', { column: name })}
        onClick={() => go((previous) => ({ ...previous, sort: column, desc: active && !descending ? true : undefined }))}
        data-testid={`sort-${column}`}
      >
        {name}
        {active && (descending ? <DownIcon /> : <UpIcon />)}
      </button>
    </div>
  );
}

function SiteRow({ site, index, top, now }: { site: Site; index: number; top: number; now: number }) {
  const locale = useLocale();
  return (
    <div
      className="grid-row"
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
      data-testid="site-row"
      data-site={site.id}
    >
      <div className="grid-cell cell-id" role="cell">
        <Link to="/sites/$id" params={{ id: site.id }} title={site.host ?? undefined}>
          {site.id}
        </Link>
      </div>
      <div className="grid-cell cell-club" role="cell">
        {site.club}
      </div>
      <div className="grid-cell cell-status" role="cell">
        <SiteStatusBadge health={healthOf(site)} />
      </div>
      {KEY_METRIC_NAMES.map((metric) => (
        <div key={metric} className={`grid-cell cell-${metric}`} role="cell">
          <KeyFigure site={site} metric={metric} now={now} />
        </div>
      ))}
      <div className="grid-cell cell-lastSeen" role="cell">
        {formatAge(now - site.lastSeen, locale)}
      </div>
    </div>
  );
}
