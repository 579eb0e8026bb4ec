import { Dialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatValue } from '../lib/format';
import type { Panel } from '../lib/panels';
import { lowerBound } from '../lib/table';
import { CloseIcon } from '../ui/icons';
import type { LineLabels } from './labels';
import type { ChartView } from './view';

const MAX_ROWS = 400;

interface DataTableProps {
  panel: Panel;
  view: ChartView;
  labels: LineLabels;
  onClose: () => void;
}

/** What a chart draws, as numbers, newest first. */
export function DataTable({ panel, view, labels, onClose }: DataTableProps) {
  const { t } = useTranslation();
  const times = [...new Set(panel.lines.flatMap(({ line }) => line.times))].sort((a, b) => b - a);
  const every = Math.max(1, Math.ceil(times.length / MAX_ROWS));
  const shown = times.filter((_, index) => index % every === 0);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined} data-testid="data-table">
          <header className="panel-head">
            <Dialog.Title asChild>
              <h2>{t('charts.table', { title: labels.title })}</h2>
            </Dialog.Title>
            <Dialog.Close className="icon-button icon-button-quiet panel-link" aria-label={t('charts.close')}>
              <CloseIcon />
            </Dialog.Close>
          </header>
          {every > 1 && (
            <p className="muted dialog-note">{t('charts.tableCut', { every, shown: shown.length, total: times.length })}</p>
          )}
          <div className="dialog-scroll" tabIndex={0} role="region" aria-label={labels.title}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('charts.time')}</th>
                  {panel.lines.map(({ id }, index) => (
                    <th scope="col" key={id}>
                      {labels.lines[index]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((time) => (
                  <tr key={time}>
                    <th scope="row">{formatDateTime(time, view.locale, view.timeZone)}</th>
                    {panel.lines.map(({ id, line }) => {
                      const index = lowerBound(line.times, time);
                      const value = line.times[index] === time ? line.values[index] : undefined;
                      return <td key={id}>{value === undefined ? '' : formatValue(value, panel.unit, view.locale)}</td>;
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
