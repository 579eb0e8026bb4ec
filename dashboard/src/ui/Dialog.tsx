import { Dialog } from 'radix-ui';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from './feedback';
import { CloseIcon } from './icons';

interface FrameProps {
  title: string;
  className?: string;
  testId?: string;
  onClose: () => void;
  children: ReactNode;
}

function Frame({ title, className = '', testId = 'dialog', onClose, children }: FrameProps) {
  const { t } = useTranslation();
  const [opener] = useState(() => document.activeElement);
  const giveBackFocus = (event: Event): void => {
    event.preventDefault();
    // What opened this may be gone by what was done in it.
    const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById('content');
    target?.focus();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className={`dialog ${className}`} aria-describedby={undefined} onCloseAutoFocus={giveBackFocus} data-testid={testId}>
          <header className="panel-head">
            <Dialog.Title asChild>
              <h2>{title}</h2>
            </Dialog.Title>
            <Dialog.Close className="icon-button icon-button-quiet panel-link" aria-label={t('charts.close')}>
              <CloseIcon />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Something to read. */
export function InfoDialog({ note, children, ...frame }: FrameProps & { note?: string | undefined }) {
  return (
    <Frame {...frame}>
      {note !== undefined && <p className="muted dialog-note">{note}</p>}
      <div className="dialog-scroll" tabIndex={0} role="region" aria-label={frame.title}>
        {children}
      </div>
    </Frame>
  );
}

interface FormDialogProps {
  title: string;
  submit: string;
  danger?: boolean;
  /** Does not close after the deed: `result` comes in the place of the fields. */
  stays?: boolean;
  result?: { title: string; body: ReactNode } | null;
  /** Stays open, with the reason, where this fails; a text that it returns is a reason, too. */
  onSubmit: (fields: FormData) => Promise<string | void>;
  onClose: () => void;
  children?: ReactNode;
}

/** A few fields and one deed; also the question before something that cannot be taken back. */
export function FormDialog({ title, submit, danger = false, stays = false, result = null, onSubmit, onClose, children }: FormDialogProps) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const onForm = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const reason = await onSubmit(new FormData(event.currentTarget));
      if (reason !== undefined) {
        setProblem(reason);
      } else if (!stays) {
        onClose();
      }
    } catch (error) {
      setProblem(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={result?.title ?? title} className="dialog-small" onClose={onClose}>
      {result?.body ?? (
        <form className="form panel-body" onSubmit={(event) => void onForm(event)} noValidate>
          {children}
          {problem !== null && (
            <p className="notice notice-error" role="alert" data-testid="dialog-error">
              {problem}
            </p>
          )}
          <div className="dialog-actions">
            <button type="button" className="button" onClick={onClose}>
              {t('dialog.cancel')}
            </button>
            <button type="submit" className={danger ? 'button button-danger' : 'button button-primary'} disabled={busy} data-testid="dialog-submit">
              {submit}
            </button>
          </div>
        </form>
      )}
    </Frame>
  );
}
