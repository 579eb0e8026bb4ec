import { describe, expect, it } from 'vitest';
import { metricKey, type MetricId } from './metrics';
import { afterSteps, EMPTY_TABLE, mergeTables, sliceTable, tableOf } from './table';

const cpu: MetricId = { name: 'cpu', unit: '1', kind: 'GAUGE', labels: [] };
const heat: MetricId = { name: 'heat', unit: 'Cel', kind: 'GAUGE', labels: [{ name: 'id', value: 'cpu' }] };

const raw = (times: number[], values: (number | null | string)[], metric = cpu) => tableOf({ times, series: [{ metric, values }] });
const valuesOf = (table: ReturnType<typeof tableOf>, metric = cpu) => table.columns.get(metricKey(metric))?.values;

describe('the series of a table', () => {
  it('show what is no finite number as absent', () => {
    expect(valuesOf(raw([1, 2, 3, 4], [0.5, 'NaN', 'Infinity', null]))).toEqual([0.5, null, null, null]);
  });

  it('hold a sample once that came by query and by subscription', () => {
    const merged = mergeTables(raw([10, 20, 30], [1, 2, 3]), raw([20, 30, 40], [2, 3, 4]));
    expect(merged.times).toEqual([10, 20, 30, 40]);
    expect(valuesOf(merged)).toEqual([1, 2, 3, 4]);
  });

  it('take late samples in at their own moment', () => {
    const merged = mergeTables(raw([10, 30], [1, 3]), raw([20], [2]));
    expect(merged.times).toEqual([10, 20, 30]);
    expect(valuesOf(merged)).toEqual([1, 2, 3]);
  });

  it('keep a value where a later table has none at the same moment', () => {
    expect(valuesOf(mergeTables(raw([10], [1]), raw([10], [null])))).toEqual([1]);
  });

  it('give a metric that only one of them knows gaps elsewhere', () => {
    const merged = mergeTables(raw([10], [1]), raw([20], [60], heat));
    expect(valuesOf(merged)).toEqual([1, null]);
    expect(valuesOf(merged, heat)).toEqual([null, 60]);
  });

  it('do not change what they were made of', () => {
    const before = raw([10], [1]);
    mergeTables(before, raw([10], [9]));
    expect(valuesOf(before)).toEqual([1]);
  });

  it('give a raw value beside steps itself as its extremes', () => {
    const steps = tableOf({ times: [0, 60], stepMs: 60, series: [{ metric: cpu, values: [5, 6], min: [1, 2], max: [9, 8] }] });
    const column = mergeTables(steps, raw([120], [7])).columns.get('cpu');
    expect(column?.min).toEqual([1, 2, 7]);
    expect(column?.max).toEqual([9, 8, 7]);
  });

  it('leave out live samples that the steps hold already', () => {
    const steps = tableOf({ times: [0, 60], stepMs: 60, series: [{ metric: cpu, values: [5, 6], min: [1, 2], max: [9, 8] }] });
    expect(afterSteps(steps, raw([70, 119, 120, 130], [1, 2, 3, 4])).times).toEqual([120, 130]);
    expect(afterSteps(raw([60], [1]), raw([70], [1])).times).toEqual([70]);
  });

  it('are cut to [from, to)', () => {
    const cut = sliceTable(raw([10, 20, 30], [1, 2, 3]), 10, 30);
    expect(cut.times).toEqual([10, 20]);
    expect(valuesOf(cut)).toEqual([1, 2]);
  });

  it('stay as they are beside an empty table', () => {
    const table = raw([10], [1]);
    expect(mergeTables(table, EMPTY_TABLE)).toBe(table);
    expect(mergeTables(EMPTY_TABLE, table).times).toEqual([10]);
  });
});

describe('the key of a metric', () => {
  it('does not depend on the order of labels', () => {
    const a = { name: 'm', labels: [{ name: 'x', value: '1' }, { name: 'y', value: '2' }] };
    expect(metricKey(a)).toBe(metricKey({ name: 'm', labels: a.labels.toReversed() }));
  });

  it('tells apart labels that read the same when put together', () => {
    expect(metricKey({ name: 'm', labels: [{ name: 'a', value: 'b,c=d' }] })).not.toBe(
      metricKey({ name: 'm', labels: [{ name: 'a', value: 'b' }, { name: 'c', value: 'd' }] }),
    );
  });
});
