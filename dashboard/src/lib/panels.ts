import { lineOf, rateOf, type Line } from './lines';
import { labelOf, labelText } from './metrics';
import { segmentsOf, type Segment } from './states';
import type { Column, SeriesTable } from './table';

/** A text key of the translations, or a text that came with the data and is shown as it is. */
export type Label = { key: LabelKey } | { text: string };
export type LabelKey = 'cpuUsed' | 'load1' | 'load5' | 'load15' | 'memoryUsed' | 'memoryCached' | 'memoryLimit';

export type PanelId = 'cpu' | 'load' | 'memory' | 'temperature' | 'disk' | 'network' | 'networkErrors' | 'diskIo' | 'wifi';

export interface DrawnLine {
  id: string;
  label: Label;
  /** "receive" and "read" go with "transmit" and "write": said after the device. */
  direction: Direction | null;
  line: Line;
}
export type Direction = 'receive' | 'transmit' | 'read' | 'write';

/** A chart: lines with one unit. */
export interface Panel {
  id: string;
  /** A known panel has a translated title; any other is titled with its metric's name. */
  title: { key: PanelId } | { text: string };
  unit: string | null;
  /** Where the value axis must begin and end; absent: as the data asks. */
  floor?: number;
  ceiling?: number;
  lines: DrawnLine[];
  /** Lines that the chart has no room for. */
  omitted: number;
}

/** One row of a state strip. */
export interface StateRow {
  id: string;
  name: string;
  segments: Segment[];
}

export interface SitePanels {
  panels: Panel[];
  services: StateRow[];
  applications: StateRow[];
}

/** As many as there are colours that can be told apart. */
const MAX_LINES = 8;
/** Of metrics that are not well known. */
const MAX_OTHER_PANELS = 24;

interface Blueprint {
  id: PanelId;
  unit: string;
  floor?: number;
  ceiling?: number;
  metrics: Record<string, (column: Column) => { label: Label; direction?: Direction; rank?: number } | null>;
  rate?: boolean;
}

const text = (value: string | undefined): Label => ({ text: value ?? '' });
const directed = (column: Column): { label: Label; direction?: Direction } => {
  const direction = (['receive', 'transmit', 'read', 'write'] as const).find(
    (known) => known === labelOf(column.metric, 'direction'),
  );
  return { label: text(labelOf(column.metric, 'device')), ...(direction ? { direction } : {}) };
};

const BLUEPRINTS: Blueprint[] = [
  { id: 'cpu', unit: '1', floor: 0, ceiling: 1, metrics: { 'system.cpu.utilization': () => ({ label: { key: 'cpuUsed' } }) } },
  {
    id: 'load',
    unit: '',
    floor: 0,
    metrics: {
      'system.cpu.load_average.1m': () => ({ label: { key: 'load1' } }),
      'system.cpu.load_average.5m': () => ({ label: { key: 'load5' } }),
      'system.cpu.load_average.15m': () => ({ label: { key: 'load15' } }),
    },
  },
  {
    id: 'memory',
    unit: 'By',
    floor: 0,
    metrics: {
      'system.memory.usage': (column) => {
        const state = labelOf(column.metric, 'state');
        return state === 'used'
          ? { label: { key: 'memoryUsed' }, rank: 0 }
          : state === 'cached'
            ? { label: { key: 'memoryCached' }, rank: 0.5 }
            : null;
      },
      'system.memory.limit': () => ({ label: { key: 'memoryLimit' } }),
    },
  },
  { id: 'temperature', unit: 'Cel', metrics: { 'hw.temperature': ({ metric }) => ({ label: text(labelText(metric)) }) } },
  {
    id: 'disk',
    unit: '1',
    floor: 0,
    ceiling: 1,
    metrics: { 'system.filesystem.utilization': ({ metric }) => ({ label: text(labelOf(metric, 'mountpoint')) }) },
  },
  { id: 'network', unit: 'By/s', floor: 0, rate: true, metrics: { 'system.network.io': directed } },
  { id: 'networkErrors', unit: '/s', floor: 0, rate: true, metrics: { 'system.network.errors': directed } },
  { id: 'diskIo', unit: 'By/s', floor: 0, rate: true, metrics: { 'system.disk.io': directed } },
  { id: 'wifi', unit: 'dBm', metrics: { 'system.wifi.signal': ({ metric }) => ({ label: text(labelOf(metric, 'device')) }) } },
];

