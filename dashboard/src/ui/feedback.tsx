import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryError } from '../api/graphql';
import { HttpError, NetworkError } from '../api/http';
import { useSlow } from './hooks';

/** Holds the place of what is to come; visible after 200 ms. */
export function Skeleton({ rows, height }: { rows: number; height: number }) {
  const { t } = useTranslation();
  const slow = useSlow();
  return (
    <div className={`skeleton${slow ? ' skeleton-shown' : ''}`} role="status" aria-busy="true">
      <span className="sr-only">{t('app.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton-row" style={{ height }} />
      ))}
    </div>
  );
}

/** Says why there is nothing, and offers one way out. */
export function Empty({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="empty" data-testid="empty">
      <p className="empty-title">{title}</p>
      {text && <p className="empty-text">{text}</p>}
      {action}
    </div>
  );
}

/** Whether the server lets this role not see or do it: asking again is of no use. */
export function isForbidden(error: unknown): boolean {
  return (error instanceof HttpError && error.status === 403) || (error instanceof QueryError && error.codes.includes('permission_denied'));
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error instanceof NetworkError) {
      return t('errors.network');
    }
    if (isForbidden(error)) {
      return t('errors.forbidden');
    }
    if (error instanceof HttpError) {
      return error.status === 429 ? t('errors.tooMany') : t('errors.server', { status: error.status });
    }
    if (error instanceof QueryError) {
      if (error.codes.includes('resource_exhausted')) {
        return t('errors.tooMany');
      }
      return t('errors.partly', { message: error.message });
    }
    return t('errors.unknown');
  };
}

interface PanelErrorProps {
  error: unknown;
  onRetry: () => void;
  /** Whether there is still something to see beside this. */
  slim?: boolean;
}

export function PanelError({ error, onRetry, slim = false }: PanelErrorProps) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  return (
    <div className={slim ? 'panel-error panel-error-slim' : 'panel-error'} role="alert" data-testid="panel-error">
      <div>
        {!slim && !isForbidden(error) && <p className="empty-title">{t('errors.title')}</p>}
        <p>
          {textOf(error)} {slim && t('errors.stillShown')}
        </p>
      </div>
      {!isForbidden(error) && (
        <button type="button" className="button" onClick={onRetry}>
          {t('errors.retry')}
        </button>
      )}
    </div>
  );
}
