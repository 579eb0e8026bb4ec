import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UnacknowledgeAlertDocument } from '../api/generated/alertActions';
import { mutate } from '../api/graphql';
import { useApp } from '../app/context';
import { isOpen, issueOf, messageOf, WHOLE_FLEET, type Alert } from '../lib/alerts';
import { formatDateTime, formatDuration } from '../lib/format';
import { mayAct } from '../lib/roles';
import { Age } from '../ui/Age';
import { AlertLevelShape, useAlertKind } from '../ui/AlertBadges';
import { useErrorText } from '../ui/feedback';
import { useLocale, useNow, useStore, useTimeZone } from '../ui/hooks';
import { AcknowledgeDialog, SilenceAlertDialog } from './AlertDialogs';

interface AlertListProps {
  alerts: readonly Alert[];
  /** Only the first of the actions, and less beside it. */
  compact?: boolean;
  withSite?: boolean;
}

type Asked = { what: 'acknowledge' | 'silence'; alert: Alert };

/** Alerts with what can be done about them. All texts come from outside and are shown as texts. */
export function AlertList({ alerts, compact = false, withSite = true }: AlertListProps) {
  const { user, fleet } = useApp();
  const { sites } = useStore(fleet);
  const known = useMemo(() => new Set(sites.map(({ id }) => id)), [sites]);
  const now = useNow(10_000);
  const [asked, setAsked] = useState<Asked | null>(null);
  const acting = mayAct(user.role, 'operator');
  return (
    <>
      <ul className={compact ? 'alerts alerts-compact' : 'alerts'}>
        {alerts.map((alert) => (
          <li key={alert.id} className="alert" data-testid="alert" data-alert={alert.id} data-level={alert.level} data-status={alert.status}>
            <AlertLevelShape level={alert.level} />
            <AlertText alert={alert} now={now} withSite={withSite} linked={known.has(alert.siteId)} />
            {acting && isOpen(alert) && <AlertActions alert={alert} compact={compact} onAsk={(what) => setAsked({ what, alert })} />}
          </li>
        ))}
      </ul>
      {asked?.what === 'acknowledge' && <AcknowledgeDialog alert={asked.alert} onClose={() => setAsked(null)} />}
      {asked?.what === 'silence' && <SilenceAlertDialog alert={asked.alert} onClose={() => setAsked(null)} />}
    </>
  );
}

/** A site or an issue, which have a page, or what else an alert is about: a service, or most of the fleet. */
function Subject({ alert, linked }: { alert: Alert; linked: boolean }) {
  const { t } = useTranslation();
  const { siteId, clubName } = alert;
  const name = siteId === WHOLE_FLEET ? t('alerts.wholeFleet') : (clubName ?? siteId);
  const issue = issueOf(alert);
  if (issue !== null) {
    return (
      <Link to="/errors/$id" params={{ id: issue }} title={t('alerts.toIssue')}>
        {name}
      </Link>
    );
  }
  return linked ? (
    <Link to="/sites/$id" params={{ id: siteId }} title={siteId}>
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  );
}

interface AlertTextProps {
  alert: Alert;
  now: number;
  withSite: boolean;
  /** Whether what it is about is a site with a page of its own. */
  linked: boolean;
}

function AlertText({ alert, now, withSite, linked }: AlertTextProps) {
  const { t, i18n } = useTranslation();
  const kindOf = useAlertKind();
  const locale = useLocale();
  const zone = useTimeZone();
  const until = alert.acknowledgedUntil === null ? null : formatDateTime(Date.parse(alert.acknowledgedUntil), locale, zone);
  const by = alert.acknowledgedBy ?? '';
  return (
    <div className="alert-text">
      <p className="alert-message" data-testid="alert-message">
        {messageOf(alert, i18n.language)}
      </p>
      <p className="alert-sub">
        {withSite && <Subject alert={alert} linked={linked} />}
        <span>{[kindOf(alert.type), issueOf(alert) === null ? alert.object : null].filter((part) => part !== null).join(' · ')}</span>
        <Age at={alert.since} now={now} />
        {alert.endedAt !== null && (
          <span>{t('alerts.lasted', { duration: formatDuration(Math.max(0, Date.parse(alert.endedAt) - Date.parse(alert.since)) / 1000, locale) })}</span>
        )}
        {alert.status === 'ACKNOWLEDGED' && (
          <span className="badge badge-taken" data-testid="alert-acknowledged">
            {until === null ? t('alerts.acknowledgedBy', { name: by }) : t('alerts.acknowledgedUntil', { name: by, until })}
          </span>
        )}
        {alert.silenced && (
          <span className="badge badge-ignored" data-testid="alert-silenced">
            {t('alerts.silenced')}
          </span>
        )}
      </p>
    </div>
  );
}

function AlertActions({ alert, compact, onAsk }: { alert: Alert; compact: boolean; onAsk: (what: Asked['what']) => void }) {
  const { t } = useTranslation();
  const { alerts } = useApp();
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const takeBack = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const { unacknowledgeAlert } = await mutate(UnacknowledgeAlertDocument, { id: alert.id });
      alerts.put({ ...alert, ...unacknowledgeAlert });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="alert-actions">
      {alert.status === 'FIRING' && (
        <button type="button" className="button" onClick={() => onAsk('acknowledge')} data-testid="acknowledge">
          {t('alerts.acknowledge')}
        </button>
      )}
      {alert.status === 'ACKNOWLEDGED' && !compact && (
        <button type="button" className="button" disabled={busy} onClick={() => void takeBack()} data-testid="unacknowledge">
          {t('alerts.unacknowledge')}
        </button>
      )}
      {!compact && !alert.silenced && (
        <button type="button" className="button" onClick={() => onAsk('silence')} data-testid="silence">
          {t('alerts.silence')}
        </button>
      )}
      {failure !== null && (
        <span className="text-error" role="alert">
          {textOf(failure)}
        </span>
      )}
    </div>
  );
}
