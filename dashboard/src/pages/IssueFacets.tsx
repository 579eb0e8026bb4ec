import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../lib/format';
import type { ErrorLevel } from '../lib/issues';
import { ERROR_LEVELS, type TailSearch } from '../lib/issueSearch';
import { toggled } from '../lib/search';
import { useLocale } from '../ui/hooks';
import { ChevronIcon } from '../ui/icons';
import { ErrorLevelName } from '../ui/IssueBadges';

const FIRST_SERVICES = 10;

interface IssueFacetsProps {
  search: TailSearch;
  /** Names with their errors, most first; a chosen one that is not among them is shown all the same. */
  services: readonly [string, number][];
  levels: ReadonlyMap<ErrorLevel, number>;
  onChange: (change: TailSearch) => void;
}

/** What errors can be narrowed to, with how many there are of each. */
export function IssueFacets({ search, services, levels, onChange }: IssueFacetsProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState(false);
  const missing = (search.service ?? []).filter((name) => !services.some(([known]) => known === name));
  const names: [string, number | null][] = [...missing.map((name): [string, null] => [name, null]), ...services];
  const shown = all ? names : names.filter(([name], index) => index < FIRST_SERVICES || search.service?.includes(name));
  const chosen = (search.service?.length ?? 0) + (search.level?.length ?? 0);
  const change = (next: { service?: string[] | undefined; level?: ErrorLevel[] | undefined }): void => {
    const { service, level } = { ...search, ...next };
    onChange({ ...(service ? { service } : {}), ...(level ? { level } : {}) });
  };
  return (
    <section className={open ? 'panel facets facets-open' : 'panel facets'} aria-label={t('issues.facets')} data-testid="facets">
      <button type="button" className="button facets-toggle" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="facets-toggle">
        {t('issues.facets')}
        {chosen > 0 && ` (${chosen})`}
        <ChevronIcon />
      </button>
      <fieldset className="facet">
        <legend>{t('issues.level')}</legend>
        {ERROR_LEVELS.map((level) => (
          <label key={level} className="facet-choice">
            <input
              type="checkbox"
              checked={search.level?.includes(level) ?? false}
              onChange={() => change({ level: toggled(search.level, level) })}
              data-testid={`level-${level}`}
            />
            <ErrorLevelName level={level} />
            <Amount count={levels.get(level) ?? 0} />
          </label>
        ))}
      </fieldset>
      <fieldset className="facet">
        <legend>{t('issues.service')}</legend>
        {names.length === 0 && <p className="muted">{t('issues.noService')}</p>}
        {shown.map(([name, count]) => (
          <label key={name} className="facet-choice">
            <input
              type="checkbox"
              checked={search.service?.includes(name) ?? false}
              onChange={() => change({ service: toggled(search.service, name) })}
              data-testid="facet-service"
              data-service={name}
            />
            <span className="facet-name" title={name}>
              {name}
            </span>
            {count !== null && <Amount count={count} />}
          </label>
        ))}
        {names.length > FIRST_SERVICES && (
          <button type="button" className="button-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('site.showLess') : t('issues.allServices', { count: names.length })}
          </button>
        )}
      </fieldset>
    </section>
  );
}

function Amount({ count }: { count: number }) {
  const locale = useLocale();
  return <span className="facet-count">{formatCount(count, locale)}</span>;
}
