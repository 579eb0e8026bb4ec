import { useTranslation } from 'react-i18next';
import type { ErrorLevel, IssueStatus } from '../lib/issues';
import { StatusShape } from './Status';

const SHAPES = { FATAL: 'diamond', CRITICAL: 'diamond', ERROR: 'square', WARNING: 'triangle', INFO: 'dot', DEBUG: 'ring' } as const satisfies Record<ErrorLevel, unknown>;

export function ErrorLevelShape({ level }: { level: ErrorLevel }) {
  const { t } = useTranslation();
  return (
    <span className="status" title={t(`level.${level}`)} data-level={level}>
      <StatusShape shape={SHAPES[level]} />
      <span className="sr-only">{t(`level.${level}`)}</span>
    </span>
  );
}

export function ErrorLevelName({ level }: { level: ErrorLevel }) {
  const { t } = useTranslation();
  return (
    <span className="state-badge" data-level={level}>
      <StatusShape shape={SHAPES[level]} />
      {t(`level.${level}`)}
    </span>
  );
}

export function IssueStatusBadge({ status }: { status: IssueStatus }) {
  const { t } = useTranslation();
  return (
    <span className={`badge badge-${status.toLowerCase()}`} data-testid="issue-status" data-status={status}>
      {t(`issues.status.${status}`)}
    </span>
  );
}
