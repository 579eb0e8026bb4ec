import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { BarChart } from '../charts/BarChart';
import { IssueStore, type IssueDetail } from '../issues/issueStore';
import { formatCount } from '../lib/format';
import { barsOf } from '../lib/issues';
import { mayAct } from '../lib/roles';
import { Age } from '../ui/Age';
import { Empty, PanelError, Skeleton } from '../ui/feedback';
import { useLocale, useNow, usePageTitle, useStore } from '../ui/hooks';
import { BackIcon } from '../ui/icons';
import { ErrorLevelName, IssueStatusBadge } from '../ui/IssueBadges';
import { IssueActions, IssueComments } from './IssueActions';
import { IssueEvents } from './IssueEvents';

const WEEK_MS = 7 * 86_400_000;
/** A week touches as many hours at most. */
const MOST_BARS = 169;

export function IssuePage() {
  const { id } = useParams({ from: '/app/errors/$id' });
  return <Issue key={id} id={id} />;
}

function Issue({ id }: { id: string }) {
  const { t } = useTranslation();
  const { live } = useApp();
  const [store] = useState(() => new IssueStore(id));
  useEffect(() => store.follow(live), [store, live]);
  const { issue, error } = useStore(store);
  usePageTitle(issue?.title ?? t('issues.title'));
  return (
    <>
      <Link to="/errors" className="back">
        <BackIcon />
        {t('issue.back')}
      </Link>
      {error !== null && (
        <div className="panel">
          <PanelError error={error} onRetry={() => void store.load()} slim={issue !== undefined && issue !== null} />
        </div>
      )}
      {issue === undefined && error === null && (
        <div className="panel">
          <Skeleton rows={6} height={56} />
        </div>
      )}
      {issue === null && (
        <div className="panel">
          <Empty title={t('issue.unknownTitle')} text={t('issue.unknownText')} action={<Link to="/errors" className="button">{t('issue.unknownAction')}</Link>} />
        </div>
      )}
      {issue && <KnownIssue store={store} issue={issue} />}
    </>
  );
}

function KnownIssue({ store, issue }: { store: IssueStore; issue: IssueDetail }) {
  const { t } = useTranslation();
  const { user } = useApp();
  const acting = mayAct(user.role, 'operator');
  const now = useNow(60_000);
  const bars = useMemo(() => barsOf(issue.hours, now - WEEK_MS, now, MOST_BARS), [issue.hours, now]);
  return (
    <>
      <header className="issue-head">
        <h1 data-testid="issue-title">{issue.title}</h1>
        <p className="issue-marks">
          <IssueStatusBadge status={issue.status} />
          <ErrorLevelName level={issue.level} />
          {issue.culprit !== null && <span className="mono muted">{issue.culprit}</span>}
        </p>
      </header>
      {acting && <IssueActions store={store} issue={issue} />}
      <Facts issue={issue} />
      <BarChart id="issue-hours" title={t('issue.perHour')} bars={bars} />
      <IssueEvents issue={issue} />
      <IssueComments store={store} issue={issue} acting={acting} />
    </>
  );
}

function Facts({ issue }: { issue: IssueDetail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(10_000);
  return (
    <dl className="panel facts issue-facts">
      <div>
        <dt>{t('issues.service')}</dt>
        <dd>
          <Link to="/errors" search={{ service: [issue.service] }}>
            {issue.service}
          </Link>
        </dd>
      </div>
      <div>
        <dt>{t('issues.column.count')}</dt>
        <dd data-testid="issue-count">{formatCount(issue.count, locale)}</dd>
      </div>
      <div>
        <dt>{t('issues.column.firstSeen')}</dt>
        <dd>
          <Age at={issue.firstSeen} now={now} />
        </dd>
      </div>
      <div>
        <dt>{t('issues.column.lastSeen')}</dt>
        <dd>
          <Age at={issue.lastSeen} now={now} />
        </dd>
      </div>
      <div>
        <dt>{t('issues.column.assignee')}</dt>
        <dd data-testid="issue-assignee">{issue.assignee ?? t('issue.nobody')}</dd>
      </div>
    </dl>
  );
}
