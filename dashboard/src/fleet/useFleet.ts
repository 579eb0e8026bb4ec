import { useMemo } from 'react';
import { useApp } from '../app/context';
import { worstBySite } from '../lib/alerts';
import { useStore } from '../ui/hooks';
import type { FleetState } from './fleetStore';

/** Every site with its worst open alert, as far as alerts are known. */
export function useFleet(): FleetState {
  const { fleet, alerts } = useApp();
  const state = useStore(fleet);
  const { open } = useStore(alerts);
  return useMemo(() => {
    const worst = worstBySite(open);
    return worst.size === 0 ? state : { ...state, sites: state.sites.map((site) => ({ ...site, alert: worst.get(site.id) ?? null })) };
  }, [state, open]);
}
