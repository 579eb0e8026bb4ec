import { describe, expect, it } from 'vitest';
import en from './en.json';
import fr from './fr.json';

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ''): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') {
      entries.set(prefix + key, value);
    } else {
      flat(value, `${prefix}${key}.`).forEach((text, name) => entries.set(name, text));
    }
  }
  return entries;
}

/** Languages have different plural forms; what counts is that both know the same texts. */
const withoutPlural = (key: string): string => key.replace(/_(one|many|other)$/, '_plural');
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe('translations', () => {
  const english = flat(en);
  const french = flat(fr);

  it('have the same keys in both languages', () => {
    const keys = (texts: Map<string, string>): string[] => [...new Set([...texts.keys()].map(withoutPlural))].sort();
    expect(keys(french)).toEqual(keys(english));
  });

  it('have every plural form of their language', () => {
    for (const [texts, language] of [[english, 'en'], [french, 'fr']] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = [...texts.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6));
      for (const key of counted) {
        for (const form of forms) {
          expect(texts.has(`${key}_${form}`), `${language}: ${key}_${form}`).toBe(true);
        }
      }
    }
  });

  it('fill in the same values in both languages', () => {
    for (const [key, text] of english) {
      expect(placeholders(french.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('are never empty', () => {
    for (const [key, text] of [...english, ...french]) {
      expect(text.trim(), key).not.toBe('');
    }
  });
});
