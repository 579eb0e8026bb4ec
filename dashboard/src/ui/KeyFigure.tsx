import { useTranslation } from 'react-i18next';
import { formatAge, formatValue } from '../lib/format';
import { KEY_UNITS, type KeyMetric, type Site } from '../lib/sites';
import { isStale } from '../lib/stale';
import { useLocale } from './hooks';

/** A key value of a site; greyed with its age where it says nothing of now. Ratios have a bar. */
export function KeyFigure({ site, metric, now }: { site: Site; metric: KeyMetric; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const value = site.values[metric];
  if (!value) {
    return (
      <span className="figure figure-none">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{t('metric.none')}</span>
      </span>
    );
  }
  const stale = isStale(value.at, site.lastSampleAt, site.status === 'ONLINE', now);
  const age = formatAge(now - value.at, locale);
  return (
    <span className={stale ? 'figure stale' : 'figure'} title={stale ? t('metric.stale', { age }) : undefined}>
      <span className="figure-value">{formatValue(value.value, KEY_UNITS[metric], locale)}</span>
      {KEY_UNITS[metric] === '1' && (
        <svg className="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect className="meter-track" width="100" height="4" />
          <rect className="meter-fill" width={Math.min(100, Math.max(0, value.value * 100))} height="4" />
        </svg>
      )}
      {stale && <span className="figure-age">{age}</span>}
    </span>
  );
}
