import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { useFleet } from '../fleet/useFleet';
import { formatAge, formatCount } from '../lib/format';
import { countByHealth, healthOf, KEY_METRIC_NAMES, selectSites, STATUS_WORDS, type Health, type Site } from '../lib/sites';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useStore } from '../ui/hooks';
import { BellIcon } from '../ui/icons';
import { KeyFigure } from '../ui/KeyFigure';
import { HealthShape, SiteStatusShape } from '../ui/Status';
import { AlertList } from './AlertList';

/** More than these are in the table of all sites. */
const MAX_TILES = 60;

export function OverviewPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  usePageTitle(t('overview.title'));
  const { sites, complete } = useFleet();
  const counts = countByHealth(sites);
  return (
    <>
      <header className="page-head">
        <h1>{t('overview.title')}</h1>
        {complete && (
          <p className="muted" data-testid="overview-summary">
            {t('overview.summary', { count: sites.length, formatted: formatCount(sites.length, locale) })}
          </p>
        )}
      </header>
      <div className="counters">
        <Counter name="all" amount={sites.length} total={sites.length} known={complete} />
        {STATUS_WORDS.map((name) => (
          <Counter key={name} name={name} amount={counts[healthNamed(name)]} total={sites.length} known={complete} />
        ))}
        <AlertCounter />
      </div>
      <div className="overview-columns">
        <SitesPanel />
        <AlertsPanel />
      </div>
    </>
  );
}

type StatusWord = (typeof STATUS_WORDS)[number];
const HEALTH_NAMED = { online: 'ONLINE', warning: 'WARNING', critical: 'CRITICAL', offline: 'OFFLINE' } as const satisfies Record<StatusWord, Health>;
const healthNamed = (word: StatusWord): Health => HEALTH_NAMED[word];

interface CounterProps {
  name: 'all' | StatusWord;
  amount: number;
  total: number;
  known: boolean;
}

/** A figure that shows only what it counts when it is pressed, and everything when it is pressed again. */
function Counter({ name, amount, total, known }: CounterProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const navigate = useNavigate();
  const { status } = useSearch({ from: '/app/' });
  const pressed = name === (status ?? 'all');
  const next = name === 'all' || pressed ? {} : { status: name };
  return (
    <button
      type="button"
      className="panel counter"
      aria-pressed={pressed}
      onClick={() => void navigate({ to: '/', search: next })}
      data-testid={`counter-${name}`}
    >
      <span className="counter-name">
        {name === 'all' ? <span className="counter-all" aria-hidden="true" /> : <HealthShape health={healthNamed(name)} />}
        {name === 'all' ? t('overview.all') : t(`status.${healthNamed(name)}`)}
      </span>
      <span className="counter-line">
        <span className="counter-amount" data-testid={`counter-${name}-amount`}>
          {known ? formatCount(amount, locale) : '–'}
        </span>{' '}
        {name !== 'all' && known && <span className="counter-total">{t('overview.ofTotal', { total: formatCount(total, locale) })}</span>}
      </span>
      <span className="counter-hint">{t(pressed ? (name === 'all' ? 'overview.allOn' : 'overview.filterOn') : name === 'all' ? 'overview.allOff' : 'overview.filterOff')}</span>
    </button>
  );
}

/** Leads to the alerts instead of filtering. */
function AlertCounter() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { alerts } = useApp();
  const { open, complete } = useStore(alerts);
  return (
    <Link to="/alerts" className="panel counter" data-testid="counter-alerts">
      <span className="counter-name">
        <BellIcon />
        {t('overview.alerts')}
      </span>
      <span className="counter-line">
        <span className="counter-amount" data-testid="counter-alerts-amount">
          {complete ? formatCount(open.length, locale) : '–'}
        </span>
      </span>
      <span className="counter-hint">{t('overview.alertsHint')}</span>
    </Link>
  );
}

const MAX_ALERTS = 8;

