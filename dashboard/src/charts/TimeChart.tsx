import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShownTheme } from '../app/PreferenceMenus';
import { formatDateTime, formatValue } from '../lib/format';
import { gapLimit, statsOf, type Line } from '../lib/lines';
import type { Panel } from '../lib/panels';
import { lowerBound } from '../lib/table';
import { TableIcon } from '../ui/icons';
import { DataTable } from './DataTable';
import { useLabels, type LineLabels } from './labels';
import { dashOf, dataOf, makePlot, structureOf } from './plot';
import type { ChartView } from './view';

/** Lines over time, with a legend that shows the values below the crosshair, a keyboard cursor and a data table. */
export function TimeChart({ panel, view }: { panel: Panel; view: ChartView }) {
  const { t } = useTranslation();
  const heading = useId();
  const [tableOpen, setTableOpen] = useState(false);
  const labels = useLabels(panel);
  const empty = panel.lines.every(({ line }) => line.times.length === 0);
  return (
    <section className="panel chart" aria-labelledby={heading} data-testid="chart" data-panel={panel.id}>
      <header className="panel-head">
        <h2 id={heading}>{labels.title}</h2>
        <span className="muted chart-hint">{t('charts.hint')}</span>
        <button
          type="button"
          className="icon-button icon-button-quiet"
          aria-label={t('charts.table', { title: labels.title })}
          title={t('charts.tableShort')}
          onClick={() => setTableOpen(true)}
          data-testid="chart-table"
        >
          <TableIcon />
        </button>
      </header>
      <Summary panel={panel} labels={labels} locale={view.locale} />
      <Canvas panel={panel} view={view} labels={labels} empty={empty} />
      <Legend panel={panel} view={view} labels={labels} />
      {panel.omitted > 0 && <p className="chart-omitted muted">{t('charts.omitted', { count: panel.omitted })}</p>}
      {tableOpen && <DataTable panel={panel} view={view} labels={labels} onClose={() => setTableOpen(false)} />}
    </section>
  );
}

interface PartProps {
  panel: Panel;
  view: ChartView;
  labels: LineLabels;
}

function Summary({ panel, labels, locale }: { panel: Panel; labels: LineLabels; locale: string }) {
  const { t } = useTranslation();
  const show = (value: number): string => formatValue(value, panel.unit, locale);
  const parts = panel.lines.map(({ line }, index) => {
    const stats = statsOf(line);
    const name = labels.lines[index] ?? '';
    return stats
      ? t('charts.stats', { name, last: show(stats.last), min: show(stats.min), max: show(stats.max), mean: show(stats.mean) })
      : t('charts.stateSummary', { name, state: t('charts.noData') });
  });
  return (
    <p className="sr-only" data-testid="chart-summary">
      {parts.join('. ')}
    </p>
  );
}

function Canvas({ panel, view, labels, empty }: PartProps & { empty: boolean }) {
  const { t } = useTranslation();
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const present = useRef(view);
  const theme = useShownTheme();
  const [width, setWidth] = useState(0);
  const { data, bands } = useMemo(() => dataOf(panel, view.stepMs), [panel, view.stepMs]);
  const structure = structureOf(panel, bands);
  const input = useRef({ panel, data, bands });

  useEffect(() => {
    present.current = view;
    input.current = { panel, data, bands };
  });

  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Made anew where lines, colours or language changed; values and sizes are set on what there is.
  const ready = width > 0;
  useEffect(() => {
    const element = holder.current;
    if (!element || !ready) {
      return undefined;
    }
    const made = makePlot({ element, ...input.current, view: () => present.current, width: element.clientWidth });
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- what a plot is made of is read at its making: these tell when
  }, [structure, theme, view.locale, view.timeZone, ready]);

  useEffect(() => {
    const made = plot.current;
    if (made && width > 0 && made.width !== width) {
      made.setSize({ width, height: made.height });
    }
  }, [width]);

  useEffect(() => {
    plot.current?.setData(data);
    // oxlint-disable-next-line react/exhaustive-deps -- the axes ask for the bounds while the data is set
  }, [data, view.from, view.to]);

  useEffect(
    () =>
      view.crosshair.subscribe((time) => {
        const made = plot.current;
        // The chart below the mouse has its cursor there already.
        if (made && !made.over.matches(':hover')) {
          made.setCursor({ left: time === null ? -10 : made.valToPos(time / 1000, 'x'), top: time === null ? -10 : 0 }, false);
        }
      }),
    [view.crosshair],
  );

  return (
    <div className="chart-box">
      <div ref={holder} className="chart-canvas" data-testid="chart-canvas" aria-hidden="true" />
      {!empty && <KeyboardCursor panel={panel} view={view} labels={labels} />}
      {empty && <p className="chart-empty muted">{t('charts.empty')}</p>}
    </div>
  );
}

