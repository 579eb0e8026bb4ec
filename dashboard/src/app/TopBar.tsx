import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from '../ui/icons';
import { LanguageMenu, ThemeMenu } from './PreferenceMenus';
import { LiveBadge } from './LiveBadge';

const Palette = lazy(() => import('./Palette'));

export function TopBar() {
  const { t } = useTranslation();
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setSearching(true);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <header className="topbar">
      <button type="button" className="search-button" onClick={() => setSearching(true)} aria-keyshortcuts="Control+K" data-testid="search">
        <SearchIcon />
        <span className="search-text">{t('search.open')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className="topbar-end">
        <LiveBadge />
        <ThemeMenu />
        <LanguageMenu />
      </div>
      {searching && (
        <Suspense fallback={null}>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </header>
  );
}
