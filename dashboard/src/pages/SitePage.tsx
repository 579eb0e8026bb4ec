import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { Crosshair } from '../charts/cursor';
import { StateStrips } from '../charts/StateStrips';
import { TimeChart } from '../charts/TimeChart';
import type { ChartView } from '../charts/view';
import { SiteStore, type SiteState, type SourceDetail } from '../fleet/siteStore';
import { useFleet } from '../fleet/useFleet';
import { formatAge } from '../lib/format';
import { panelsOf, type StateRow } from '../lib/panels';
import { boundsOf, lengthOf, rangeOf, zoomOut, zoomTo } from '../lib/range';
import { healthOf } from '../lib/sites';
import { stateOf, type State } from '../lib/states';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useStore, useTimeZone } from '../ui/hooks';
import { BackIcon } from '../ui/icons';
import { SiteStatusBadge } from '../ui/Status';
import { AlertList } from './AlertList';
import { RangePicker } from './RangePicker';
import { SiteFacts, SiteLatest } from './SiteSide';

/** How often the right edge of a moving range moves by itself. */
const TICK_MS = 5_000;

export function SitePage() {
  const { id } = useParams({ from: '/app/sites/$id' });
  return <Site key={id} id={id} />;
}

function Site({ id }: { id: string }) {
  const { t } = useTranslation();
  usePageTitle(id);
  const { live } = useApp();
  const [store] = useState(() => new SiteStore(id));
  const state = useStore(store);
  useEffect(() => store.follow(live), [store, live]);
  if (state.detail === null) {
    return (
      <div className="panel">
        <Empty
          title={t('site.unknownTitle')}
          text={t('site.unknownText')}
          action={<Link to="/sites" className="button">{t('site.unknownAction')}</Link>}
        />
      </div>
    );
  }
  return <KnownSite id={id} store={store} state={state} />;
}

function KnownSite({ id, store, state }: { id: string; store: SiteStore; state: SiteState }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useTimeZone();
  const search = useSearch({ from: '/app/sites/$id' });
  const range = useMemo(() => rangeOf(search), [search]);
  useEffect(() => store.setRange(range), [store, range]);
  // A week on screen need not move each five seconds.
  const now = useNow(Math.max(TICK_MS, lengthOf(range) / 2000));
  const newest = state.table?.times.at(-1) ?? 0;
  const bounds = useMemo(() => boundsOf(range, Math.max(now, Math.min(newest, now + 60_000))), [range, now, newest]);
  const zoom = useZoom(id, bounds, now);
  const [crosshair] = useState(() => new Crosshair());
  const view = useMemo<ChartView>(
    () => ({ ...bounds, ...zoom, stepMs: state.table?.stepMs ?? null, timeZone: search.tz ?? zone, locale, crosshair }),
    [bounds, zoom, state.table, search.tz, zone, locale, crosshair],
  );
  return (
    <>
      <Link to="/sites" className="back">
        <BackIcon />
        {t('site.back')}
      </Link>
      <header className="page-head site-head">
        <h1 data-testid="site-title">{id}</h1>
        {state.detail && <Presence id={id} detail={state.detail} />}
        <RangePicker id={id} bounds={bounds} onZoomOut={zoom.onZoomOut} />
      </header>
      {state.detailError !== null && (
        <div className="panel">
          <PanelError error={state.detailError} onRetry={() => void store.loadDetail()} slim={state.detail !== undefined} />
        </div>
      )}
      <SiteAlerts id={id} />
      {state.detail && (
        <div className="site-columns">
          <SiteFacts detail={state.detail} latest={state.latest} />
          <SiteLatest detail={state.detail} latest={state.latest} />
        </div>
      )}
      <Charts store={store} state={state} view={view} live={range.kind === 'last'} />
    </>
  );
}

