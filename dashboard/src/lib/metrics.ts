/** A metric as the schema names it: a name and labels make the identity, unit and kind say how to read the values. */
export interface MetricId {
  name: string;
  unit: string | null;
  kind: 'GAUGE' | 'COUNTER';
  labels: ReadonlyArray<{ name: string; value: string }>;
}

/** One text for one metric, whatever the order of its labels. */
export function metricKey(metric: Pick<MetricId, 'name' | 'labels'>): string {
  const labels = metric.labels.map(({ name, value }) => [name, value] as const);
  labels.sort(([a], [b]) => compare(a, b));
  return labels.length === 0 ? metric.name : `${metric.name}${JSON.stringify(labels)}`;
}

export function labelOf(metric: Pick<MetricId, 'labels'>, name: string): string | undefined {
  return metric.labels.find((label) => label.name === name)?.value;
}

/** The labels' values for people, in the order of their names: "eth0 receive". */
export function labelText(metric: Pick<MetricId, 'labels'>): string {
  return [...metric.labels]
    .sort((a, b) => compare(a.name, b.name))
    .map(({ value }) => value)
    .join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A value of the schema's scalar Values as a number that can be drawn; null for none and for NaN and the infinities. */
export function drawable(value: number | string | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
