import i18next, { changeLanguage, init, use as useModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { read, write } from '../app/preferences';
import type en from './en.json';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

const KEY = 'vigie.language';

const load: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  en: () => import('./en.json'),
  fr: () => import('./fr.json'),
};

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

function preferred(): Language {
  const chosen = read(KEY);
  const offered = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return isLanguage(chosen) ? chosen : (offered ?? 'en');
}

/** For Intl: the browser's own variant of the language ("en-GB") where it names one. */
export function localeOf(language: string): string {
  return navigator.languages.find((tag) => tag.slice(0, 2) === language) ?? language;
}

export async function startTranslations(): Promise<void> {
  const language = preferred();
  useModule(initReactI18next);
  await init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await load[language]()).default } },
    // React escapes; escaping twice would show entities.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await load[language]()).default);
  }
  await changeLanguage(language);
  document.documentElement.lang = language;
  write(KEY, language);
}
