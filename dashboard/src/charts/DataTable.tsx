import { useTranslation } from 'react-i18next';
import { formatDateTime, formatValue } from '../lib/format';
import type { Panel } from '../lib/panels';
import { lowerBound } from '../lib/table';
import { InfoDialog } from '../ui/Dialog';
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
    <InfoDialog
      title={t('charts.table', { title: labels.title })}
      note={every > 1 ? t('charts.tableCut', { every, shown: shown.length, total: times.length }) : undefined}
      testId="data-table"
      onClose={onClose}
    >
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
    </InfoDialog>
  );
}
