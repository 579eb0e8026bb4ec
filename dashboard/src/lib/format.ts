/** Numbers and dates for people, all through Intl. `locale` is a BCP 47 tag, `timeZone` absent for the viewer's own. */

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, format);
  return format;
}

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, format);
  return format;
}

export function formatCount(value: number, locale: string): string {
  return numbers(locale, { maximumFractionDigits: 0 }).format(value);
}

export function formatNumber(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    return numbers(locale, { notation: size >= 1e6 ? 'compact' : 'scientific', maximumSignificantDigits: 3 }).format(value);
  }
  return numbers(locale, { maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0 }).format(value);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

function formatBytes(value: number, locale: string, perSecond: boolean): string {
  const size = Math.abs(value);
  const step = size < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  const scaled = value / 1000 ** step;
  const unit = (BYTE_UNITS[step] ?? 'byte') + (perSecond ? '-per-second' : '');
  const digits = step === 0 || Math.abs(scaled) >= 100 ? 0 : 1;
  const unitDisplay = step === 0 && !perSecond ? 'long' : 'short';
  return numbers(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits }).format(scaled);
}

function formatRatio(value: number, locale: string): string {
  const digits = Math.abs(value) < 0.1 && value !== 0 ? 1 : 0;
  return numbers(locale, { style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** Days and hours, hours and minutes, minutes and seconds, or seconds: the two largest parts. */
export function formatDuration(seconds: number, locale: string): string {
  if (Math.abs(seconds) < 1 && seconds !== 0) {
    return numbers(locale, { style: 'unit', unit: 'millisecond', maximumSignificantDigits: 3 }).format(seconds * 1000);
  }
  const parts: [string, number][] = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', Math.floor(seconds) % 60],
  ];
  const first = parts.findIndex(([, amount]) => amount > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([, amount]) => amount > 0);
  return shown
    .map(([unit, amount]) => numbers(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount))
    .join(' ');
}

/** A value with its unit (UCUM, as OpenTelemetry writes it). */
export function formatValue(value: number, unit: string | null, locale: string): string {
  switch (unit) {
    case '1':
      return formatRatio(value, locale);
    case 'By':
      return formatBytes(value, locale, false);
    case 'By/s':
      return formatBytes(value, locale, true);
    case 'Cel':
      return numbers(locale, { style: 'unit', unit: 'celsius', maximumFractionDigits: 1 }).format(value);
    case 's':
      return formatDuration(value, locale);
    case null:
    case '':
      return formatNumber(value, locale);
    default:
      // {request}, {error} are annotations of UCUM, not units.
      return unit.startsWith('{') ? formatNumber(value, locale) : `${formatNumber(value, locale)} ${unit}`;
  }
}

export function formatTime(time: number, locale: string, timeZone?: string): string {
  return dates(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone }).format(time);
}

export function formatDateTime(time: number, locale: string, timeZone?: string): string {
  return dates(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(time);
}

/** A span with what both ends have in common said once. */
export function formatSpan(from: number, to: number, locale: string, timeZone?: string): string {
  return dates(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).formatRange(from, to);
}

/** The text beside a tick of a time axis: time of day, with the date where a day begins or ticks are days apart. */
export function formatTick(time: number, stepSeconds: number, locale: string, timeZone?: string): string {
  if (stepSeconds >= 86_400) {
    return dates(locale, { day: 'numeric', month: 'short', timeZone }).format(time);
  }
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone };
  return dates(locale, stepSeconds < 60 ? { ...options, second: '2-digit' } : options).format(time);
}

const AGE_UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 min ago". Ages below a minute are said in steps of ten seconds, so that pages do not flicker. */
export function formatAge(ageMs: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' });
  for (const [unit, length] of AGE_UNITS) {
    if (seconds >= length) {
      return format.format(-Math.floor(seconds / length), unit);
    }
  }
  return format.format(-Math.floor(seconds / 10) * 10, 'second');
}

/** What a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(time: number, timeZone?: string): number {
  const options: Intl.DateTimeFormatOptions = { hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' };
  const parts = new Map(dates('en-US', { ...options, timeZone }).formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const MINUTE_MS = 60_000;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - Math.floor(time / MINUTE_MS) * MINUTE_MS;
}

/** For `<input type="datetime-local">`: the time that a clock in the zone shows, in minutes. */
export function toInputTime(time: number, timeZone?: string): string {
  return new Date(time + offsetAt(time, timeZone)).toISOString().slice(0, 16);
}

/** Null where the text is no date. */
export function fromInputTime(text: string, timeZone?: string): number | null {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) {
    return null;
  }
  // The offset counts at the moment itself, which may lie beyond a change of the clocks.
  return asUtc - offsetAt(asUtc - offsetAt(asUtc, timeZone), timeZone);
}
