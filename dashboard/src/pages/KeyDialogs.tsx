import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CreateApiKeyDocument, DeleteApiKeyDocument, RenewApiKeyDocument, SetApiKeyActiveDocument } from '../api/generated/keys';
import { mutate } from '../api/graphql';
import { SCOPES, type ApiKey } from '../lib/services';
import { CopyButton } from '../ui/CopyButton';
import { FormDialog } from '../ui/Dialog';

export interface KeyDeed {
  what: 'renew' | 'delete' | 'switchOff' | 'switchOn';
  key: ApiKey;
}

interface DialogProps {
  /** Something has changed. */
  onDone: () => void;
  onClose: () => void;
}

const MAX_NAME = 100;

export function CreateKeyDialog({ service, onDone, onClose }: DialogProps & { service: string }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  const create = async (fields: FormData): Promise<string | void> => {
    const [name, owner] = ['name', 'service'].map((field) => String(fields.get(field) ?? '').trim());
    const scopes = SCOPES.filter((scope) => fields.has(scope));
    if (!name || !owner || scopes.length === 0) {
      return t('keys.missing');
    }
    const { createApiKey } = await mutate(CreateApiKeyDocument, { name, service: owner, scopes });
    onDone();
    setSecret(createApiKey.key);
    return undefined;
  };
  const result = secret === null ? null : { title: t('keys.secretTitle'), body: <Secret secret={secret} onClose={onClose} /> };
  return (
    <FormDialog title={t('keys.new')} submit={t('keys.create')} onSubmit={create} stays result={result} onClose={onClose}>
      <label className="field">
        <span>{t('issues.service')}</span>
        <input className="input" name="service" defaultValue={service} maxLength={MAX_NAME} autoComplete="off" data-testid="key-service" />
      </label>
      <label className="field">
        <span>{t('keys.name')}</span>
        <input className="input" name="name" maxLength={MAX_NAME} autoComplete="off" data-testid="key-name" />
      </label>
      <fieldset className="facet">
        <legend>{t('keys.column.scopes')}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="facet-choice">
            <input type="checkbox" name={scope} defaultChecked={scope === 'ERRORS'} data-testid={`scope-${scope}`} />
            {t(`keys.scopeLong.${scope}`)}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}

/** The question before a deed; turning on needs none, but says what went wrong in the same place. */
export function KeyDialogs({ deed: { what, key }, onDone, onClose }: DialogProps & { deed: KeyDeed }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  const result = secret === null ? null : { title: t('keys.secretTitle'), body: <Secret secret={secret} onClose={onClose} /> };
  const act = async (): Promise<void> => {
    switch (what) {
      case 'renew': {
        const { renewApiKey } = await mutate(RenewApiKeyDocument, { id: key.id });
        setSecret(renewApiKey.key);
        break;
      }
      case 'delete':
        await mutate(DeleteApiKeyDocument, { id: key.id });
        break;
      case 'switchOff':
      case 'switchOn':
        await mutate(SetApiKeyActiveDocument, { id: key.id, active: what === 'switchOn' });
        break;
    }
    onDone();
  };
  return (
    <FormDialog
      title={t(`keys.ask.${what}.title`)}
      submit={t(`keys.ask.${what}.submit`)}
      danger={what !== 'switchOn'}
      stays={what === 'renew'}
      result={result}
      onSubmit={act}
      onClose={onClose}
    >
      <p className="alert-message">
        {key.name} <span className="mono muted">{key.prefix}…</span>
      </p>
      <p>{t(`keys.ask.${what}.text`)}</p>
    </FormDialog>
  );
}

/** The only time that the key is seen. */
function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="form panel-body">
      <p>{t('keys.secretText')}</p>
      <output className="code secret" data-testid="secret">
        {secret}
      </output>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose} data-testid="secret-done">
          {t('keys.done')}
        </button>
        <CopyButton text={secret} primary />
      </div>
    </div>
  );
}
