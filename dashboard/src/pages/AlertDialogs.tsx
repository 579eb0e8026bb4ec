import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AcknowledgeAlertDocument, CreateSilenceDocument, type SilenceInput } from '../api/generated/alertActions';
import { mutate } from '../api/graphql';
import { useApp } from '../app/context';
import { endOf, ENDS, itemsOf, MAX_ACKNOWLEDGED_MS, messageOf, type Alert } from '../lib/alerts';
import { fromInputTime, toInputTime } from '../lib/format';
import { useAlertKind, useKindNamed } from '../ui/AlertBadges';
import { FormDialog } from '../ui/Dialog';
import { useTimeZone } from '../ui/hooks';

const HOUR_MS = 3_600_000;

/** How long something shall hold; with `open` it may also hold without an end. */
function EndField({ open = false }: { open?: boolean }) {
  const { t } = useTranslation();
  const zone = useTimeZone();
  const [choice, setChoice] = useState<string>(open ? 'open' : '4h');
  const [suggested] = useState(() => toInputTime(Date.now() + 24 * HOUR_MS, zone));
  return (
    <>
      <label className="field">
        <span>{t('ends.label')}</span>
        <select className="input select" name="end" value={choice} onChange={(event) => setChoice(event.target.value)} data-testid="end">
          {open && <option value="open">{t('ends.open')}</option>}
          {ENDS.map((end) => (
            <option key={end} value={end}>
              {t(`ends.${end}`)}
            </option>
          ))}
          <option value="custom">{t('ends.custom')}</option>
        </select>
      </label>
      {choice === 'custom' && (
        <label className="field">
          <span>{t('ends.at')}</span>
          <input className="input" type="datetime-local" name="until" defaultValue={suggested} data-testid="until" />
        </label>
      )}
    </>
  );
}

/** The end that a form says, null for none; a text says what is wrong with it. */
function endIn(fields: FormData, zone: string | undefined, now: number): number | null {
  return endOf(String(fields.get('end')), fromInputTime(String(fields.get('until') ?? ''), zone), now);
}

interface AlertDialogProps {
  alert: Alert;
  onClose: () => void;
}

export function AcknowledgeDialog({ alert, onClose }: AlertDialogProps) {
  const { t, i18n } = useTranslation();
  const { alerts } = useApp();
  const zone = useTimeZone();
  const acknowledge = async (fields: FormData): Promise<string | void> => {
    const now = Date.now();
    const until = endIn(fields, zone, now);
    if (fields.get('end') !== 'open' && (until === null || until <= now || until > now + MAX_ACKNOWLEDGED_MS)) {
      return t('ends.invalid', { count: MAX_ACKNOWLEDGED_MS / (24 * HOUR_MS) });
    }
    const comment = String(fields.get('comment') ?? '').trim();
    const { acknowledgeAlert } = await mutate(AcknowledgeAlertDocument, {
      id: alert.id,
      until: until === null ? null : new Date(until).toISOString(),
      comment: comment || null,
    });
    alerts.put({ ...alert, ...acknowledgeAlert });
    return undefined;
  };
  return (
    <FormDialog title={t('alerts.acknowledgeTitle')} submit={t('alerts.acknowledge')} onSubmit={acknowledge} onClose={onClose}>
      <p className="alert-message">{messageOf(alert, i18n.language)}</p>
      <EndField open />
      <label className="field">
        <span>{t('alerts.comment')}</span>
        <input className="input" name="comment" maxLength={1000} autoComplete="off" data-testid="comment" />
      </label>
    </FormDialog>
  );
}

/** What one alert's silence covers. */
const SCOPES = ['siteAndType', 'site', 'type'] as const;

export function SilenceAlertDialog({ alert, onClose }: AlertDialogProps) {
  const { t } = useTranslation();
  const { alerts } = useApp();
  const kindOf = useAlertKind();
  const create = useCreateSilence();
  const silence = async (fields: FormData): Promise<string | void> => {
    const scope = String(fields.get('scope'));
    const problem = await create(fields, {
      sites: scope === 'type' ? [] : [alert.siteId],
      types: scope === 'site' ? [] : [alert.type],
    });
    if (problem === undefined) {
      await alerts.load();
    }
    return problem;
  };
  return (
    <FormDialog title={t('alerts.silenceTitle')} submit={t('alerts.silence')} onSubmit={silence} onClose={onClose}>
      <label className="field">
        <span>{t('silences.what')}</span>
        <select className="input select" name="scope" defaultValue="siteAndType" data-testid="scope">
          {SCOPES.map((scope) => (
            <option key={scope} value={scope}>
              {t(`silences.scope.${scope}`, { site: alert.clubName ?? alert.siteId, type: kindOf(alert.type) })}
            </option>
          ))}
        </select>
      </label>
      <EndField />
      <ReasonField />
    </FormDialog>
  );
}

/** A silence over anything that is named. */
export function NewSilenceDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const kindNamed = useKindNamed();
  const create = useCreateSilence();
  const silence = async (fields: FormData): Promise<string | void> => {
    const [sites = [], clubs = [], names = []] = ['sites', 'clubs', 'types'].map((name) => itemsOf(String(fields.get(name) ?? '')));
    const types = [...new Set(names.map(kindNamed))];
    if ([sites, clubs, types].every((items) => items.length === 0)) {
      return t('silences.nothing');
    }
    const problem = await create(fields, { sites, clubs, types });
    if (problem === undefined) {
      onDone();
    }
    return problem;
  };
  return (
    <FormDialog title={t('silences.new')} submit={t('silences.create')} onSubmit={silence} onClose={onClose}>
      <p className="muted">{t('silences.hint')}</p>
      {(['sites', 'clubs', 'types'] as const).map((name) => (
        <label key={name} className="field">
          <span>{t(`silences.${name}`)}</span>
          <input className="input" name={name} autoComplete="off" data-testid={`silence-${name}`} />
        </label>
      ))}
      <EndField />
      <ReasonField />
    </FormDialog>
  );
}

function ReasonField() {
  const { t } = useTranslation();
  return (
    <label className="field">
      <span>{t('silences.reason')}</span>
      <input className="input" name="reason" maxLength={1000} autoComplete="off" data-testid="reason" />
    </label>
  );
}

/** Creates a silence from the fields that all of them have; answers what is wrong with them. */
function useCreateSilence(): (fields: FormData, selector: Partial<Pick<SilenceInput, 'sites' | 'clubs' | 'types'>>) => Promise<string | undefined> {
  const { t } = useTranslation();
  const zone = useTimeZone();
  return async (fields, { sites = [], clubs = [], types = [] }) => {
    const now = Date.now();
    const until = endIn(fields, zone, now);
    const reason = String(fields.get('reason') ?? '').trim();
    if (until === null || until <= now) {
      return t('ends.past');
    }
    if (reason === '') {
      return t('silences.noReason');
    }
    await mutate(CreateSilenceDocument, { input: { sites, clubs, types, reason, until: new Date(until).toISOString() } });
    return undefined;
  };
}
