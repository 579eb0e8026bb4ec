import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFleet } from '../fleet/useFleet';
import { healthOf, selectSites } from '../lib/sites';
import { useLocale } from '../ui/hooks';
import { SiteStatusShape } from '../ui/Status';

const MAX_SITES = 20;

/** Goes to a page or a site by a part of its name. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const navigate = useNavigate();
  const { sites, services } = useFleet();
  const [text, setText] = useState('');
  const pages = (
    [
      ['/', t('nav.overview')],
      ['/sites', t('nav.sites')],
      ['/errors', t('issues.title')],
      ['/errors/live', t('tail.title')],
      ['/alerts', t('alerts.title')],
      ['/alerts/history', t('alerts.history')],
      ['/alerts/silences', t('silences.title')],
      ['/services', t('services.title')],
      ['/profile', t('user.profile')],
    ] as const
  ).filter(([, name]) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const found = selectSites([...sites, ...services], { q: text }, locale).slice(0, MAX_SITES);
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('search.open')}
      shouldFilter={false}
      className="palette"
      overlayClassName="overlay"
      contentClassName="palette-box"
    >
      <Command.Input value={text} onValueChange={setText} placeholder={t('search.placeholder')} className="palette-input" data-testid="palette-input" />
      <Command.List className="palette-list">
        <Command.Empty className="palette-empty">{t('search.none')}</Command.Empty>
        {pages.length > 0 && (
          <Command.Group heading={t('search.pages')}>
            {pages.map(([to, name]) => (
              <Command.Item key={to} value={to} className="menu-item" onSelect={() => { onClose(); void navigate({ to }); }}>
                {name}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {found.length > 0 && (
          <Command.Group heading={t('search.sites')}>
            {found.map((site) => (
              <Command.Item
                key={site.id}
                value={`site ${site.id}`}
                className="menu-item"
                onSelect={() => { onClose(); void navigate({ to: '/sites/$id', params: { id: site.id } }); }}
              >
                <SiteStatusShape health={healthOf(site)} />
                {site.id}
                {site.club && <span className="muted">{site.club}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}
