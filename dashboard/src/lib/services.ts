import type { KeyPartsFragment, KeyScope } from '../api/generated/keys';
import { foldText } from './sites';

export type ApiKey = KeyPartsFragment;
export const SCOPES: readonly KeyScope[] = ['ERRORS', 'METRICS', 'READ'];

export interface Service {
  name: string;
  /** Of the last 24 hours. */
  errors: number;
  issues: number;
  keys: readonly ApiKey[];
  /** Whether it sends values. */
  values: boolean;
}

interface ServiceParts {
  stats: ReadonlyArray<{ service: string; count: number; issues: number }>;
  keys: readonly ApiKey[];
  /** The ids of those that send values. */
  sources: readonly string[];
}

/** Every service that reported errors, sends values or has a key, those with most errors first. */
export function servicesOf({ stats, keys, sources }: ServiceParts, locale: string): Service[] {
  const names = new Set([...stats.map(({ service }) => service), ...keys.map(({ service }) => service), ...sources]);
  const collator = new Intl.Collator(locale, { numeric: true });
  return [...names]
    .map((name) => {
      const own = stats.find(({ service }) => service === name);
      return {
        name,
        errors: own?.count ?? 0,
        issues: own?.issues ?? 0,
        keys: keys.filter(({ service }) => service === name).sort((a, b) => collator.compare(a.name, b.name)),
        values: sources.includes(name),
      };
    })
    .sort((a, b) => b.errors - a.errors || collator.compare(a.name, b.name));
}

/** Those whose name, or the name of one of whose keys, has the text. */
export function selectServices(services: readonly Service[], q: string): Service[] {
  const text = foldText(q.trim());
  return services.filter(({ name, keys }) => [name, ...keys.map((key) => key.name)].some((part) => foldText(part).includes(text)));
}
