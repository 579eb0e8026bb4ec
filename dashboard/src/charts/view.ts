import type { Crosshair } from './cursor';

/** What all charts of a page share. Times in milliseconds since the epoch. */
export interface ChartView {
  from: number;
  to: number;
  stepMs: number | null;
  timeZone: string | undefined;
  locale: string;
  crosshair: Crosshair;
  onZoom: (from: number, to: number) => void;
  onZoomOut: () => void;
}
