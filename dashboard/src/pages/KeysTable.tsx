import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../lib/services';
import { Age } from '../ui/Age';
import { useNow } from '../ui/hooks';
import type { KeyDeed } from './KeyDialogs';

const COLUMNS = ['name', 'prefix', 'scopes', 'lastUsed', 'created', 'active'] as const;

export function KeysTable({ keys, onDeed }: { keys: readonly ApiKey[]; onDeed: (deed: KeyDeed) => void }) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="list keys-list" aria-label={t('keys.title')}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`col-key-${column}`}>
                {t(`keys.column.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{t('issue.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onDeed={onDeed} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyRow({ apiKey, onDeed }: { apiKey: ApiKey; onDeed: (deed: KeyDeed) => void }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const { name, prefix, scopes, lastUsedAt, createdAt, createdBy, active } = apiKey;
  return (
    <tr data-testid="key" data-key={apiKey.id}>
      <td className="wrap">{name}</td>
      <td className="mono">{prefix}…</td>
      <td className="wrap">{scopes.map((scope) => t(`keys.scope.${scope}`)).join(', ')}</td>
      <td>{lastUsedAt === null ? <span className="muted">{t('keys.never')}</span> : <Age at={lastUsedAt} now={now} />}</td>
      <td>
        <Age at={createdAt} now={now} /> <span className="muted">{createdBy}</span>
      </td>
      <td>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={active}
          aria-label={t('keys.switch', { name })}
          onClick={() => onDeed({ what: active ? 'switchOff' : 'switchOn', key: apiKey })}
          data-testid="key-switch"
        >
          <span className="switch-knob" aria-hidden="true" />
          <span aria-hidden="true">{active ? t('keys.on') : t('keys.off')}</span>
        </button>
      </td>
      <td className="col-actions">
        <button type="button" className="button" onClick={() => onDeed({ what: 'renew', key: apiKey })} data-testid="key-renew">
          {t('keys.renew')}
        </button>{' '}
        <button type="button" className="button" onClick={() => onDeed({ what: 'delete', key: apiKey })} data-testid="key-delete">
          {t('keys.delete')}
        </button>
      </td>
    </tr>
  );
}
