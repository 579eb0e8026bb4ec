import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Latest, SourceDetail } from '../fleet/siteStore';
import { formatAge, formatDateTime, formatDuration, formatValue } from '../lib/format';
import { labelText, metricKey } from '../lib/metrics';
import { stateOf } from '../lib/states';
import { isStale } from '../lib/stale';
import { useLocale, useNow, useTimeZone } from '../ui/hooks';

const KNOWN_FACTS = [
  'system.filesystem.device',
  'host.name',
  'device.model',
  'os.description',
  'os.type',
  'host.arch',
  'host.cpu.model.name',
  'host.cpu.cores',
  'host.ip',
  'host.mac',
  'network.wifi.ssid',
] as const;

interface SideProps {
  detail: SourceDetail;
  latest: ReadonlyMap<string, Latest>;
}

export function SiteFacts({ detail, latest }: SideProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useTimeZone();
  const facts = new Map(detail.facts.map(({ name, value }) => [name, value]));
  const uptime = latest.get('system.uptime')?.value ?? null;
  const rows: [string, string][] = [
    [t('site.fact.id'), detail.id],
    ...(detail.club === null ? [] : [[t('site.fact.club'), detail.club] satisfies [string, string]]),
    ...KNOWN_FACTS.flatMap((name): [string, string][] => {
      const value = facts.get(name);
      return value === undefined ? [] : [[t(`site.fact.${name}`), value]];
    }),
    ...[...facts]
      .filter(([name]) => !KNOWN_FACTS.some((known) => known === name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    ...detail.labels.filter(({ name }) => name !== 'club').map(({ name, value }): [string, string] => [name, value]),
    ...(uptime === null ? [] : [[t('site.fact.uptime'), formatDuration(uptime, locale)] satisfies [string, string]]),
    ...(detail.agentVersion === null ? [] : [[t('site.fact.agentVersion'), detail.agentVersion] satisfies [string, string]]),
    [t('site.fact.firstSeen'), formatDateTime(Date.parse(detail.firstSeen), locale, zone)],
  ];
  return (
    <section className="panel" aria-labelledby="site-facts" data-testid="site-facts">
      <header className="panel-head">
        <h2 id="site-facts">{t('site.facts')}</h2>
      </header>
      <dl className="facts panel-body">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {detail.facts.length === 0 && <p className="muted panel-body">{t('site.noFacts')}</p>}
    </section>
  );
}

const NAMED = [
  'system.cpu.utilization',
  'system.cpu.load_average.1m',
  'system.cpu.load_average.5m',
  'system.cpu.load_average.15m',
  'system.memory.usage',
  'system.memory.limit',
  'system.memory.utilization',
  'hw.temperature',
  'system.filesystem.usage',
  'system.filesystem.utilization',
  'system.network.io',
  'system.network.errors',
  'system.disk.io',
  'system.uptime',
  'service.running',
  'application.up',
  'system.wifi.signal',
] as const;
/** 0 and 1 stand for a state. */
const STATES = new Set(['service.running', 'application.up']);

const FIRST_ROWS = 8;
/** The order in which people look for them; all others follow by name. */
const ORDER = [
  'system.cpu.utilization',
  'system.memory.utilization',
  'hw.temperature',
  'system.filesystem.utilization',
  'system.cpu.load_average.1m',
  'system.uptime',
];

export function SiteLatest({ detail, latest }: SideProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const values = [...latest.values()].sort((a, b) => rank(a) - rank(b) || (metricKey(a.metric) < metricKey(b.metric) ? -1 : 1));
  const shown = all ? values : values.slice(0, FIRST_ROWS);
  const newest = values.reduce((newestAt, { at }) => Math.max(newestAt, at), 0);
  return (
    <section className="panel" aria-labelledby="site-latest" data-testid="site-latest">
      <header className="panel-head">
        <h2 id="site-latest">{t('site.latest')}</h2>
      </header>
      {values.length > 0 && (
        <table className="table latest">
          <thead>
            <tr>
              <th scope="col">{t('site.name')}</th>
              <th scope="col">{t('site.value')}</th>
              <th scope="col">{t('site.age')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((value) => (
              <LatestRow key={metricKey(value.metric)} latest={value} newest={newest} online={detail.status === 'ONLINE'} />
            ))}
          </tbody>
        </table>
      )}
      {values.length > FIRST_ROWS && (
        <p className="panel-foot">
          <button type="button" className="button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('site.showLess') : t('site.showAll', { count: values.length })}
          </button>
        </p>
      )}
    </section>
  );
}

function rank({ metric }: Latest): number {
  const index = ORDER.indexOf(metric.name);
  return index < 0 ? ORDER.length : index;
}

function LatestRow({ latest, newest, online }: { latest: Latest; newest: number; online: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(10_000);
  const { metric, at, value } = latest;
  const stale = isStale(at, newest, online, now);
  const age = formatAge(now - at, locale);
  const known = NAMED.find((name) => name === metric.name);
  return (
    <tr className={stale ? 'stale' : undefined} title={stale ? t('metric.stale', { age }) : undefined} data-testid="latest-row" data-metric={metric.name}>
      <th scope="row">
        <span title={metric.name}>{known ? t(`site.metricName.${known}`) : metric.name}</span> <span className="muted">{labelText(metric)}</span>
      </th>
      <td data-testid="latest-value">
        {value === null ? '–' : STATES.has(metric.name) ? t(`states.${stateOf(value)}`) : formatValue(value, metric.unit, locale)}
      </td>
      <td>{age}</td>
    </tr>
  );
}
