import { describe, expect, it } from 'vitest';
import { compareAlerts, endOf, historyFilter, itemsOf, messageOf, selectAlerts, worstBySite, type Alert } from './alerts';
import { parseAlertsSearch } from './alertSearch';
import { mayAct } from './roles';

const alert = (id: string, more: Partial<Alert> = {}): Alert => ({
  id,
  siteId: 'a',
  clubName: null,
  type: 'disk',
  object: null,
  level: 'WARNING',
  status: 'FIRING',
  silenced: false,
  messageFr: 'Disque plein',
  messageEn: 'Disk full',
  value: null,
  since: '2026-11-21T08:00:00Z',
  endedAt: null,
  acknowledgedBy: null,
  acknowledgedUntil: null,
  ...more,
});
const ids = (alerts: readonly Alert[]): string[] => alerts.map(({ id }) => id);

describe('alerts', () => {
  it('stand worst first, then what wants somebody, then newest', () => {
    const alerts = [
      alert('info', { level: 'INFO' }),
      alert('old'),
      alert('new', { since: '2026-11-21T09:00:00Z' }),
      alert('taken', { status: 'ACKNOWLEDGED', since: '2026-11-21T10:00:00Z' }),
      alert('silent', { silenced: true }),
      alert('critical', { level: 'CRITICAL', since: '2026-11-20T08:00:00Z' }),
    ];
    expect(ids(alerts.sort(compareAlerts))).toEqual(['critical', 'new', 'old', 'taken', 'silent', 'info']);
  });

  it('speak the two languages of the notices', () => {
    expect(messageOf(alert('a'), 'fr')).toBe('Disque plein');
    expect(messageOf(alert('a'), 'en')).toBe('Disk full');
  });

  it('are found by level, site and text in either language', () => {
    const alerts = [alert('1'), alert('2', { level: 'CRITICAL', messageFr: 'Température élevée' }), alert('3', { siteId: 'b', clubName: 'Saint-Étienne' })];
    expect(ids(selectAlerts(alerts, { level: ['CRITICAL'] }))).toEqual(['2']);
    expect(ids(selectAlerts(alerts, { q: 'TEMPERATURE' }))).toEqual(['2']);
    expect(ids(selectAlerts(alerts, { q: 'etienne' }))).toEqual(['3']);
    expect(ids(selectAlerts(alerts, { site: 'a' }))).toEqual(['1', '2']);
  });

  it('colour their site with the worst, notes with nothing', () => {
    const worst = worstBySite([alert('1'), alert('2', { level: 'CRITICAL' }), alert('3'), alert('4', { siteId: 'b', level: 'INFO' })]);
    expect([...worst]).toEqual([['a', 'CRITICAL']]);
  });
});

describe('what the address and the forms say', () => {
  it('becomes a search and a question', () => {
    expect(parseAlertsSearch({ q: ' x', level: ['CRITICAL', 'bad'], site: '', other: 1 })).toEqual({ q: ' x', level: ['CRITICAL'] });
    expect(historyFilter({ q: ' x ', site: 'a' })).toEqual({ open: false, text: 'x', sites: ['a'] });
    expect(historyFilter({})).toEqual({ open: false });
  });

  it('becomes an end', () => {
    expect(endOf('4h', null, 1000)).toBe(1000 + 4 * 3_600_000);
    expect(endOf('custom', 77, 1000)).toBe(77);
    expect(endOf('open', null, 1000)).toBeNull();
  });

  it('becomes a list', () => {
    expect(itemsOf(' a, b,,a ,')).toEqual(['a', 'b']);
    expect(itemsOf(' ')).toEqual([]);
  });

  it('is offered to who may do it', () => {
    expect(mayAct('VIEWER', 'operator')).toBe(false);
    expect(mayAct('operator', 'operator')).toBe(true);
    expect(mayAct('admin', 'operator')).toBe(true);
    expect(mayAct('operator', 'admin')).toBe(false);
    expect(mayAct('stranger', 'viewer')).toBe(false);
  });
});
