import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { whoAmI } from '../api/auth';
import { parseAlertsSearch } from '../lib/alertSearch';
import { parseIssuesSearch, parseTailSearch } from '../lib/issueSearch';
import { parseRangeSearch } from '../lib/range';
import { safeRedirect } from '../lib/redirect';
import { textIn, withoutUndefined } from '../lib/search';
import { parseSitesSearch, type SitesSearch } from '../lib/sites';
import { AppShell } from './AppShell';
import { NotFound, PageError, StartError } from './StartError';
import { session } from './session';

/**
 * A page whose files are fetched when it is first shown. The router loads the document again where they are not there, for there may be newer
 * ones; but not while the server is away, when nothing would come back.
 */
const page: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    try {
      return await load();
    } catch (error) {
      await whoAmI();
      throw error;
    }
  }, name);

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: StartError });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { redirect?: string } => {
    const target = safeRedirect(search.redirect);
    return target === '/' ? {} : { redirect: target };
  },
  beforeLoad: async ({ search }) => {
    if ((await session.load()).kind === 'person') {
      // The target is an address of this application, search and all.
      throw redirect({ href: search.redirect ?? '/', replace: true });
    }
  },
  component: page(() => import('../pages/LoginPage'), 'LoginPage'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    if ((await session.load()).kind !== 'person') {
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { redirect: location.href }, replace: true });
    }
  },
  component: AppShell,
  notFoundComponent: NotFound,
});

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  validateSearch: (search): Pick<SitesSearch, 'status'> => {
    const { status } = parseSitesSearch(search);
    return status ? { status } : {};
  },
  component: page(() => import('../pages/OverviewPage'), 'OverviewPage'),
});

const sites = createRoute({
  getParentRoute: () => app,
  path: '/sites',
  validateSearch: parseSitesSearch,
  component: page(() => import('../pages/SitesPage'), 'SitesPage'),
});

const site = createRoute({
  getParentRoute: () => app,
  path: '/sites/$id',
  validateSearch: parseRangeSearch,
  component: page(() => import('../pages/SitePage'), 'SitePage'),
});

const errors = createRoute({
  getParentRoute: () => app,
  path: '/errors',
  validateSearch: parseIssuesSearch,
  component: page(() => import('../pages/ErrorsPage'), 'ErrorsPage'),
});

const liveErrors = createRoute({
  getParentRoute: () => app,
  path: '/errors/live',
  validateSearch: parseTailSearch,
  component: page(() => import('../pages/LiveErrorsPage'), 'LiveErrorsPage'),
});

const issue = createRoute({
  getParentRoute: () => app,
  path: '/errors/$id',
  component: page(() => import('../pages/IssuePage'), 'IssuePage'),
});

const alerts = createRoute({
  getParentRoute: () => app,
  path: '/alerts',
  validateSearch: parseAlertsSearch,
  component: page(() => import('../pages/AlertsPage'), 'AlertsPage'),
});

const alertHistory = createRoute({
  getParentRoute: () => app,
  path: '/alerts/history',
  validateSearch: parseAlertsSearch,
  component: page(() => import('../pages/AlertHistoryPage'), 'AlertHistoryPage'),
});

const silences = createRoute({
  getParentRoute: () => app,
  path: '/alerts/silences',
  component: page(() => import('../pages/SilencesPage'), 'SilencesPage'),
});

const services = createRoute({
  getParentRoute: () => app,
  path: '/services',
  validateSearch: (search): { q?: string } => withoutUndefined({ q: textIn(search.q, 128) }),
  component: page(() => import('../pages/ServicesPage'), 'ServicesPage'),
});

const profile = createRoute({
  getParentRoute: () => app,
  path: '/profile',
  component: page(() => import('../pages/ProfilePage'), 'ProfilePage'),
});

const nowhere = createRoute({ getParentRoute: () => app, path: '$', component: NotFound });

export const router = createRouter({
  routeTree: root.addChildren([login, app.addChildren([overview, sites, site, errors, liveErrors, issue, alerts, alertHistory, silences, services, profile, nowhere])]),
  defaultErrorComponent: PageError,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** Set on what a zoom led to: going back leads out of it. */
    zoomed?: boolean;
  }
}
