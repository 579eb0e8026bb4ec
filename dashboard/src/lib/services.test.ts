import { describe, expect, it } from 'vitest';
import { selectServices, servicesOf, type ApiKey } from './services';

const key = (name: string, service: string): ApiKey => ({
  id: name,
  name,
  service,
  scopes: ['ERRORS'],
  prefix: 'avl_',
  active: true,
  createdBy: 'admin',
  createdAt: '2026-11-21T08:00:00Z',
  lastUsedAt: null,
});

describe('services', () => {
  const services = servicesOf(
    {
      stats: [
        { service: 'shop', count: 3, issues: 1 },
        { service: 'mail', count: 9, issues: 2 },
      ],
      keys: [key('b', 'till'), key('Caisse Été', 'till'), key('main', 'shop')],
      sources: ['shop', 'cron'],
    },
    'en',
  );

  it('are those with errors, with values and with keys, most errors first', () => {
    expect(services.map(({ name, errors, keys, values }) => [name, errors, keys.length, values])).toEqual([
      ['mail', 9, 0, false],
      ['shop', 3, 1, true],
      ['cron', 0, 0, true],
      ['till', 0, 2, false],
    ]);
    expect(services[3]?.keys.map(({ name }) => name)).toEqual(['b', 'Caisse Été']);
  });

  it('are found by their name and by their keys', () => {
    expect(selectServices(services, ' caisse ete ').map(({ name }) => name)).toEqual(['till']);
    expect(selectServices(services, 'SHOP').map(({ name }) => name)).toEqual(['shop']);
    expect(selectServices(services, '')).toHaveLength(4);
  });
});
