import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EndSilenceDocument, SilencesDocument, type SilencePartsFragment } from '../api/generated/alertActions';
import { mutate, present, query } from '../api/graphql';
import { useApp } from '../app/context';
import { formatDateTime } from '../lib/format';
import { mayAct } from '../lib/roles';
import { FormDialog } from '../ui/Dialog';
import { useAlertKind } from '../ui/AlertBadges';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useTimeZone } from '../ui/hooks';
import { useLoad } from '../ui/useLoad';
import { NewSilenceDialog } from './AlertDialogs';
import { AlertsFrame } from './AlertsFrame';

type Silence = SilencePartsFragment;

const load = async (): Promise<readonly Silence[]> => present((await query(SilencesDocument, {})).silences);

export function SilencesPage() {
  const { t } = useTranslation();
  usePageTitle(t('silences.title'));
  const { user } = useApp();
  const acting = mayAct(user.role, 'operator');
  const { data, error, reload } = useLoad(load);
  const [creating, setCreating] = useState(false);
  const [ending, setEnding] = useState<Silence | null>(null);
  const start = acting && (
    <button type="button" className="button page-action" onClick={() => setCreating(true)} data-testid="new-silence">
      {t('silences.new')}
    </button>
  );
  return (
    <AlertsFrame action={start}>
      <section className="panel" aria-label={t('silences.title')} data-testid="silences">
        {error !== null && <PanelError error={error} onRetry={reload} slim={data !== undefined} />}
        {data === undefined && error === null && <Skeleton rows={4} height={52} />}
        {data?.length === 0 && <Empty title={t('silences.noneTitle')} text={t('silences.noneText')} />}
        {data && data.length > 0 && <SilencesTable silences={data} onEnd={acting ? setEnding : null} />}
      </section>
      {creating && <NewSilenceDialog onDone={reload} onClose={() => setCreating(false)} />}
      {ending && (
        <FormDialog
          title={t('silences.endTitle')}
          submit={t('silences.end')}
          danger
          onSubmit={async () => {
            await mutate(EndSilenceDocument, { id: ending.id });
            reload();
          }}
          onClose={() => setEnding(null)}
        >
          <p>{t('silences.endText')}</p>
          <p className="muted">{ending.reason}</p>
        </FormDialog>
      )}
    </AlertsFrame>
  );
}

function SilencesTable({ silences, onEnd }: { silences: readonly Silence[]; onEnd: ((silence: Silence) => void) | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useTimeZone();
  const now = useNow(10_000);
  const format = (time: string): string => formatDateTime(Date.parse(time), locale, zone);
  return (
    <div className="table-scroll">
      <table className="list" aria-label={t('silences.title')}>
        <thead>
          <tr>
            <th scope="col">{t('silences.what')}</th>
            <th scope="col">{t('silences.reason')}</th>
            <th scope="col">{t('silences.by')}</th>
            <th scope="col">{t('silences.from')}</th>
            <th scope="col">{t('silences.until')}</th>
            {onEnd && (
              <th scope="col">
                <span className="sr-only">{t('issue.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {silences.map((silence) => (
            <tr key={silence.id} data-testid="silence-row" data-silence={silence.id}>
              <td className="wrap">
                <Selector silence={silence} />
              </td>
              <td className="wrap">{silence.reason}</td>
              <td>{silence.createdBy}</td>
              <td>{Date.parse(silence.from) > now ? <strong>{format(silence.from)}</strong> : format(silence.from)}</td>
              <td>{format(silence.until)}</td>
              {onEnd && (
                <td className="col-actions">
                  <button type="button" className="button" onClick={() => onEnd(silence)} data-testid="end-silence">
                    {t('silences.end')}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Selector({ silence: { selector } }: { silence: Silence }) {
  const { t } = useTranslation();
  const kindOf = useAlertKind();
  const parts = (['sites', 'clubs', 'types'] as const).filter((part) => selector[part].length > 0);
  return (
    <ul>
      {parts.map((part) => (
        <li key={part}>
          <span className="muted">{t(`silences.${part}`)}</span> {(part === 'types' ? selector.types.map(kindOf) : selector[part]).join(', ')}
        </li>
      ))}
    </ul>
  );
}