/** A slider over the moments of the chart: what the mouse does, by keys and in words. */
function KeyboardCursor({ panel, view, labels }: PartProps) {
  const { t } = useTranslation();
  const times = useMemo(
    () => [...new Set(panel.lines.flatMap(({ line }) => line.times))].filter((time) => time >= view.from).sort((a, b) => a - b),
    [panel, view.from],
  );
  const [time, setTime] = useState<number | null>(null);

  const move = (next: number | null): void => {
    setTime(next);
    view.crosshair.set(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    const position = time === null ? times.length : lowerBound(times, time);
    const to = (index: number): void => move(times[Math.min(times.length - 1, Math.max(0, index))] ?? null);
    const middle = time ?? (view.from + view.to) / 2;
    const quarter = (view.to - view.from) / 4;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => to(position - 1),
      ArrowDown: () => to(position - 1),
      ArrowRight: () => to(position + 1),
      ArrowUp: () => to(position + 1),
      PageUp: () => to(position - Math.ceil(times.length / 10)),
      PageDown: () => to(position + Math.ceil(times.length / 10)),
      Home: () => to(0),
      End: () => to(times.length - 1),
      Escape: () => move(null),
      '+': () => view.onZoom(middle - quarter, middle + quarter),
      '-': view.onZoomOut,
    };
    const action = actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  };
  const text =
    time === null
      ? t('charts.noCursor')
      : [
          formatDateTime(time, view.locale, view.timeZone),
          ...panel.lines.map(
            ({ line }, index) => `${labels.lines[index]} ${valueText(line, time, panel.unit, view) ?? t('charts.noData')}`,
          ),
        ].join(', ');
  return (
    <div
      className="chart-cursor"
      role="slider"
      tabIndex={0}
      aria-label={t('charts.cursor', { title: labels.title })}
      aria-valuemin={times[0] ?? 0}
      aria-valuemax={times.at(-1) ?? 0}
      aria-valuenow={time ?? times.at(-1) ?? 0}
      aria-valuetext={text}
      onKeyDown={onKey}
      onBlur={() => move(null)}
      data-testid="chart-cursor"
    />
  );
}

/** The value that a line has at a moment: its nearest point, if that is no further away than a gap may be. */
export function valueAt(line: Line, time: number, stepMs: number | null): number | null {
  const after = lowerBound(line.times, time);
  const before = after - 1;
  const nearer = Math.abs((line.times[after] ?? Infinity) - time) < Math.abs((line.times[before] ?? -Infinity) - time) ? after : before;
  const at = line.times[nearer];
  return at !== undefined && Math.abs(at - time) <= gapLimit(line.times, stepMs) ? (line.values[nearer] ?? null) : null;
}

function valueText(line: Line, time: number, unit: string | null, view: ChartView): string | null {
  const value = valueAt(line, time, view.stepMs);
  return value === null ? null : formatValue(value, unit, view.locale);
}

/** Names, and beside them the last values, or those below the crosshair; written past React, for they move with the mouse. */
function Legend({ panel, view, labels }: PartProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const write = (time: number | null): void => {
      list.current?.querySelectorAll('.legend-value').forEach((cell, index) => {
        const line = panel.lines[index]?.line;
        const moment = time ?? line?.times.at(-1);
        cell.textContent = (line && moment !== undefined ? valueText(line, moment, panel.unit, view) : null) ?? '–';
      });
    };
    write(view.crosshair.time);
    return view.crosshair.subscribe(write);
  }, [panel, view]);
  return (
    <ul className="legend" ref={list}>
      {panel.lines.map(({ id }, index) => (
        <li key={id}>
          <svg className="swatch" width="18" height="4" viewBox="0 0 18 4" aria-hidden="true" focusable="false">
            <line x1="0" y1="2" x2="18" y2="2" stroke={`var(--c${(index % 8) + 1})`} strokeWidth="2" strokeDasharray={dashOf(index).join(' ')} />
          </svg>
          <span className="legend-name">{labels.lines[index]}</span>
          <span className="legend-value" data-testid="legend-value" />
        </li>
      ))}
    </ul>
  );
}
