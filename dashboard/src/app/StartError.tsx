import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, PanelError } from '../ui/feedback';
import { usePageTitle } from '../ui/hooks';

/** Shown where the server could not even say who is logged in, and where a page broke. */
export function StartError({ error }: { error: unknown }) {
  return (
    <main className="lone">
      <div className="panel">
        <PanelError error={error} onRetry={() => globalThis.location.reload()} />
      </div>
    </main>
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
