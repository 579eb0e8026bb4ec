import { useNavigate } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { useErrorText } from '../ui/feedback';
import { LogoutIcon, UserIcon } from '../ui/icons';
import { useApp } from './context';
import { session } from './session';

export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useApp();
  const navigate = useNavigate();
  const textOf = useErrorText();
  const [failure, setFailure] = useState<unknown>(null);
  const logOut = async (): Promise<void> => {
    try {
      setFailure(null);
      // Ends the session first, so that leaving the page is no "session expired" with a way back.
      await navigate({ to: '/' });
      await session.logout();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="rail-link rail-user" aria-label={t('user.menu', { name: user.username })} data-testid="user-menu">
        <UserIcon />
        <span className="rail-text rail-user-name">{user.username}</span>
        <span className="rail-text rail-tab-name">{t('nav.account')}</span>
      </DropdownMenu.Trigger>
      {failure !== null && <p className="sr-only" role="alert">{textOf(failure)}</p>}
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.Label className="menu-label">{user.username}</DropdownMenu.Label>
          <DropdownMenu.Item className="menu-item" onSelect={() => void navigate({ to: '/profile' })} data-testid="menu-profile">
            <UserIcon />
            {t('user.profile')}
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => void logOut()} data-testid="menu-logout">
            <LogoutIcon />
            {t('user.logout')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
