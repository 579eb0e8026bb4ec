import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorStatsDocument } from '../api/generated/issues';
import { ApiKeysDocument } from '../api/generated/keys';
import { present, query } from '../api/graphql';
import { useApp } from '../app/context';
import { formatCount } from '../lib/format';
import { mayAct } from '../lib/roles';
import { selectServices, servicesOf, type ApiKey, type Service } from '../lib/services';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, usePageTitle, useStore } from '../ui/hooks';
import { SearchBox } from '../ui/SearchBox';
import { useLoad } from '../ui/useLoad';
import { CreateKeyDialog, KeyDialogs, type KeyDeed } from './KeyDialogs';
import { KeysTable } from './KeysTable';

const DAY_MS = 86_400_000;

async function lastDay() {
  const to = Date.now();
  const { errorStats } = await query(ErrorStatsDocument, { from: new Date(to - DAY_MS).toISOString(), to: new Date(to).toISOString() });
  return present(errorStats).services;
}

export function ServicesPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  usePageTitle(t('services.title'));
  const { user, fleet } = useApp();
  const { services: sources } = useStore(fleet);
  const admin = mayAct(user.role, 'admin');
  const { q = '' } = useSearch({ from: '/app/services' });
  const navigate = useNavigate();
  const errors = useLoad(lastDay);
  // Only admins may ask for keys; who may not is not refused over and over.
  const loadKeys = useCallback(async (): Promise<readonly ApiKey[]> => (admin ? present((await query(ApiKeysDocument, {})).apiKeys) : []), [admin]);
  const keys = useLoad(loadKeys);
  const [creatingFor, setCreatingFor] = useState<string | null>(null);
  const [deed, setDeed] = useState<KeyDeed | null>(null);
  const all = useMemo(() => servicesOf({ stats: errors.data ?? [], keys: keys.data ?? [], sources: sources.map(({ id }) => id) }, locale), [errors.data, keys.data, sources, locale]);
  const shown = selectServices(all, q);
  const known = errors.data !== undefined && keys.data !== undefined;
  return (
    <>
      <header className="page-head">
        <h1>{t('services.title')}</h1>
        {known && <p className="muted">{t('services.hint')}</p>}
        {admin && (
          <button type="button" className="button page-action" onClick={() => setCreatingFor('')} data-testid="new-key">
            {t('keys.new')}
          </button>
        )}
      </header>
      <div className="filters" role="search">
        <SearchBox
          key={q === '' ? 'none' : 'some'}
          value={q}
          label={t('services.filter')}
          maxLength={128}
          onChange={(text) => void navigate({ to: '/services', search: text === '' ? {} : { q: text }, replace: true })}
          testId="services-filter"
        />
      </div>
      {!admin && <p className="notice" data-testid="keys-forbidden">{t('keys.adminsOnly')}</p>}
      {[errors, keys].map(
        ({ error, data, reload }, index) =>
          error !== null && (
            <div key={index === 0 ? 'errors' : 'keys'} className="panel">
              <PanelError error={error} onRetry={reload} slim={data !== undefined} />
            </div>
          ),
      )}
      {!known && errors.error === null && keys.error === null && (
        <div className="panel">
          <Skeleton rows={4} height={90} />
        </div>
      )}
      {known && shown.length === 0 && (
        <div className="panel">
          {all.length > 0 ? (
            <Empty title={t('services.noMatch')} action={<Link to="/services" className="button">{t('issues.noMatchAction')}</Link>} />
          ) : (
            <Empty title={t('services.noneTitle')} text={t('services.noneText')} />
          )}
        </div>
      )}
      {shown.map((service) => (
        <ServicePanel key={service.name} service={service} admin={admin} onCreate={() => setCreatingFor(service.name)} onDeed={setDeed} />
      ))}
      {creatingFor !== null && <CreateKeyDialog service={creatingFor} onDone={keys.reload} onClose={() => setCreatingFor(null)} />}
      {deed && <KeyDialogs deed={deed} onDone={keys.reload} onClose={() => setDeed(null)} />}
    </>
  );
}

interface ServicePanelProps {
  service: Service;
  admin: boolean;
  onCreate: () => void;
  onDeed: (deed: KeyDeed) => void;
}

function ServicePanel({ service, admin, onCreate, onDeed }: ServicePanelProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <section className="panel" aria-label={service.name} data-testid="service" data-service={service.name}>
      <header className="panel-head">
        <h2 className="service-name" title={service.name}>
          {service.name}
        </h2>
        {service.errors > 0 ? (
          <Link to="/errors" search={{ service: [service.name], range: '24h' }} className="service-errors" data-testid="service-errors">
            {t('services.errors', { count: service.errors, formatted: formatCount(service.errors, locale) })}
            {' · '}
            {t('issues.total', { count: service.issues, formatted: formatCount(service.issues, locale) })}
          </Link>
        ) : (
          <span className="muted" data-testid="service-errors">
            {t('services.noErrors')}
          </span>
        )}
        {service.values && (
          <Link to="/sites/$id" params={{ id: service.name }} className="service-errors" data-testid="service-values">
            {t('services.values')}
          </Link>
        )}
        {admin && service.keys.length === 0 && <span className="muted">{t('keys.none')}</span>}
        {admin && (
          <button type="button" className="button panel-link" onClick={onCreate} data-testid="new-key-here">
            {t('keys.new')}
          </button>
        )}
      </header>
      {service.keys.length > 0 && <KeysTable keys={service.keys} onDeed={onDeed} />}
    </section>
  );
}
