import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const TOLD_MS = 3_000;

/** Copies a text; where the browser does not let it (a page without TLS has no clipboard), it says so. */
export function CopyButton({ text, primary = false }: { text: string; primary?: boolean }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') {
      return undefined;
    }
    const timer = setTimeout(() => setState('ready'), TOLD_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('done');
    } catch {
      // No clipboard, or it was refused: the person copies by hand.
      setState('failed');
    }
  };
  return (
    <button type="button" className={primary ? 'button button-primary' : 'button'} onClick={() => void copy()} data-testid="copy">
      <span aria-live="polite">{t(`copy.${state}`)}</span>
    </button>
  );
}
