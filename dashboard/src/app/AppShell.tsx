import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertStore } from '../alerts/alertStore';
import { LiveConnection } from '../api/live';
import { FleetStore } from '../fleet/fleetStore';
import { AppContext } from './context';
import { LiveAnnouncer } from './LiveAnnouncer';
import { Navigation } from './Navigation';
import { session } from './session';
import { TopBar } from './TopBar';

/** The frame of every page behind the login; goes to the login when the session ends. */
export function AppShell() {
  const state = useSyncExternalStore(session.subscribe, session.get);
  const navigate = useNavigate();
  const router = useRouter();
  const gone = state.kind !== 'person';
  useEffect(() => {
    if (gone) {
      const { href } = router.state.location;
      void navigate({ to: '/login', search: href === '/' ? {} : { redirect: href }, replace: true });
    }
  }, [gone, navigate, router]);
  return state.kind === 'person' ? <Frame user={state.user} /> : null;
}

function liveUrl(): string {
  const url = new URL('/graphql', globalThis.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function Frame({ user }: { user: { username: string; role: string } }) {
  const { t } = useTranslation();
  const [live] = useState(() => new LiveConnection(liveUrl()));
  const [fleet] = useState(() => new FleetStore());
  const [alerts] = useState(() => new AlertStore());
  useEffect(() => fleet.follow(live), [fleet, live]);
  useEffect(() => alerts.follow(live), [alerts, live]);
  const value = useMemo(() => ({ user, live, fleet, alerts }), [user, live, fleet, alerts]);
  return (
    <AppContext.Provider value={value}>
      <a href="#content" className="skip" onClick={focusContent}>
        {t('app.skip')}
      </a>
      <div className="shell">
        <Navigation />
        <TopBar />
        <main id="content" tabIndex={-1} className="content">
          <Outlet />
        </main>
      </div>
      <LiveAnnouncer />
    </AppContext.Provider>
  );
}

function focusContent(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
