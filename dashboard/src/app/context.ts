import { createContext, useContext } from 'react';
import type { AlertStore } from '../alerts/alertStore';
import type { User } from '../api/auth';
import type { LiveConnection } from '../api/live';
import type { FleetStore } from '../fleet/fleetStore';

/** What every page behind the login has. */
export interface AppContextValue {
  user: User;
  live: LiveConnection;
  fleet: FleetStore;
  alerts: AlertStore;
}

export const AppContext = createContext<AppContextValue | null>(null);

export function useApp(): AppContextValue {
  const value = useContext(AppContext);
  if (!value) {
    throw new Error('Outside of the pages behind the login');
  }
  return value;
}
