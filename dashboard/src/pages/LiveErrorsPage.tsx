import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorStatsDocument } from '../api/generated/issues';
import { present, query } from '../api/graphql';
import { useApp } from '../app/context';
import { MAX_ROWS, TailStore, type TailEvent } from '../issues/tailStore';
import { formatCount, formatTime } from '../lib/format';
import { sumBy } from '../lib/issues';
import { parseTailSearch, type TailSearch } from '../lib/issueSearch';
import { Empty } from '../ui/feedback';
import { useLocale, usePageTitle, useStore, useTimeZone } from '../ui/hooks';
import { BackIcon, UpIcon } from '../ui/icons';
import { ErrorLevelShape } from '../ui/IssueBadges';
import { useLoad } from '../ui/useLoad';
import { IssueFacets } from './IssueFacets';

const DAY_MS = 86_400_000;
/** So far from the top one reads; a few pixels may be a slip. */
const READING_PX = 24;

/** What the facets offer: the services and levels of the last day. */
async function lastDay() {
  const to = Date.now();
  const { errorStats } = await query(ErrorStatsDocument, { from: new Date(to - DAY_MS).toISOString(), to: new Date(to).toISOString() });
  return present(errorStats);
}

export function LiveErrorsPage() {
  const { t } = useTranslation();
  usePageTitle(t('tail.title'));
  const search = useSearch({ from: '/app/errors/live' });
  const navigate = useNavigate();
  const { data } = useLoad(lastDay);
  const levels = useMemo(() => new Map(sumBy(data?.hours ?? [], ({ level }) => level, ({ count }) => count)), [data]);
  const services = useMemo(() => (data?.services ?? []).map(({ service, count }): [string, number] => [service, count]).sort(([, a], [, b]) => b - a), [data]);
  return (
    <>
      <Link to="/errors" className="back">
        <BackIcon />
        {t('tail.back')}
      </Link>
      <div className="with-facets">
        <IssueFacets
          search={search}
          services={services}
          levels={levels}
          onChange={(change) => void navigate({ to: '/errors/live', search: parseTailSearch(change) })}
        />
        <Tail key={JSON.stringify(search)} search={search} />
      </div>
    </>
  );
}

function Tail({ search }: { search: TailSearch }) {
  const { t } = useTranslation();
  const { live } = useApp();
  const [store] = useState(() => new TailStore());
  useEffect(() => store.follow(live, search), [store, live, search]);
  const { events, held } = useStore(store);
  const scroller = useRef<HTMLDivElement>(null);
  const jump = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    store.hold(false);
    scroller.current?.focus();
  }, [store]);
  return (
    <section className="panel tail" aria-labelledby="tail-title" data-testid="tail">
      <header className="panel-head">
        <h1 className="tail-title" id="tail-title">
          {t('tail.title')}
        </h1>
        <TailBadge store={store} />
        <span className="muted panel-link" data-testid="tail-amount">
          {t('tail.amount', { count: events.length, most: MAX_ROWS })}
        </span>
      </header>
      <div className="tail-box">
        {held && <JumpButton store={store} onJump={jump} />}
        <div
          className="tail-scroll"
          ref={scroller}
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={t('tail.title')}
          onScroll={(event) => store.hold(event.currentTarget.scrollTop > READING_PX)}
          data-testid="tail-scroll"
        >
          {events.length === 0 ? (
            <Empty
              title={t('tail.noneTitle')}
              text={t('tail.noneText')}
              action={
                <Link to="/errors" search={search} className="button">
                  {t('tail.noneAction')}
                </Link>
              }
            />
          ) : (
            <ul>
              {events.map((event) => (
                <TailRow key={event.id} event={event} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}

/** Whether what is shown follows: the connection's own state, or paused by reading. */
function TailBadge({ store }: { store: TailStore }) {
  const { t } = useTranslation();
  const { live } = useApp();
  const { status } = useStore({ subscribe: live.subscribeState, state: live.state });
  const { held } = useStore(store);
  const shown = held ? 'paused' : status;
  return (
    <span className={`live live-${shown}`} role="status" data-testid="tail-badge" data-status={shown}>
      <span className="live-dot" aria-hidden="true" />
      {t(`live.${shown}`)}
    </span>
  );
}

function JumpButton({ store, onJump }: { store: TailStore; onJump: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { waiting } = useStore(store);
  return (
    <button type="button" className="button button-primary tail-jump" onClick={onJump} data-testid="tail-jump">
      <UpIcon />
      {waiting === 0 ? t('tail.jump') : t('tail.jumpWaiting', { count: waiting, formatted: formatCount(waiting, locale) })}
    </button>
  );
}

/** Most messages begin with what the issue is called. */
function textOf({ title, message }: TailEvent): string {
  return message.startsWith(title) ? message : message === '' ? title : `${title}: ${message}`;
}

const TailRow = memo(function TailRow({ event }: { event: TailEvent }) {
  const locale = useLocale();
  const zone = useTimeZone();
  return (
    <li className="tail-row" data-testid="tail-row" data-event={event.id}>
      <time className="mono tail-time" dateTime={event.createdAt}>
        {formatTime(Date.parse(event.createdAt), locale, zone)}
      </time>
      <ErrorLevelShape level={event.level} />
      <span className="tail-service" title={event.service}>
        {event.service}
      </span>
      <Link to="/errors/$id" params={{ id: event.issueId }} className="tail-message" title={event.message} preload={false}>
        {textOf(event)}
      </Link>
      <span className="tail-path mono" title={event.path ?? undefined}>
        {[event.method, event.path].filter((part) => part !== null).join(' ')}
      </span>
    </li>
  );
});