/** Shown as strips, or drawn already by another panel, or of no use as a line. */
const NOT_DRAWN_ALONE = new Set([
  ...BLUEPRINTS.flatMap(({ metrics }) => Object.keys(metrics)),
  'service.running',
  'application.up',
  'system.memory.utilization',
  'system.filesystem.usage',
  'system.uptime',
]);

/** The metrics that the page of a site draws, at most 100: the well-known ones first. */
export function namesToDraw(known: Iterable<string>): string[] {
  const all = new Set(known);
  const unused = ['system.memory.utilization', 'system.filesystem.usage', 'system.uptime'];
  unused.forEach((name) => all.delete(name));
  const names = [...all].sort((a, b) => Number(!NOT_DRAWN_ALONE.has(a)) - Number(!NOT_DRAWN_ALONE.has(b)) || (a < b ? -1 : 1));
  return names.slice(0, 100);
}

/** Everything that the page of a site draws, out of what is known of it. */
export function panelsOf(table: SeriesTable): SitePanels {
  const columns = [...table.columns];
  const known = BLUEPRINTS.map((blueprint) => knownPanel(blueprint, columns, table)).filter((panel) => panel !== null);
  return {
    panels: [...known, ...otherPanels(columns, table)],
    services: rowsOf('service.running', columns, table),
    applications: rowsOf('application.up', columns, table),
  };
}

function knownPanel(blueprint: Blueprint, columns: [string, Column][], table: SeriesTable): Panel | null {
  const order = Object.keys(blueprint.metrics);
  const lines = columns.flatMap(([id, column]): (DrawnLine & { rank: number })[] => {
    const parts = blueprint.metrics[column.metric.name]?.(column);
    if (!parts) {
      return [];
    }
    const line = lineOf(table.times, column);
    return [
      {
        id,
        label: parts.label,
        direction: parts.direction ?? null,
        line: blueprint.rate ? rateOf(line) : line,
        rank: order.indexOf(column.metric.name) + (parts.rank ?? 0),
      },
    ];
  });
  if (lines.length === 0) {
    return null;
  }
  lines.sort((a, b) => a.rank - b.rank || lineOrder(a.id, b.id));
  return {
    id: blueprint.id,
    title: { key: blueprint.id },
    unit: blueprint.unit,
    ...(blueprint.floor === undefined ? {} : { floor: blueprint.floor }),
    ...(blueprint.ceiling === undefined ? {} : { ceiling: blueprint.ceiling }),
    ...limited(lines.map(({ id, label, direction, line }) => ({ id, label, direction, line }))),
  };
}

function otherPanels(columns: [string, Column][], table: SeriesTable): Panel[] {
  const byName = new Map<string, [string, Column][]>();
  for (const entry of columns) {
    const { name } = entry[1].metric;
    if (!NOT_DRAWN_ALONE.has(name)) {
      byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_OTHER_PANELS)
    .map(([name, members]) => {
      const { kind, unit } = members[0]![1].metric;
      const lines = members
        .map(([id, column]): DrawnLine => {
          const line = lineOf(table.times, column);
          const label = text(labelText(column.metric) || name);
          return { id, label, direction: null, line: kind === 'COUNTER' ? rateOf(line) : line };
        })
        .sort((a, b) => lineOrder(a.id, b.id));
      return { id: name, title: { text: name }, unit: kind === 'COUNTER' ? perSecond(unit) : unit, ...limited(lines) };
    });
}

function perSecond(unit: string | null): string {
  return unit === null || unit === '' || unit === '1' || unit.startsWith('{') ? '/s' : `${unit}/s`;
}

function limited(lines: DrawnLine[]): { lines: DrawnLine[]; omitted: number } {
  return { lines: lines.slice(0, MAX_LINES), omitted: Math.max(0, lines.length - MAX_LINES) };
}

/** By name, the loopback device behind all others. */
function lineOrder(a: string, b: string): number {
  const loopback = (id: string): number => Number(id.includes('"lo"'));
  return loopback(a) - loopback(b) || (a < b ? -1 : 1);
}

function rowsOf(name: string, columns: [string, Column][], table: SeriesTable): StateRow[] {
  return columns
    .filter(([, { metric }]) => metric.name === name)
    .map(([id, column]) => ({
      id,
      name: labelOf(column.metric, 'name') ?? labelText(column.metric),
      segments: segmentsOf(lineOf(table.times, column), table.stepMs),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
