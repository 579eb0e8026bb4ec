import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { ALERT_LEVELS, MAX_ALERT_TEXT, type AlertsSearch } from '../lib/alertSearch';
import { toggled } from '../lib/search';
import { useStore } from '../ui/hooks';
import { SearchBox } from '../ui/SearchBox';
import { AlertLevelShape } from '../ui/AlertBadges';

/** The head of the three pages about alerts, with the way from one to the others. */
export function AlertsFrame({ action, children }: { action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const { open } = useStore(useApp().alerts);
  return (
    <>
      <header className="page-head">
        <h1>{t('alerts.title')}</h1>
        {action}
      </header>
      <nav className="tabs" aria-label={t('alerts.title')}>
        <Link to="/alerts" className="tab" activeOptions={{ exact: true, includeSearch: false }} data-testid="tab-open">
          {t('alerts.open')} <span className="muted">{open.length}</span>
        </Link>
        <Link to="/alerts/history" className="tab" activeOptions={{ includeSearch: false }} data-testid="tab-history">
          {t('alerts.history')}
        </Link>
        <Link to="/alerts/silences" className="tab" data-testid="tab-silences">
          {t('silences.title')}
        </Link>
      </nav>
      {children}
    </>
  );
}

interface AlertFiltersProps {
  search: AlertsSearch;
  onChange: (search: AlertsSearch, replace?: boolean) => void;
}

export function AlertFilters({ search, onChange }: AlertFiltersProps) {
  const { t } = useTranslation();
  const { site: _site, ...everywhere } = search;
  return (
    <div className="filters" role="search">
      <SearchBox
        key={search.q === undefined ? 'none' : 'some'}
        value={search.q ?? ''}
        label={t('alerts.filter')}
        maxLength={MAX_ALERT_TEXT}
        onChange={(q) => onChange({ ...search, q }, true)}
        testId="alerts-filter"
      />
      <div className="segments" role="group" aria-label={t('issues.level')}>
        {ALERT_LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="segment"
            aria-pressed={search.level?.includes(level) ?? false}
            onClick={() => {
              const next = toggled(search.level, level);
              const { level: _level, ...rest } = search;
              onChange(next ? { ...rest, level: next } : rest);
            }}
            data-testid={`alert-level-${level}`}
          >
            <AlertLevelShape level={level} />
            <span aria-hidden="true">{t(`level.${level}`)}</span>
          </button>
        ))}
      </div>
      {search.site !== undefined && (
        <button type="button" className="button" onClick={() => onChange(everywhere)} data-testid="alerts-any-site">
          {t('alerts.onlySite', { site: search.site })}
        </button>
      )}
    </div>
  );
}
