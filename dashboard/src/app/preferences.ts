/** What a person chose for this browser. Absent from storage: as the browser itself is set. */
export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const THEME_KEY = 'vigie.theme';
const dark = globalThis.matchMedia('(prefers-color-scheme: dark)');

let theme: Theme = THEMES.find((known) => known === read(THEME_KEY)) ?? 'system';
const listeners = new Set<() => void>();

export const themePreference = {
  get: (): Theme => theme,
  /** The theme that is shown. */
  shown: (): 'light' | 'dark' => (theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme),
  set(next: Theme): void {
    theme = next;
    write(THEME_KEY, next === 'system' ? null : next);
    apply();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const ZONE_KEY = 'vigie.timeZone';
let zone = knownZone(read(ZONE_KEY));
const zoneListeners = new Set<() => void>();

/** The zone in which moments are told; undefined for the browser's own. */
export const timeZonePreference = {
  get: (): string | undefined => zone,
  set(next: string | undefined): void {
    zone = knownZone(next ?? null);
    write(ZONE_KEY, zone ?? null);
    zoneListeners.forEach((listener) => listener());
  },
  subscribe(listener: () => void): () => void {
    zoneListeners.add(listener);
    return () => zoneListeners.delete(listener);
  },
};

/** What a browser kept may name a zone that this one does not know. */
function knownZone(name: string | null): string | undefined {
  try {
    return name === null ? undefined : new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** Puts the theme on the document, now and whenever the system changes its own. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = themePreference.shown();
  listeners.forEach((listener) => listener());
}

/** Null where the browser allows no storage. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // Without storage the choice holds until the page is left.
  }
}
