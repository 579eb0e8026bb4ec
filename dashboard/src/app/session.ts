import { login, logout, whoAmI, type User } from '../api/auth';
import { onSessionEnded } from '../api/sessionEvents';

/** Who uses this page: not asked yet, nobody, or a person. */
export type SessionState = { kind: 'unknown' } | { kind: 'nobody'; expired: boolean } | { kind: 'person'; user: User };

let state: SessionState = { kind: 'unknown' };
let asking: Promise<User | null> | undefined;
const listeners = new Set<() => void>();

function set(next: SessionState): void {
  state = next;
  listeners.forEach((listener) => listener());
}

onSessionEnded(() => {
  if (state.kind === 'person') {
    set({ kind: 'nobody', expired: true });
  }
});

export const session = {
  get: (): SessionState => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Asks the server once, however often it is called meanwhile; throws where it cannot be asked. */
  async load(): Promise<SessionState> {
    if (state.kind === 'unknown') {
      asking ??= whoAmI();
      try {
        const user = await asking;
        set(user ? { kind: 'person', user } : { kind: 'nobody', expired: false });
      } finally {
        asking = undefined;
      }
    }
    return state;
  },
  async login(username: string, password: string): Promise<void> {
    set({ kind: 'person', user: await login(username, password) });
  },
  async logout(): Promise<void> {
    await logout();
    set({ kind: 'nobody', expired: false });
  },
};
