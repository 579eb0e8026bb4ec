import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/context';
import type { IssueDetail, IssueStore } from '../issues/issueStore';
import type { IssueStatus } from '../lib/issues';
import { Age } from '../ui/Age';
import { FormDialog } from '../ui/Dialog';
import { Empty, useErrorText } from '../ui/feedback';
import { useNow } from '../ui/hooks';
import { DEED_NAMES, DEEDS } from './IssuesTable';

interface PartProps {
  store: IssueStore;
  issue: IssueDetail;
}

/** The deed that would change nothing is not offered. */
function isOffered(deed: keyof typeof DEEDS, status: IssueStatus): boolean {
  const open = status === 'UNRESOLVED' || status === 'REGRESSED';
  return deed === 'reopen' ? !open : DEEDS[deed] !== status;
}

export function IssueActions({ store, issue }: PartProps) {
  const { t } = useTranslation();
  const { user } = useApp();
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [assigning, setAssigning] = useState(false);
  const act = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await deed();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="actions" role="group" aria-label={t('issue.actions')} data-testid="issue-actions">
      {DEED_NAMES.filter((deed) => isOffered(deed, issue.status)).map((deed) => (
        <button
          key={deed}
          type="button"
          className={deed === 'resolve' ? 'button button-primary' : 'button'}
          disabled={busy}
          onClick={() => void act(() => store.change({ status: DEEDS[deed] }))}
          data-testid={`issue-${deed}`}
        >
          {t(`issues.deed.${deed}`)}
        </button>
      ))}
      {issue.assignee !== user.username && (
        <button type="button" className="button" disabled={busy} onClick={() => void act(() => store.change({ assignee: user.username }))} data-testid="assign-me">
          {t('issue.assignMe')}
        </button>
      )}
      <button type="button" className="button" disabled={busy} onClick={() => setAssigning(true)} data-testid="assign">
        {t('issue.assign')}
      </button>
      {failure !== null && (
        <p className="notice notice-error" role="alert">
          {textOf(failure)}
        </p>
      )}
      {assigning && (
        <FormDialog
          title={t('issue.assignTitle')}
          submit={t('issue.assignSubmit')}
          onSubmit={(fields) => store.change({ assignee: String(fields.get('assignee') ?? '').trim() })}
          onClose={() => setAssigning(false)}
        >
          <label className="field">
            <span>{t('issue.assigneeLabel')}</span>
            <input className="input" name="assignee" defaultValue={issue.assignee ?? ''} maxLength={64} autoComplete="off" data-testid="assignee" />
          </label>
        </FormDialog>
      )}
    </div>
  );
}

const MAX_COMMENT = 4000;

export function IssueComments({ store, issue, acting }: PartProps & { acting: boolean }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const textOf = useErrorText();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await store.comment(text.trim());
      setText('');
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel" aria-labelledby="issue-comments" data-testid="comments">
      <header className="panel-head">
        <h2 id="issue-comments">{t('issue.comments')}</h2>
      </header>
      {issue.comments.length === 0 && !acting && <Empty title={t('issue.noComments')} />}
      <ul className="comments">
        {issue.comments.map(({ author, text: said, at }) => (
          <li key={`${at} ${author} ${said}`} data-testid="comment">
            <p className="muted">
              <strong>{author}</strong> · <Age at={at} now={now} />
            </p>
            <p className="comment-text">{said}</p>
          </li>
        ))}
      </ul>
      {acting && (
        <form
          className="form panel-body"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          {failure !== null && (
            <p className="notice notice-error" role="alert">
              {textOf(failure)}
            </p>
          )}
          <label className="field">
            <span>{t('issue.comment')}</span>
            <textarea className="input" rows={2} maxLength={MAX_COMMENT} value={text} onChange={(event) => setText(event.target.value)} data-testid="comment-text" />
          </label>
          <button type="submit" className="button" disabled={busy || text.trim() === ''} data-testid="comment-send">
            {t('issue.commentSend')}
          </button>
        </form>
      )}
    </section>
  );
}
