import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { formatAge, formatCount } from '../lib/format';
import { countByStatus, KEY_METRIC_NAMES, selectSites, type Site } from '../lib/sites';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useStore } from '../ui/hooks';
import { KeyFigure } from '../ui/KeyFigure';
import { SiteStatusShape, StatusShape } from '../ui/Status';

/** More than these are in the table of all sites. */
const MAX_TILES = 60;

export function OverviewPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  usePageTitle(t('overview.title'));
  const { fleet } = useApp();
  const { sites, complete } = useStore(fleet);
  const counts = countByStatus(sites);
  return (
    <>
      <header className="page-head">
        <h1>{t('overview.title')}</h1>
        {complete && (
          <p className="muted" data-testid="overview-summary">
            {t('overview.summary', { count: counts.total, formatted: formatCount(counts.total, locale) })}
          </p>
        )}
      </header>
      <div className="counters">
        <Counter name="all" amount={counts.total} total={counts.total} known={complete} />
        <Counter name="online" amount={counts.online} total={counts.total} known={complete} />
        <Counter name="offline" amount={counts.offline} total={counts.total} known={complete} />
      </div>
      <SitesPanel />
    </>
  );
}

interface CounterProps {
  name: 'all' | 'online' | 'offline';
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
        {name === 'all' ? <span className="counter-all" aria-hidden="true" /> : <StatusShape shape={name === 'online' ? 'circle' : 'ring'} />}
        {t(`overview.${name}`)}
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

function SitesPanel() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { fleet } = useApp();
  const { sites, complete, error } = useStore(fleet);
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
        <SiteStatusShape status={site.status} />
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
