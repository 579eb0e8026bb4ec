import { useEffect, useId, useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StateRow } from '../lib/panels';
import { stateAt, type State } from '../lib/states';
import { StateBadge } from '../ui/Status';
import type { ChartView } from './view';

interface StateStripsProps {
  kind: 'services' | 'applications';
  rows: readonly StateRow[];
  view: ChartView;
  /** The state now, where the range ends now; else that at the end of the range counts. */
  current: (row: StateRow) => State | null;
}

/** One row a service: when it ran, when it did not, when nothing was known. */
export function StateStrips({ kind, rows, view, current }: StateStripsProps) {
  const { t } = useTranslation();
  const heading = useId();
  const title = t(`charts.${kind}`);
  return (
    <section className="panel strips" aria-labelledby={heading} data-testid="strips" data-panel={kind}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
      </header>
      <ul className="strip-list">
        {rows.map((row) => (
          <li key={row.id} className="strip-row" data-testid="strip" data-name={row.name}>
            <span className="strip-name" title={row.name}>
              {row.name}
            </span>
            <Strip row={row} view={view} />
            <StateBadge state={current(row) ?? row.segments.at(-1)?.state ?? null} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const WIDTH = 1000;

function Strip({ row, view }: { row: StateRow; view: ChartView }) {
  const line = useRef<SVGLineElement>(null);
  const { from, to, crosshair } = view;
  const position = (time: number): number => (WIDTH * (Math.min(to, Math.max(from, time)) - from)) / (to - from);
  useEffect(() => {
    const write = (time: number | null): void => {
      const x = time === null || time < from || time > to ? '-10' : String((WIDTH * (time - from)) / (to - from));
      line.current?.setAttribute('x1', x);
      line.current?.setAttribute('x2', x);
    };
    write(crosshair.time);
    return crosshair.subscribe(write);
  }, [crosshair, from, to]);
  const onMove = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    crosshair.set(from + ((event.clientX - box.left) / box.width) * (to - from));
  };
  return (
    <svg
      className="strip"
      viewBox={`0 0 ${WIDTH} 16`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      onMouseMove={onMove}
      onMouseLeave={() => crosshair.set(null)}
      onDoubleClick={view.onZoomOut}
      data-state={stateAt(row.segments, to - 1) ?? 'unknown'}
    >
      <rect className="strip-unknown" width={WIDTH} height="16" />
      {row.segments
        .filter((segment) => segment.to > from && segment.from < to)
        .map((segment) => (
          <rect
            key={segment.from}
            className={`strip-${segment.state}`}
            x={position(segment.from)}
            // What is shorter than a pixel must not vanish.
            width={Math.max(2, position(segment.to) - position(segment.from))}
            // Shape beside colour: down is low, mixed is half, up is full.
            y={segment.state === 'up' ? 0 : segment.state === 'mixed' ? 5 : 10}
            height={segment.state === 'up' ? 16 : segment.state === 'mixed' ? 11 : 6}
          />
        ))}
      <line ref={line} className="strip-cursor" x1="-10" x2="-10" y1="0" y2="16" />
    </svg>
  );
}
