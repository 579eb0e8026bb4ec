import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wantsSomebody } from '../lib/alerts';
import { useStore } from '../ui/hooks';
import { BellIcon, ErrorIcon, HomeIcon, Logo, PinIcon, ServiceIcon } from '../ui/icons';
import { useApp } from './context';
import { UserMenu } from './UserMenu';

/** The rail; below 640 px the tabs at the bottom. Only pages that exist are listed. */
export function Navigation() {
  const { t } = useTranslation();
  const { open } = useStore(useApp().alerts);
  const waiting = open.filter(wantsSomebody).length;
  return (
    <nav className="rail" aria-label={t('nav.label')} data-testid="rail">
      <Link to="/" className="brand" tabIndex={-1} aria-hidden="true">
        <Logo />
        <span className="brand-name">Vigie</span>
      </Link>
      <Link to="/" className="rail-link" activeOptions={{ exact: true, includeSearch: false }} data-testid="nav-overview">
        <HomeIcon />
        <span className="rail-text">{t('nav.overview')}</span>
      </Link>
      <Link to="/sites" className="rail-link" activeOptions={{ includeSearch: false }} data-testid="nav-sites">
        <PinIcon />
        <span className="rail-text">{t('nav.sites')}</span>
      </Link>
      <Link to="/alerts" className="rail-link" activeOptions={{ includeSearch: false }} data-testid="nav-alerts">
        <BellIcon />
        <span className="rail-text">{t('nav.alerts')}</span>
        {waiting > 0 && (
          <span className="rail-badge" data-testid="nav-alerts-amount">
            {waiting}
            <span className="sr-only"> {t('alerts.waiting', { count: waiting })}</span>
          </span>
        )}
      </Link>
      <Link to="/errors" className="rail-link" activeOptions={{ includeSearch: false }} data-testid="nav-errors">
        <ErrorIcon />
        <span className="rail-text">{t('nav.errors')}</span>
      </Link>
      <Link to="/services" className="rail-link" activeOptions={{ includeSearch: false }} data-testid="nav-services">
        <ServiceIcon />
        <span className="rail-text">{t('nav.services')}</span>
      </Link>
      <UserMenu />
    </nav>
  );
}
