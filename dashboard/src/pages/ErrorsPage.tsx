import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorStatsDocument } from '../api/generated/issues';
import { present, query } from '../api/graphql';
import { useApp } from '../app/context';
import { BarChart } from '../charts/BarChart';
import { IssuesStore } from '../issues/issuesStore';
import { formatCount } from '../lib/format';
import { barsOf, isFiltered, issueBounds, sumBy } from '../lib/issues';
import { ISSUE_RANGES, MAX_ISSUE_RANGE_MS, ISSUE_SORTS, ISSUE_STATES, parseIssuesSearch, type IssuesSearch } from '../lib/issueSearch';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useStore } from '../ui/hooks';
import { SearchBox } from '../ui/SearchBox';
import { useLoad } from '../ui/useLoad';
import { IssueFacets } from './IssueFacets';
import { IssuesTable } from './IssuesTable';
import { CustomRange } from './RangePicker';

const MOST_BARS = 96;
/** The server counts issues no further. */
const MOST_COUNTED = 10_000;

export function ErrorsPage() {
  const { t } = useTranslation();
  usePageTitle(t('issues.title'));
  return (
    <>
      <header className="page-head">
        <h1>{t('issues.title')}</h1>
        <Link to="/errors/live" className="button page-action" data-testid="to-live">
          {t('issues.toLive')}
        </Link>
      </header>
      <Filters />
      <Statistics />
    </>
  );
}

/** Changes go into the URL; typing replaces the entry, choosing makes one to come back to. */
function useIssuesNavigation(): (change: (search: IssuesSearch) => Record<string, unknown>, replace?: boolean) => void {
  const navigate = useNavigate({ from: '/errors' });
  return (change, replace = false) => void navigate({ to: '/errors', search: (previous) => parseIssuesSearch(change(previous)), replace });
}

function Filters() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/errors' });
  const go = useIssuesNavigation();
  const now = useNow(60_000);
  return (
    <div className="filters" role="search">
      <SearchBox
        key={search.q === undefined ? 'none' : 'some'}
        value={search.q ?? ''}
        label={t('issues.filter')}
        maxLength={200}
        onChange={(q) => go((previous) => ({ ...previous, q }), true)}
        testId="issues-filter"
      />
      <div className="segments" role="group" aria-label={t('issues.state')}>
        {ISSUE_STATES.map((state) => (
          <button
            key={state}
            type="button"
            className="segment"
            aria-pressed={state === (search.status ?? 'open')}
            onClick={() => go((previous) => ({ ...previous, status: state }))}
            data-testid={`state-${state}`}
          >
            {t(`issues.states.${state}`)}
          </button>
        ))}
      </div>
      <div className="segments" role="group" aria-label={t('range.label')}>
        {ISSUE_RANGES.map((range) => (
          <button
            key={range}
            type="button"
            className="segment"
            aria-pressed={search.from === undefined && range === (search.range ?? '7d')}
            title={t(`issues.rangeLong.${range}`)}
            onClick={() => go(({ from: _from, to: _to, ...previous }) => ({ ...previous, range }))}
            data-testid={`issues-range-${range}`}
          >
            {t(`issues.range.${range}`)}
          </button>
        ))}
        <CustomRange
          pressed={search.from !== undefined}
          bounds={issueBounds(search, now)}
          utc={false}
          mostMs={MAX_ISSUE_RANGE_MS}
          onChoose={({ from, to }) => go(({ range: _range, ...previous }) => ({ ...previous, from, to }))}
        />
      </div>
      <select
        className="input select"
        aria-label={t('issues.order')}
        value={search.sort ?? 'lastSeen'}
        onChange={(event) => {
          const sort = event.target.value;
          go((previous) => ({ ...previous, sort }));
        }}
        data-testid="issues-sort"
      >
        {ISSUE_SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(`issues.sorts.${sort}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** How many errors there were, of which services and levels; and the issues beside it, which answer by themselves. */
function Statistics() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/errors' });
  const go = useIssuesNavigation();
  const { range, from, to } = search;
  const load = useCallback(async () => {
    const bounds = issueBounds({ ...(range ? { range } : {}), ...(from !== undefined && to !== undefined ? { from, to } : {}) }, Date.now());
    const { errorStats } = await query(ErrorStatsDocument, { from: new Date(bounds.from).toISOString(), to: new Date(bounds.to).toISOString() });
    return { ...present(errorStats), bounds };
  }, [range, from, to]);
  const { data, error, reload } = useLoad(load);
  const levels = useMemo(() => new Map(sumBy(data?.hours ?? [], ({ level }) => level, ({ count }) => count)), [data]);
  const services = useMemo(
    () => (data?.services ?? []).map(({ service, count }): [string, number] => [service, count]).sort(([, a], [, b]) => b - a),
    [data],
  );
  const bars = useMemo(() => {
    const shown = (data?.hours ?? []).filter(({ level }) => search.level?.includes(level) ?? true);
    return data ? barsOf(shown, data.bounds.from, data.bounds.to, MOST_BARS) : [];
  }, [data, search.level]);
  return (
    <div className="with-facets">
      <IssueFacets
        search={search}
        services={services}
        levels={levels}
        onChange={({ service, level }) => go((previous) => ({ ...previous, service, level }))}
      />
      <div className="stack">
        {error !== null && (
          <div className="panel">
            <PanelError error={error} onRetry={reload} slim={data !== undefined} />
          </div>
        )}
        {data && data.total > 0 && <BarChart id="errors-over-time" title={t('issues.overTime')} bars={bars} />}
        <Issues key={JSON.stringify(search)} search={search} />
      </div>
    </div>
  );
}

function Issues({ search }: { search: IssuesSearch }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { live } = useApp();
  const [store] = useState(() => new IssuesStore(search));
  useEffect(() => store.follow(live), [store, live]);
  const { issues, total, next, loaded, loading, error, fresh } = useStore(store);
  const amount = formatCount(total, locale) + (total >= MOST_COUNTED ? '+' : '');
  return (
    <section className="panel" aria-labelledby="issues-list" aria-busy={loading} data-testid="issues">
      {error !== null && <PanelError error={error} onRetry={() => void store.load()} slim={loaded} />}
      {!loaded && error === null && <Skeleton rows={8} height={52} />}
      {loaded && (
        <IssuesTable
          store={store}
          issues={issues}
          heading={
            <>
              <h2 id="issues-list">{t('issues.list')}</h2>
              <span className="muted" role="status" data-testid="issues-total">
                {t('issues.total', { count: total, formatted: amount })}
              </span>
              {fresh && (
                <button type="button" className="button" onClick={() => void store.load()} data-testid="issues-fresh">
                  {t('issues.fresh')}
                </button>
              )}
            </>
          }
        />
      )}
      {loaded && issues.length === 0 && (
        <Empty
          title={isFiltered(search) ? t('issues.noMatchTitle') : t('issues.noneTitle')}
          text={isFiltered(search) ? t('issues.noMatchText') : t('issues.noneText')}
          action={
            isFiltered(search) ? (
              <Link to="/errors" className="button">
                {t('issues.noMatchAction')}
              </Link>
            ) : (
              <Link to="/errors" search={{ status: 'all', range: '90d' }} className="button">
                {t('issues.noneAction')}
              </Link>
            )
          }
        />
      )}
      {next !== null && (
        <p className="panel-foot">
          <button type="button" className="button" disabled={loading} onClick={() => void store.more()} data-testid="issues-more">
            {t('issues.more', { shown: formatCount(issues.length, locale), total: amount })}
          </button>
        </p>
      )}
    </section>
  );
}
