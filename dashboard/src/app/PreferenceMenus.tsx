import { DropdownMenu } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, setLanguage, type Language } from '../i18n';
import { CheckIcon, ThemeIcon } from '../ui/icons';
import { THEMES, themePreference, type Theme } from './preferences';

export function useTheme(): Theme {
  return useSyncExternalStore(themePreference.subscribe, themePreference.get);
}

export function useShownTheme(): 'light' | 'dark' {
  return useSyncExternalStore(themePreference.subscribe, themePreference.shown);
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const theme = useTheme();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label={t('theme.label')} title={t('theme.label')} data-testid="theme-menu">
        <ThemeIcon />
      </DropdownMenu.Trigger>
      <Choices value={theme} values={THEMES} name={(value) => t(`theme.${value}`)} onChoose={themePreference.set} />
    </DropdownMenu.Root>
  );
}

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const language = LANGUAGES.find((known) => known === i18n.language) ?? 'en';
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label={`${language.toUpperCase()} – ${t('language.label')}`}
        title={t('language.label')}
        data-testid="language-menu"
      >
        {language.toUpperCase()}
      </DropdownMenu.Trigger>
      <Choices
        value={language}
        values={LANGUAGES}
        name={(value) => t(`language.${value}`)}
        lang={(value) => value}
        onChoose={(value: Language) => void setLanguage(value)}
      />
    </DropdownMenu.Root>
  );
}

interface ChoicesProps<Value extends string> {
  value: Value;
  values: readonly Value[];
  name: (value: Value) => string;
  lang?: (value: Value) => string;
  onChoose: (value: Value) => void;
}

function Choices<Value extends string>({ value, values, name, lang, onChoose }: ChoicesProps<Value>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
        <DropdownMenu.RadioGroup value={value}>
          {values.map((choice) => (
            <DropdownMenu.RadioItem
              key={choice}
              value={choice}
              className="menu-item"
              lang={lang?.(choice)}
              onSelect={() => onChoose(choice)}
              data-testid={`choose-${choice}`}
            >
              {name(choice)}
              <DropdownMenu.ItemIndicator className="menu-check">
                <CheckIcon />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}
