import { formatAge, formatDateTime } from '../lib/format';
import { useLocale, useTimeZone } from './hooks';

/** How long ago it was; the moment itself on pointing at it. */
export function Age({ at, now }: { at: string; now: number }) {
  const locale = useLocale();
  const zone = useTimeZone();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={formatDateTime(time, locale, zone)}>
      {formatAge(now - time, locale)}
    </time>
  );
}
