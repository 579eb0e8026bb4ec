import uPlot from 'uplot';
import { formatTick, formatValue } from '../lib/format';
import { align, type Aligned } from '../lib/lines';
import type { Panel } from '../lib/panels';
import type { ChartView } from './view';

/** Room for the value axis, the same in every chart, so that all crosshairs stand below each other. */
export const AXIS_PX = 72;
/** Room for half the label of the last tick. */
export const RIGHT_PX = 20;
const HEIGHT_PX = 190;
/** Narrower selections are clicks. */
const MIN_SELECT_PX = 4;

/** Dashes from the second line on, for those who do not tell the colours apart. */
const DASHES: (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 4], [1, 3], [10, 3, 2, 3, 2, 3]];

export function dashOf(index: number): readonly number[] {
  return DASHES[index % DASHES.length] ?? [];
}

interface Colours {
  lines: string[];
  text: string;
  grid: string;
  panel: string;
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    lines: DASHES.map((_, index) => read(`--c${index + 1}`)),
    text: read('--fg2'),
    grid: read('--grid'),
    panel: read('--panel'),
  };
}

/** Which values stand in which row of uPlot's data: for each line its mean and, where there are steps, both extremes. */
export function dataOf(panel: Panel, stepMs: number | null): { data: uPlot.AlignedData; bands: boolean[] } {
  const aligned: Aligned = align(
    panel.lines.map(({ line }) => line),
    stepMs,
  );
  const rows: uPlot.AlignedData[1][] = [];
  const bands = aligned.rows.map(({ values, min, max }) => {
    rows.push(values);
    if (min && max) {
      rows.push(min, max);
    }
    return min !== null && max !== null;
  });
  return { data: [aligned.seconds, ...rows], bands };
}

/** A chart with another structure than this one must be made anew; values alone are set. */
export function structureOf(panel: Panel, bands: readonly boolean[]): string {
  return JSON.stringify([panel.unit, panel.floor, panel.ceiling, panel.lines.map(({ id }) => id), bands]);
}

interface PlotInput {
  element: HTMLElement;
  panel: Panel;
  /** Always the present one: charts live longer than a view. */
  view: () => ChartView;
  width: number;
  data: uPlot.AlignedData;
  bands: readonly boolean[];
}

export function makePlot({ element, panel, view, width, data, bands }: PlotInput): uPlot {
  const colours = coloursOf(element);
  const series: uPlot.Series[] = [{}];
  const fills: uPlot.Band[] = [];
  panel.lines.forEach((_, index) => {
    const colour = colours.lines[index % colours.lines.length] ?? '';
    series.push({
      stroke: colour,
      width: 1.5,
      dash: [...dashOf(index)],
      points: { size: 4, fill: colour },
      ...(panel.lines.length === 1 && panel.floor !== undefined && !bands[index] ? { fill: `${colour}22` } : {}),
    });
    if (bands[index]) {
      const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
      series.push(edge, { ...edge });
      fills.push({ series: [series.length - 1, series.length - 2], fill: `${colour}2b` });
    }
  });
  const axis: uPlot.Axis = {
    stroke: colours.text,
    font: '12px system-ui, sans-serif',
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width,
      height: HEIGHT_PX,
      padding: [10, RIGHT_PX, 0, 0],
      series,
      bands: fills,
      legend: { show: false },
      tzDate: (seconds) => {
        const date = new Date(seconds * 1000);
        return view().timeZone === 'UTC' ? uPlot.tzDate(date, 'Etc/UTC') : date;
      },
      scales: {
        x: { time: true, range: () => [view().from / 1000, view().to / 1000] },
        y: { range: (_, min, max) => valueRange(panel, min, max) },
      },
      axes: [
        {
          ...axis,
          space: 76,
          size: 30,
          values: (_, splits, __, ___, step) =>
            splits.map((second) => formatTick(second * 1000, step, view().locale, view().timeZone)),
        },
        {
          ...axis,
          size: AXIS_PX,
          gap: 6,
          space: 34,
          values: (_, splits) => splits.map((value) => formatValue(value, panel.unit, view().locale)),
        },
      ],
      cursor: {
        points: { size: 7, fill: (self, index) => strokeOf(self, index), stroke: () => colours.panel, width: 1.5 },
        drag: { x: true, y: false, setScale: false },
        y: false,
        bind: { dblclick: () => () => (view().onZoomOut(), null) },
      },
      hooks: {
        setSelect: [
          (self) => {
            const { left, width: selected } = self.select;
            if (selected >= MIN_SELECT_PX) {
              self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              view().onZoom(self.posToVal(left, 'x') * 1000, self.posToVal(left + selected, 'x') * 1000);
            }
          },
        ],
      },
    },
    data,
    element,
  );
  followPointer(plot, view);
  zoomByTouch(plot, view);
  return plot;
}

function strokeOf(plot: uPlot, index: number): string {
  const stroke = plot.series[index]?.stroke;
  const colour: unknown = typeof stroke === 'function' ? stroke(plot, index) : stroke;
  return typeof colour === 'string' ? colour : 'transparent';
}

function valueRange(panel: Panel, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null) {
    return [panel.floor ?? 0, panel.ceiling ?? 1];
  }
  const [low, high] = uPlot.rangeNum(min, max, 0.1, true);
  return [
    panel.floor === undefined ? (low ?? min) : Math.min(panel.floor, min),
    panel.ceiling === undefined ? (high ?? max) : Math.max(panel.ceiling, max),
  ];
}

function followPointer(plot: uPlot, view: () => ChartView): void {
  plot.over.addEventListener('mousemove', (event) => view().crosshair.set(plot.posToVal(event.offsetX, 'x') * 1000));
  plot.over.addEventListener('mouseleave', () => view().crosshair.set(null));
}

/** Two fingers: the moments below them stay below them. */
function zoomByTouch(plot: uPlot, view: () => ChartView): void {
  let held: [number, number] | null = null;
  let fingers: [number, number] | null = null;
  const positions = (event: TouchEvent): [number, number] | null => {
    const [a, b] = event.touches;
    const { left } = plot.over.getBoundingClientRect();
    return a && b ? [a.clientX - left, b.clientX - left] : null;
  };
  const moment = (position: number): number => plot.posToVal(position, 'x') * 1000;
  plot.over.addEventListener(
    'touchstart',
    (event) => {
      fingers = positions(event);
      held = fingers && [moment(fingers[0]), moment(fingers[1])];
    },
    { passive: true },
  );
  plot.over.addEventListener(
    'touchmove',
    (event) => {
      fingers = positions(event) ?? fingers;
      if (held) {
        event.preventDefault();
      }
    },
    { passive: false },
  );
  plot.over.addEventListener('touchend', () => {
    if (held && fingers && Math.abs(fingers[0] - fingers[1]) > MIN_SELECT_PX) {
      const perPixel = (held[1] - held[0]) / (fingers[1] - fingers[0]);
      const from = held[0] - fingers[0] * perPixel;
      view().onZoom(from, from + plot.over.clientWidth * perPixel);
    }
    held = null;
  });
}
