import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../lib/panels';

/** A panel's texts in the present language. */
export interface LineLabels {
  title: string;
  lines: string[];
}

export function useLabels(panel: Panel): LineLabels {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      title: 'key' in panel.title ? t(`charts.panel.${panel.title.key}`) : panel.title.text,
      lines: panel.lines.map(({ label, direction }) => {
        const name = 'key' in label ? t(`charts.line.${label.key}`) : label.text;
        return direction ? t(`charts.direction.${direction}`, { device: name }) : name;
      }),
    }),
    [panel, t],
  );
}