/** Its open alerts, where there are some. */
function SiteAlerts({ id }: { id: string }) {
  const { t } = useTranslation();
  const { alerts } = useApp();
  const { open } = useStore(alerts);
  const own = open.filter(({ siteId }) => siteId === id);
  return own.length === 0 ? null : (
    <section className="panel" aria-labelledby="site-alerts" data-testid="site-alerts">
      <header className="panel-head">
        <h2 id="site-alerts">{t('overview.alerts')}</h2>
        <Link to="/alerts/history" search={{ site: id }} className="panel-link">
          {t('alerts.history')}
        </Link>
      </header>
      <AlertList alerts={own} withSite={false} />
    </section>
  );
}

/** The status as the fleet's subscription has it, which is newer than what the page was loaded with. */
function Presence({ id, detail }: { id: string; detail: SourceDetail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { sites, services } = useFleet();
  const now = useNow(10_000);
  const live = [...sites, ...services].find((site) => site.id === id);
  const lastSeen = Math.max(live?.lastSeen ?? 0, Date.parse(detail.lastSeen));
  return (
    <>
      <SiteStatusBadge health={healthOf(live ?? { status: detail.status, alert: null })} />
      <p className="muted">
        {[detail.club, t('site.lastSeen', { age: formatAge(now - lastSeen, locale) })].filter((part) => part !== null).join(' · ')}
      </p>
    </>
  );
}

function useZoom(id: string, bounds: { from: number; to: number }, now: number): Pick<ChartView, 'onZoom' | 'onZoomOut'> {
  const navigate = useNavigate();
  const router = useRouter();
  const go = useCallback(
    (span: { from: number; to: number }, zoomed: boolean) =>
      void navigate({
        to: '/sites/$id',
        params: { id },
        search: ({ tz }) => ({ ...span, ...(tz === 'UTC' ? { tz } : {}) }),
        state: zoomed ? { zoomed: true } : {},
        resetScroll: false,
      }),
    [navigate, id],
  );
  return useMemo(
    () => ({
      onZoom: (from, to) => go(zoomTo(from, to), true),
      onZoomOut: () => {
        if (router.state.location.state.zoomed) {
          router.history.back();
        } else {
          go(zoomOut(bounds, now), false);
        }
      },
    }),
    [go, router, bounds, now],
  );
}

function Charts({ store, state, view, live }: { store: SiteStore; state: SiteState; view: ChartView; live: boolean }) {
  const { t } = useTranslation();
  const { table, seriesError, partial, detailError } = state;
  const model = useMemo(() => (table ? panelsOf(table) : null), [table]);
  const { id } = useParams({ from: '/app/sites/$id' });
  const { panels = [], services = [], applications = [] } = model ?? {};
  const current = (row: StateRow): State | null => {
    const value = live ? (state.latest.get(row.id)?.value ?? null) : null;
    return value === null ? null : stateOf(value);
  };
  const nothing = model !== null && panels.length + services.length + applications.length === 0;
  return (
    <>
      {seriesError !== null && (
        <div className="panel">
          <PanelError error={seriesError} onRetry={() => void store.loadSeries()} slim={table !== null} />
        </div>
      )}
      {partial && (
        <p className="notice" role="status">
          {t('site.partial')}
        </p>
      )}
      {!model && seriesError === null && detailError === null && (
        <div className="chart-grid">
          {[1, 2, 3, 4].map((key) => (
            <div key={key} className="panel">
              <Skeleton rows={1} height={256} />
            </div>
          ))}
        </div>
      )}
      {nothing && (
        <div className="panel">
          <Empty
            title={t('charts.empty')}
            action={
              <Link to="/sites/$id" params={{ id }} search={{ range: '7d' }} className="button">
                {t('charts.emptyAction')}
              </Link>
            }
          />
        </div>
      )}
      <div className="chart-grid" data-testid="charts" data-loading={state.loading}>
        {panels.map((panel) => (
          <TimeChart key={panel.id} panel={panel} view={view} />
        ))}
        {services.length > 0 && <StateStrips kind="services" rows={services} view={view} current={current} />}
        {applications.length > 0 && <StateStrips kind="applications" rows={applications} view={view} current={current} />}
      </div>
    </>
  );
}
