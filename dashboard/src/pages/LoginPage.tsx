import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { HttpError } from '../api/http';
import { LanguageMenu, ThemeMenu } from '../app/PreferenceMenus';
import { session } from '../app/session';
import { safeRedirect } from '../lib/redirect';
import { useErrorText } from '../ui/feedback';
import { usePageTitle } from '../ui/hooks';
import { Logo } from '../ui/icons';

/** Where the server names no time to wait. */
const DEFAULT_WAIT_S = 60;

export function LoginPage() {
  const { t } = useTranslation();
  usePageTitle(t('login.title'));
  return (
    <div className="login">
      <div className="login-prefs">
        <ThemeMenu />
        <LanguageMenu />
      </div>
      <main className="panel login-box">
        <div className="brand">
          <Logo />
          <span className="brand-name">Vigie</span>
        </div>
        <h1>{t('login.title')}</h1>
        <p className="muted">{t('login.lead')}</p>
        <LoginForm />
      </main>
    </div>
  );
}

function LoginForm() {
  const { t } = useTranslation();
  const router = useRouter();
  const { redirect } = useSearch({ from: '/login' });
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [wait, setWait] = useCountdown();
  const problem = useLoginProblem({ missing, failure, wait });
  const state = session.get();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const incomplete = username.trim() === '' || password === '';
    setMissing(incomplete);
    if (incomplete || busy || wait > 0) {
      return;
    }
    setBusy(true);
    try {
      await session.login(username.trim(), password);
      router.history.replace(safeRedirect(redirect));
    } catch (error) {
      setFailure(error);
      setPassword('');
      setWait(error instanceof HttpError && error.status === 429 ? (error.retryAfter ?? DEFAULT_WAIT_S) : 0);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {state.kind === 'nobody' && state.expired && !problem && (
        <p className="notice" role="status" data-testid="session-expired">
          {t('login.expired')}
        </p>
      )}
      {problem && (
        <p className="notice notice-error" role="alert" id="login-problem" data-testid="login-error">
          {problem}
        </p>
      )}
      <label className="field">
        <span>{t('login.username')}</span>
        <input
          className="input"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'login-problem' : undefined}
        />
      </label>
      <label className="field">
        <span>{t('login.password')}</span>
        <input
          className="input"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'login-problem' : undefined}
        />
      </label>
      <button type="submit" className="button button-primary button-wide" disabled={busy || wait > 0} data-testid="login-submit">
        {busy ? t('login.submitting') : t('login.submit')}
      </button>
    </form>
  );
}

function useLoginProblem({ missing, failure, wait }: { missing: boolean; failure: unknown; wait: number }): string | null {
  const { t } = useTranslation();
  const textOf = useErrorText();
  if (missing) {
    return t('login.missing');
  }
  if (wait > 0) {
    return t('login.tooMany', { count: wait });
  }
  if (failure === null || (failure instanceof HttpError && failure.status === 429)) {
    return null;
  }
  return failure instanceof HttpError && failure.status === 401 ? t('login.wrong') : textOf(failure);
}

/** Seconds that are left, and a way to set them. */
function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  const running = left > 0;
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return [left, setLeft];
}
