import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssueDetail, IssueEvent } from '../issues/issueStore';
import { formatDateTime } from '../lib/format';
import { readable } from '../lib/issues';
import { CopyButton } from '../ui/CopyButton';
import { Empty } from '../ui/feedback';
import { useLocale, useTimeZone } from '../ui/hooks';
import { ErrorLevelShape } from '../ui/IssueBadges';

/** The newest events, and one of them as it was reported. */
export function IssueEvents({ issue }: { issue: IssueDetail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useTimeZone();
  const [chosen, setChosen] = useState<string | null>(null);
  const { events } = issue;
  const event = events.find(({ id }) => id === chosen) ?? events[0];
  return (
    <section className="panel" aria-labelledby="issue-events" data-testid="events">
      <header className="panel-head">
        <h2 id="issue-events">{t('issue.events')}</h2>
        <span className="muted">{issue.sampled ? t('issue.sampled') : t('issue.newest', { count: events.length })}</span>
      </header>
      {event === undefined ? (
        <Empty title={t('issue.noEventsTitle')} text={t('issue.noEventsText')} />
      ) : (
        <div className="events">
          <ul className="event-list" aria-label={t('issue.events')}>
            {events.map(({ id, level, createdAt, message }) => (
              <li key={id}>
                <button type="button" className="event" aria-pressed={id === event.id} onClick={() => setChosen(id)} data-testid="event" data-event={id}>
                  <ErrorLevelShape level={level} />
                  <span className="event-time">{formatDateTime(Date.parse(createdAt), locale, zone)}</span>
                  <span className="event-message">{message}</span>
                </button>
              </li>
            ))}
          </ul>
          <EventDetail key={event.id} event={event} />
        </div>
      )}
    </section>
  );
}

/** All of it came from outside and is shown as text. */
function EventDetail({ event }: { event: IssueEvent }) {
  const { t } = useTranslation();
  return (
    <div className="event-detail" data-testid="event-detail">
      <p className="event-full" data-testid="event-message">
        {event.message}
      </p>
      <dl className="facts">
        {event.path !== null && (
          <div>
            <dt>{t('issue.path')}</dt>
            <dd className="mono">{[event.method, event.path].filter((part) => part !== null).join(' ')}</dd>
          </div>
        )}
        <div>
          <dt>{t('issue.eventId')}</dt>
          <dd className="mono">{event.id}</dd>
        </div>
      </dl>
      {event.stack !== null && <Block title={t('issue.stack')} text={event.stack} testId="stack" />}
      {event.stack === null && <p className="muted">{t('issue.noStack')}</p>}
      {event.metadata !== null && <Block title={t('issue.metadata')} text={readable(event.metadata)} testId="metadata" />}
    </div>
  );
}

function Block({ title, text, testId }: { title: string; text: string; testId: string }) {
  return (
    <div className="block">
      <div className="block-head">
        <h3>{title}</h3>
        <CopyButton text={text} />
      </div>
      <pre className="code" tabIndex={0} role="region" aria-label={title} data-testid={testId}>
        {text}
      </pre>
    </div>
  );
}
