import { useTranslation } from 'react-i18next';
import { ALERT_KINDS, type AlertLevel } from '../lib/alerts';
import { foldText } from '../lib/sites';
import { StatusShape } from './Status';

const SHAPES = { CRITICAL: 'diamond', WARNING: 'triangle', INFO: 'dot' } as const satisfies Record<AlertLevel, unknown>;

export function AlertLevelShape({ level }: { level: AlertLevel }) {
  const { t } = useTranslation();
  return (
    <span className="status" title={t(`level.${level}`)} data-level={level}>
      <StatusShape shape={SHAPES[level]} />
      <span className="sr-only">{t(`level.${level}`)}</span>
    </span>
  );
}

/** What a kind is called; a sender's own kind as it came. */
export function useAlertKind(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => {
    const kind = ALERT_KINDS.find((known) => known === type);
    return kind ? t(`alerts.kind.${kind}`) : type;
  };
}

/** The kind that somebody calls by this name; what names none of the known ones is a sender's own kind. */
export function useKindNamed(): (name: string) => string {
  const kindOf = useAlertKind();
  return (name) => ALERT_KINDS.find((kind) => [kind, kindOf(kind)].some((known) => foldText(known) === foldText(name))) ?? name;
}