function AlertsPanel() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { alerts } = useApp();
  const { open, complete, error } = useStore(alerts);
  return (
    <section className="panel" aria-labelledby="overview-alerts" data-testid="overview-alerts">
      <header className="panel-head">
        <h2 id="overview-alerts">{t('overview.alerts')}</h2>
        <span className="muted">{complete && formatCount(open.length, locale)}</span>
        <Link to="/alerts" className="panel-link">
          {t('overview.allAlerts')}
        </Link>
      </header>
      {error !== null && <PanelError error={error} onRetry={() => void alerts.load()} slim={complete} />}
      {!complete && error === null && <Skeleton rows={3} height={56} />}
      {complete && open.length === 0 && <Empty title={t('alerts.noneTitle')} action={<Link to="/alerts/history" className="button">{t('alerts.noneAction')}</Link>} />}
      <AlertList alerts={open.slice(0, MAX_ALERTS)} compact />
      {open.length > MAX_ALERTS && (
        <p className="panel-foot">
          <Link to="/alerts">{t('overview.more', { count: open.length - MAX_ALERTS })}</Link>
        </p>
      )}
    </section>
  );
}

function SitesPanel() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { fleet } = useApp();
  const { sites, complete, error } = useFleet();
  const { status } = useSearch({ from: '/app/' });
  // What needs a look comes first.
  const shown = selectSites(sites, { sort: 'status', ...(status ? { status } : {}) }, locale);
  return (
    <section className="panel" aria-labelledby="overview-sites">
      <header className="panel-head">
        <h2 id="overview-sites">{t('overview.sites')}</h2>
        <span className="muted">{complete && formatCount(shown.length, locale)}</span>
        <Link to="/sites" search={status ? { status } : {}} className="panel-link">
          {t('overview.showAll')}
        </Link>
      </header>
      {error !== null && <PanelError error={error} onRetry={() => void fleet.load()} slim={sites.length > 0} />}
      {sites.length === 0 && !complete && error === null && <Skeleton rows={4} height={104} />}
      {complete && sites.length === 0 && <NoSites />}
      {complete && sites.length > 0 && shown.length === 0 && (
        <Empty
          title={t('sites.noMatchTitle')}
          text={t('sites.noMatchText')}
          action={<Link to="/" className="button">{t('sites.noMatchAction')}</Link>}
        />
      )}
      <Tiles sites={shown.slice(0, MAX_TILES)} />
      {shown.length > MAX_TILES && (
        <p className="panel-foot">
          <Link to="/sites" search={status ? { status } : {}}>
            {t('overview.more', { count: shown.length - MAX_TILES })}
          </Link>
        </p>
      )}
    </section>
  );
}

export function NoSites() {
  const { t } = useTranslation();
  const { fleet } = useApp();
  return (
    <Empty
      title={t('sites.noneTitle')}
      text={t('sites.noneText')}
      action={
        <button type="button" className="button" onClick={() => void fleet.load()}>
          {t('sites.noneAction')}
        </button>
      }
    />
  );
}

function Tiles({ sites }: { sites: readonly Site[] }) {
  const now = useNow(10_000);
  return (
    <ul className="tiles">
      {sites.map((site) => (
        <Tile key={site.id} site={site} now={now} />
      ))}
    </ul>
  );
}

function Tile({ site, now }: { site: Site; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <li className="tile" data-testid="site-tile" data-site={site.id}>
      <div className="tile-head">
        <SiteStatusShape health={healthOf(site)} />
        <Link to="/sites/$id" params={{ id: site.id }} className="tile-name">
          {site.id}
        </Link>
        <span className="tile-age">{formatAge(now - site.lastSeen, locale)}</span>
      </div>
      <p className="tile-club">{[site.club, site.host].filter((part) => part !== null && part !== site.id).join(' · ') || ' '}</p>
      <dl className="tile-figures">
        {KEY_METRIC_NAMES.map((metric) => (
          <div key={metric}>
            <dt>{t(`metric.${metric}`)}</dt>
            <dd>
              <KeyFigure site={site} metric={metric} now={now} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
