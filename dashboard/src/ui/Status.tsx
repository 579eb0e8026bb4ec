import { useTranslation } from 'react-i18next';
import type { State } from '../lib/states';
import type { Health } from '../lib/sites';

type Shape = 'circle' | 'triangle' | 'diamond' | 'ring' | 'square' | 'dot';

const SHAPE_OF_HEALTH: Record<Health, Shape> = { ONLINE: 'circle', WARNING: 'triangle', CRITICAL: 'diamond', OFFLINE: 'ring' };
const SHAPE_OF_STATE: Record<State, Shape> = { up: 'circle', mixed: 'triangle', down: 'diamond' };

/** The shape says as much as the colour: circle is well, triangle a warning, square an error, diamond critical, dot a note, dashed ring no data. */
export function StatusShape({ shape }: { shape: Shape }) {
  return (
    <svg className={`shape shape-${shape}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
      {shape === 'circle' && <circle cx="6" cy="6" r="4.5" />}
      {shape === 'triangle' && <path d="M6 1 11.3 10.6H.7Z" />}
      {shape === 'diamond' && <path d="M6 .5 11.5 6 6 11.5.5 6Z" />}
      {shape === 'square' && <rect x="1.5" y="1.5" width="9" height="9" rx="1" />}
      {shape === 'dot' && <circle cx="6" cy="6" r="3" />}
      {shape === 'ring' && <circle cx="6" cy="6" r="4.3" strokeDasharray="2.3 1.7" />}
    </svg>
  );
}

export function HealthShape({ health }: { health: Health }) {
  return <StatusShape shape={SHAPE_OF_HEALTH[health]} />;
}

export function SiteStatusShape({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <span className="status" data-status={health}>
      <HealthShape health={health} />
      <span className="sr-only">{t(`status.${health}`)}</span>
    </span>
  );
}

export function SiteStatusBadge({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <span className={`badge badge-${health.toLowerCase()}`} data-testid="site-status" data-status={health}>
      <HealthShape health={health} />
      {t(`status.${health}`)}
    </span>
  );
}

export function StateBadge({ state }: { state: State | null }) {
  const { t } = useTranslation();
  return (
    <span className="state-badge" data-state={state ?? 'unknown'}>
      <StatusShape shape={state === null ? 'ring' : SHAPE_OF_STATE[state]} />
      {t(`states.${state ?? 'unknown'}`)}
    </span>
  );
}
