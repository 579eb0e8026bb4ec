import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../api/auth';
import { HttpError } from '../api/http';
import { useApp } from '../app/context';
import { useTheme } from '../app/PreferenceMenus';
import { THEMES, themePreference, timeZonePreference } from '../app/preferences';
import { LANGUAGES, setLanguage } from '../i18n';
import { roleOf } from '../lib/roles';
import { useErrorText } from '../ui/feedback';
import { usePageTitle, useTimeZone } from '../ui/hooks';

/** UTC is not among those that the browser lists. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export function ProfilePage() {
  const { t } = useTranslation();
  usePageTitle(t('profile.title'));
  const { user } = useApp();
  const role = roleOf(user.role);
  return (
    <>
      <header className="page-head">
        <h1>{t('profile.title')}</h1>
      </header>
      <div className="columns">
        <section className="panel" aria-labelledby="profile-account">
          <header className="panel-head">
            <h2 id="profile-account">{t('profile.account')}</h2>
          </header>
          <dl className="facts panel-body">
            <div>
              <dt>{t('profile.username')}</dt>
              <dd data-testid="profile-username">{user.username}</dd>
            </div>
            <div>
              <dt>{t('profile.role')}</dt>
              <dd data-testid="profile-role">{role ? t(`profile.roles.${role}`) : user.role}</dd>
            </div>
          </dl>
        </section>
        <section className="panel" aria-labelledby="profile-appearance">
          <header className="panel-head">
            <h2 id="profile-appearance">{t('profile.appearance')}</h2>
            <span className="muted">{t('profile.appearanceHint')}</span>
          </header>
          <Appearance />
        </section>
        <section className="panel" aria-labelledby="profile-password">
          <header className="panel-head">
            <h2 id="profile-password">{t('profile.password')}</h2>
          </header>
          <PasswordForm username={user.username} />
        </section>
      </div>
    </>
  );
}

function Appearance() {
  const { t, i18n } = useTranslation();
  const theme = useTheme();
  const zone = useTimeZone();
  return (
    <div className="panel-body form">
      <label className="field">
        <span>{t('language.label')}</span>
        <select
          className="input select"
          value={i18n.language}
          onChange={(event) => void setLanguage(LANGUAGES.find((known) => known === event.target.value) ?? 'en')}
          data-testid="profile-language"
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {t(`language.${language}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('theme.label')}</span>
        <select
          className="input select"
          value={theme}
          onChange={(event) => themePreference.set(THEMES.find((known) => known === event.target.value) ?? 'system')}
          data-testid="profile-theme"
        >
          {THEMES.map((known) => (
            <option key={known} value={known}>
              {t(`theme.${known}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('range.zone')}</span>
        <select
          className="input select"
          value={zone ?? ''}
          onChange={(event) => timeZonePreference.set(event.target.value || undefined)}
          data-testid="profile-zone"
        >
          <option value="">{t('profile.browserZone', { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone })}</option>
          {/* A zone may be known to the browser by an older name only. */}
          {(zone === undefined || ZONES.includes(zone) ? ZONES : [zone, ...ZONES]).map((name) => (
            <option key={name} value={name}>
              {name.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

type Outcome = { kind: 'none' } | { kind: 'saved' } | { kind: 'problem'; texts: string[] };

function PasswordForm({ username }: { username: string }) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });

  const refusal = (error: unknown): string[] => {
    if (error instanceof HttpError && error.fields.length > 0) {
      return error.fields.map(({ detail }) => {
        const least = /at least (\d+) characters/i.exec(detail)?.[1];
        return least === undefined ? detail : t('profile.tooShort', { least });
      });
    }
    if (error instanceof HttpError && (error.status === 401 || error.status === 403)) {
      return [t('profile.wrong')];
    }
    return error instanceof HttpError && error.status < 500 && error.detail ? [error.detail] : [textOf(error)];
  };

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const [current, next, repeat] = ['current', 'new', 'repeat'].map((name) => String(fields.get(name) ?? ''));
    if (!current || !next || !repeat) {
      setOutcome({ kind: 'problem', texts: [t('profile.missing')] });
      return;
    }
    if (next !== repeat) {
      setOutcome({ kind: 'problem', texts: [t('profile.differ')] });
      return;
    }
    setBusy(true);
    try {
      await changePassword(current, next);
      form.reset();
      setOutcome({ kind: 'saved' });
    } catch (error) {
      setOutcome({ kind: 'problem', texts: refusal(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="panel-body form" onSubmit={(event) => void submit(event)} noValidate>
      {outcome.kind === 'saved' && (
        <p className="notice" role="status" data-testid="password-saved">
          {t('profile.saved')}
        </p>
      )}
      {outcome.kind === 'problem' && (
        <div className="notice notice-error" role="alert" data-testid="password-error">
          {outcome.texts.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField name="current" label={t('profile.current')} autoComplete="current-password" />
      <PasswordField name="new" label={t('profile.new')} autoComplete="new-password" />
      <PasswordField name="repeat" label={t('profile.repeat')} autoComplete="new-password" />
      <button type="submit" className="button button-primary" disabled={busy} data-testid="password-submit">
        {busy ? t('profile.saving') : t('profile.save')}
      </button>
    </form>
  );
}

function PasswordField({ name, label, autoComplete }: { name: string; label: string; autoComplete: string }) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" type="password" name={name} autoComplete={autoComplete} />
    </label>
  );
}
