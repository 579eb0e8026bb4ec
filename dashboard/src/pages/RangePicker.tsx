import { useNavigate, useSearch } from '@tanstack/react-router';
import { Popover } from 'radix-ui';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSpan, fromInputTime, toInputTime } from '../lib/format';
import { DEFAULT_PRESET, MAX_RANGE_MS, MIN_RANGE_MS, PRESETS, rangeOf, type RangeSearch } from '../lib/range';
import { useLocale, useTimeZone } from '../ui/hooks';
import { CalendarIcon, ZoomOutIcon } from '../ui/icons';

interface RangePickerProps {
  id: string;
  bounds: { from: number; to: number };
  onZoomOut: () => void;
}

/** The range of all charts; what is chosen stands in the URL. */
export function RangePicker({ id, bounds, onZoomOut }: RangePickerProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/sites/$id' });
  const zone = useTimeZone();
  const range = rangeOf(search);
  const tz = search.tz ? { tz: search.tz } : {};
  const go = (next: RangeSearch): void => void navigate({ to: '/sites/$id', params: { id }, search: next });
  return (
    <div className="range" role="group" aria-label={t('range.label')} data-testid="range">
      {range.kind === 'fixed' && (
        <>
          <span className="range-span" data-testid="range-span">
            {formatSpan(range.from, range.to, locale, search.tz ?? zone)}
          </span>
          <button type="button" className="icon-button" aria-label={t('range.zoomOut')} title={t('range.zoomOut')} onClick={onZoomOut} data-testid="zoom-out">
            <ZoomOutIcon />
          </button>
          <button type="button" className="button" onClick={() => go(tz)} data-testid="back-to-live">
            {t('range.backToLive')}
          </button>
        </>
      )}
      <div className="segments">
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            className="segment"
            aria-pressed={range.kind === 'last' && range.preset === preset}
            title={t(`range.long.${preset}`)}
            onClick={() => go({ ...(preset === DEFAULT_PRESET ? {} : { range: preset }), ...tz })}
            data-testid={`range-${preset}`}
          >
            {t(`range.${preset}`)}
          </button>
        ))}
        <CustomRange
          pressed={range.kind === 'fixed'}
          bounds={bounds}
          utc={search.tz === 'UTC'}
          mostMs={MAX_RANGE_MS}
          onChoose={({ from, to, utc }) => go({ from, to, ...(utc ? { tz: 'UTC' } : {}) })}
        />
      </div>
    </div>
  );
}

interface CustomRangeProps {
  pressed: boolean;
  bounds: { from: number; to: number };
  utc: boolean;
  /** The longest span that can be chosen. */
  mostMs: number;
  onChoose: (span: { from: number; to: number; utc: boolean }) => void;
}

/** Any span, by its ends. */
export function CustomRange({ pressed, onChoose, ...form }: CustomRangeProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="segment" aria-pressed={pressed} aria-label={t('range.custom')} title={t('range.custom')} data-testid="range-custom">
        <CalendarIcon />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu popover" align="end" sideOffset={6} collisionPadding={8} aria-label={t('range.custom')}>
          <CustomForm
            {...form}
            onChoose={(span) => {
              setOpen(false);
              onChoose(span);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function CustomForm({ bounds, utc: startsUtc, mostMs, onChoose }: Omit<CustomRangeProps, 'pressed'>) {
  const { t } = useTranslation();
  const mine = useTimeZone();
  const [utc, setUtc] = useState(startsUtc);
  const zone = utc ? 'UTC' : mine;
  const [from, setFrom] = useState(() => toInputTime(bounds.from, zone));
  const [to, setTo] = useState(() => toInputTime(bounds.to, zone));
  const [invalid, setInvalid] = useState(false);

  const changeZone = (nextUtc: boolean): void => {
    const move = (text: string): string => {
      const time = fromInputTime(text, zone);
      return time === null ? text : toInputTime(time, nextUtc ? 'UTC' : mine);
    };
    setFrom(move);
    setTo(move);
    setUtc(nextUtc);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const start = fromInputTime(from, zone);
    const end = fromInputTime(to, zone);
    const length = start === null || end === null ? 0 : end - start;
    if (start === null || end === null || length < MIN_RANGE_MS || length > mostMs) {
      setInvalid(true);
      return;
    }
    onChoose({ from: start, to: end, utc });
  };
  return (
    <form className="form" onSubmit={submit} noValidate data-testid="range-form">
      {invalid && (
        <p className="notice notice-error" role="alert">
          {t('range.invalid', { days: Math.floor(mostMs / 86_400_000) })}
        </p>
      )}
      <label className="field">
        <span>{t('range.from')}</span>
        <input className="input" type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} data-testid="range-from" />
      </label>
      <label className="field">
        <span>{t('range.to')}</span>
        <input className="input" type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} data-testid="range-to" />
      </label>
      <label className="field">
        <span>{t('range.zone')}</span>
        <select className="input select" value={utc ? 'utc' : 'local'} onChange={(event) => changeZone(event.target.value === 'utc')}>
          <option value="local">{t('range.localZone', { zone: mine ?? new Intl.DateTimeFormat().resolvedOptions().timeZone })}</option>
          <option value="utc">{t('range.utc')}</option>
        </select>
      </label>
      <button type="submit" className="button button-primary" data-testid="range-apply">
        {t('range.apply')}
      </button>
    </form>
  );
}
