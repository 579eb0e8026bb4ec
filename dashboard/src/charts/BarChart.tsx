import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatSpan } from '../lib/format';
import type { Bar } from '../lib/issues';
import { useLocale, useTimeZone } from '../ui/hooks';
import { InfoDialog } from '../ui/Dialog';
import { TableIcon } from '../ui/icons';

interface BarChartProps {
  id: string;
  title: string;
  bars: readonly Bar[];
}

const HEIGHT = 100;

/** Counts over time: the mouse or the arrow keys tell each bar, and a table has them all. */
export function BarChart({ id, title, bars }: BarChartProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useTimeZone();
  const [chosen, setChosen] = useState<number | null>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...bars.map(({ count }) => count), 0);
  const textOf = (bar: Bar): string => `${formatSpan(bar.from, bar.to, locale, zone)}: ${t('bars.count', { count: bar.count, formatted: formatCount(bar.count, locale) })}`;
  const bar = chosen === null ? undefined : bars[chosen];
  return (
    <section className="panel bars" aria-labelledby={id} data-testid={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        <span className="muted bars-told">{bar ? textOf(bar) : t('bars.total', { count: total, formatted: formatCount(total, locale) })}</span>
        <button
          type="button"
          className="icon-button icon-button-quiet panel-link"
          aria-label={t('charts.table', { title })}
          title={t('charts.tableShort')}
          onClick={() => setTableOpen(true)}
          data-testid="bars-table"
        >
          <TableIcon />
        </button>
      </header>
      <div className="bars-box">
        <span className="bars-most" aria-hidden="true">
          {formatCount(most, locale)}
        </span>
        <Canvas bars={bars} most={most} chosen={chosen} onChoose={setChosen} label={t('bars.cursor', { title })} text={bar ? textOf(bar) : t('charts.noCursor')} />
      </div>
      <Ends bars={bars} />
      {tableOpen && (
        <InfoDialog title={t('charts.table', { title })} onClose={() => setTableOpen(false)}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('charts.time')}</th>
                <th scope="col">{t('bars.errors')}</th>
              </tr>
            </thead>
            <tbody>
              {bars.toReversed().map(({ from, to, count }) => (
                <tr key={from}>
                  <th scope="row">{formatSpan(from, to, locale, zone)}</th>
                  <td>{formatCount(count, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </InfoDialog>
      )}
    </section>
  );
}

function Ends({ bars }: { bars: readonly Bar[] }) {
  const locale = useLocale();
  const zone = useTimeZone();
  const [first, last] = [bars[0], bars.at(-1)];
  const format = (time: number): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(time);
  return (
    <p className="bars-ends" aria-hidden="true">
      <span>{first && format(first.from)}</span>
      <span>{last && format(last.to)}</span>
    </p>
  );
}

interface CanvasProps {
  bars: readonly Bar[];
  most: number;
  chosen: number | null;
  onChoose: (index: number | null) => void;
  label: string;
  text: string;
}

function Canvas({ bars, most, chosen, onChoose, label, text }: CanvasProps) {
  const last = bars.length - 1;
  const onMove = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onChoose(Math.min(last, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bars.length))));
  };
  const onKey = (event: KeyboardEvent): void => {
    const from = chosen ?? bars.length;
    const to = { ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      onChoose(Math.min(last, Math.max(0, to)));
    }
  };
  return (
    <div
      className="bars-canvas"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={chosen ?? Math.max(0, last)}
      aria-valuetext={text}
      onKeyDown={onKey}
      onMouseMove={onMove}
      onMouseLeave={() => onChoose(null)}
      onBlur={() => onChoose(null)}
      data-testid="bars-cursor"
    >
      <svg viewBox={`0 0 ${Math.max(1, bars.length)} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {bars.map(({ from, count }, index) => {
          const height = count === 0 ? 0 : Math.max(3, (HEIGHT * count) / Math.max(1, most));
          return <rect key={from} className={index === chosen ? 'bar bar-chosen' : 'bar'} x={index + 0.08} width={0.84} y={HEIGHT - height} height={height} />;
        })}
        {chosen !== null && <rect className="bar-cursor" x={chosen} width={1} height={HEIGHT} />}
      </svg>
    </div>
  );
}
