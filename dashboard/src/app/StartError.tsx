import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whoAmI } from '../api/auth';
import { Empty, PanelError } from '../ui/feedback';
import { usePageTitle } from '../ui/hooks';

/** Shown where the server could not even say who is logged in. */
export function StartError({ error }: { error: unknown }) {
  return (
    <main className="lone">
      <PageError error={error} />
    </main>
  );
}

/** In the place of a page that broke, or whose files could not be fetched. */
export function PageError({ error }: { error: unknown }) {
  const [shown, setShown] = useState(error);
  // What is loaded stays while the server is away: a browser has no way back from its own error page.
  const retry = (): void => void whoAmI().then(() => globalThis.location.reload(), setShown);
  return (
    <div className="panel">
      <PanelError error={shown} onRetry={retry} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('notFound.title'));
  return (
    <>
      <header className="page-head">
        <h1>{t('notFound.title')}</h1>
      </header>
      <div className="panel">
        <Empty title={t('notFound.text')} action={<Link to="/" className="button">{t('notFound.action')}</Link>} />
      </div>
    </>
  );
}
