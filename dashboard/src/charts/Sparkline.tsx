import type { Bar } from '../lib/issues';

/** Bars without axes, beside a figure that says what they add up to. */
export function Sparkline({ bars, title }: { bars: readonly Bar[]; title: string }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <svg className="sparkline" viewBox={`0 0 ${bars.length * 4} 24`} preserveAspectRatio="none" role="img" aria-label={title}>
      {bars.map(({ from, count }, index) => (
        // What is there at all must be seen.
        <rect key={from} className={count > 0 ? 'bar' : 'bar-none'} x={index * 4} width="3" y={24 - height(count, most)} height={height(count, most)} />
      ))}
    </svg>
  );
}

function height(count: number, most: number): number {
  return count === 0 ? 1 : Math.max(3, (24 * count) / most);
}
