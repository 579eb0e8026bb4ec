import { HttpError, requestJson } from './http';

export interface User {
  username: string;
  role: string;
}

/** Logs in; the session is the cookie that the server sets, and nothing of it is kept here. */
export async function login(username: string, password: string): Promise<User> {
  const answer = await requestJson('/auth/login', { method: 'POST', body: { username, password }, needsSession: false });
  return userOf((answer as { user?: unknown }).user);
}

export async function logout(): Promise<void> {
  await requestJson('/auth/logout', { method: 'POST', needsSession: false });
}

/** Who is logged in; null for nobody. */
export async function whoAmI(): Promise<User | null> {
  try {
    return userOf(((await requestJson('/auth/me', { needsSession: false })) as { user?: unknown }).user);
  } catch (error) {
    if (error instanceof HttpError && error.status === 401) {
      return null;
    }
    throw error;
  }
}

/** 401 here means that the present password is wrong, not that the session has ended. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await requestJson('/auth/password', {
    method: 'POST',
    body: { currentPassword, newPassword },
    needsSession: false,
  });
}

function userOf(value: unknown): User {
  const { username, role } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof username !== 'string' || typeof role !== 'string') {
    throw new TypeError('The server named no user');
  }
  return { username, role };
}
