import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/hooks';
import { useApp } from './context';

/** Says whether what is shown follows the fleet, and holds it or lets it go on. */
export function LiveBadge() {
  const { t } = useTranslation();
  const { live } = useApp();
  const { status } = useStore({ subscribe: live.subscribeState, state: live.state });
  const paused = status === 'paused';
  const action = paused ? t('live.resume') : t('live.pause');
  return (
    <button
      type="button"
      className={`live live-${status}`}
      onClick={() => live.setPaused(!paused)}
      title={action}
      aria-label={`${t(`live.${status}`)}. ${action}`}
      data-testid="live-badge"
      data-status={status}
    >
      <span className="live-dot" aria-hidden="true" />
      <span className="live-text">{t(`live.${status}`)}</span>
    </button>
  );
}
