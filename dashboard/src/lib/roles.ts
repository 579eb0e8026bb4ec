export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Null for a role that this page does not know: it may look. */
export function roleOf(name: string): Role | null {
  return ROLES.find((known) => known === name.toLowerCase()) ?? null;
}

/** Each role may do what the ones before it may. The server decides; this only says what to offer. */
export function mayAct(name: string, needed: Role): boolean {
  const role = roleOf(name);
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
