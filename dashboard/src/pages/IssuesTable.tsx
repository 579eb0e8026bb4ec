import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import { Sparkline } from '../charts/Sparkline';
import type { IssuesStore } from '../issues/issuesStore';
import { formatCount } from '../lib/format';
import { barsOf, type Issue, type IssueStatus } from '../lib/issues';
import { mayAct } from '../lib/roles';
import { Age } from '../ui/Age';
import { useErrorText } from '../ui/feedback';
import { useLocale, useNow } from '../ui/hooks';
import { ErrorLevelShape, IssueStatusBadge } from '../ui/IssueBadges';

const DAY_MS = 86_400_000;
const COLUMNS = ['issue', 'trend', 'count', 'firstSeen', 'lastSeen', 'assignee'] as const;
export const DEEDS = { resolve: 'RESOLVED', ignore: 'IGNORED', reopen: 'UNRESOLVED' } as const satisfies Record<string, IssueStatus>;
export const DEED_NAMES = Object.keys(DEEDS) as (keyof typeof DEEDS)[];

interface IssuesTableProps {
  store: IssuesStore;
  issues: readonly Issue[];
  /** Stands above the table while nothing is chosen. */
  heading: ReactNode;
}

/** Issues with what can be done to the chosen ones. */
export function IssuesTable({ store, issues, heading }: IssuesTableProps) {
  const { t } = useTranslation();
  const { user } = useApp();
  const now = useNow(10_000);
  const acting = mayAct(user.role, 'operator');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const inList = issues.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const choose = (ids: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
    setChosen(next);
  };
  return (
    <>
      <header className="panel-head">
        {inList.length === 0 ? heading : <BulkActions store={store} ids={inList} onDone={() => setChosen(new Set())} />}
      </header>
      {issues.length > 0 && (
        <div className="table-scroll">
          <table className="list issues-list" aria-label={t('issues.title')} data-testid="issues-table">
            <thead>
              <tr>
                {acting && (
                  <th scope="col" className="col-choose">
                    <input
                      type="checkbox"
                      aria-label={t('issues.chooseAll')}
                      checked={inList.length === issues.length}
                      onChange={(event) => choose(issues.map(({ id }) => id), event.target.checked)}
                      data-testid="choose-all"
                    />
                  </th>
                )}
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={`col-${column}`}>
                    {t(`issues.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {issues.map((issue) => (
                <IssueRow
                  key={issue.id}
                  issue={issue}
                  now={now}
                  chosen={acting ? chosen.has(issue.id) : null}
                  onChoose={(on) => choose([issue.id], on)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function BulkActions({ store, ids, onDone }: { store: IssuesStore; ids: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const act = async (status: IssueStatus): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await store.setStatus(ids, status);
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="bulk" role="group" aria-label={t('issues.bulk')} data-testid="bulk">
      <span role="status">{t('issues.chosen', { count: ids.length })}</span>
      {DEED_NAMES.map((deed) => (
        <button key={deed} type="button" className="button" disabled={busy} onClick={() => void act(DEEDS[deed])} data-testid={`bulk-${deed}`}>
          {t(`issues.deed.${deed}`)}
        </button>
      ))}
      {failure !== null && (
        <span className="text-error" role="alert">
          {textOf(failure)}
        </span>
      )}
    </div>
  );
}

interface IssueRowProps {
  issue: Issue;
  now: number;
  /** Null where nothing may be chosen. */
  chosen: boolean | null;
  onChoose: (on: boolean) => void;
}

function IssueRow({ issue, now, chosen, onChoose }: IssueRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const bars = barsOf(issue.hours, now - DAY_MS, now, 25);
  const inDay = bars.reduce((sum, { count }) => sum + count, 0);
  return (
    <tr data-testid="issue-row" data-issue={issue.id}>
      {chosen !== null && (
        <td className="col-choose">
          <input
            type="checkbox"
            aria-label={t('issues.choose', { title: issue.title })}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
            data-testid="choose-issue"
          />
        </td>
      )}
      <td className="col-issue">
        <div className="issue-line">
          <ErrorLevelShape level={issue.level} />
          <Link to="/errors/$id" params={{ id: issue.id }} className="issue-title" title={issue.title}>
            {issue.title}
          </Link>
          {issue.status !== 'UNRESOLVED' && <IssueStatusBadge status={issue.status} />}
        </div>
        <p className="issue-sub">
          <span className="issue-service">{issue.service}</span>
          {issue.culprit !== null && (
            <span className="mono" title={issue.culprit}>
              {issue.culprit}
            </span>
          )}
        </p>
      </td>
      <td className="col-trend">
        <Sparkline bars={bars} title={t('issues.trend', { count: inDay })} />
      </td>
      <td className="col-count" data-testid="issue-count">
        {formatCount(issue.count, locale)}
      </td>
      <td className="col-firstSeen">
        <Age at={issue.firstSeen} now={now} />
      </td>
      <td className="col-lastSeen">
        <Age at={issue.lastSeen} now={now} />
      </td>
      <td className="col-assignee">{issue.assignee ?? <span className="muted">–</span>}</td>
    </tr>
  );
}
