import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration, formatSpan, formatTick, formatValue, fromInputTime, toInputTime } from './format';

/** Intl separates by spaces of many kinds. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

describe('values', () => {
  it.each([
    [0.453, '1', '45%', '45 %'],
    [0.0123, '1', '1.2%', '1,2 %'],
    [1_536_000_000, 'By', '1.5 GB', '1,5 Go'],
    [0, 'By', '0 bytes', '0 octet'],
    [125_000, 'By/s', '125 kB/s', '125 ko/s'],
    [52.44, 'Cel', '52.4°C', '52,4 °C'],
    [-61, 'dBm', '-61 dBm', '-61 dBm'],
    [1234.5, null, '1,235', '1 235'],
    [3, '{request}', '3', '3'],
    [0.333, '', '0.33', '0,33'],
  ])('%d %s reads %s and %s', (value, unit, english, french) => {
    expect(plain(formatValue(value, unit, 'en'))).toBe(english);
    expect(plain(formatValue(value, unit, 'fr'))).toBe(french);
  });

  it('have durations in their two largest parts', () => {
    expect(plain(formatDuration(86_400.5, 'en'))).toBe('1 day');
    expect(plain(formatDuration(93_784, 'fr'))).toBe('1 j 2 h');
    expect(plain(formatDuration(0.182, 'en'))).toBe('182 ms');
    expect(plain(formatDuration(0, 'en'))).toBe('0 sec');
  });
});

describe('times', () => {
  const noon = Date.UTC(2026, 10, 21, 11, 0, 0);

  it('are said in the zone asked for', () => {
    expect(formatTick(noon, 600, 'fr')).toBe('12:00');
    expect(formatTick(noon, 600, 'fr', 'UTC')).toBe('11:00');
    expect(formatTick(noon, 86_400, 'fr', 'UTC')).toBe('21 nov.');
    expect(plain(formatSpan(noon, noon + 3_600_000, 'fr', 'UTC'))).toContain('11:00');
  });

  it('pass through an input and back, whatever the zone', () => {
    for (const zone of [undefined, 'UTC', 'America/New_York', 'Asia/Kathmandu']) {
      expect(fromInputTime(toInputTime(noon, zone), zone), zone).toBe(noon);
    }
    expect(toInputTime(noon, 'UTC')).toBe('2026-11-21T11:00');
    expect(toInputTime(noon)).toBe('2026-11-21T12:00');
    expect(fromInputTime('2026-11-21T06:00', 'America/New_York')).toBe(noon);
    expect(fromInputTime('', 'UTC')).toBeNull();
  });

  it('are right on the day when the clocks change', () => {
    const summer = Date.UTC(2026, 2, 29, 2, 30);
    const winter = Date.UTC(2026, 2, 29, 0, 30);
    expect(toInputTime(summer, 'Europe/Paris')).toBe('2026-03-29T04:30');
    expect(fromInputTime('2026-03-29T04:30', 'Europe/Paris')).toBe(summer);
    expect(fromInputTime('2026-03-29T01:30', 'Europe/Paris')).toBe(winter);
  });

  it('have an age', () => {
    expect(formatAge(200_000, 'en')).toBe('3 min. ago');
    expect(formatAge(3_000, 'en')).toBe('now');
    expect(formatAge(-5_000, 'fr')).toBe('maintenant');
  });
});
