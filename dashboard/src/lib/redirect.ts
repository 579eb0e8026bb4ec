/** The path to go to after a login: only a place in this application, never another host. */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted) || wanted.startsWith('/login')) {
    return '/';
  }
  const url = new URL(wanted, 'http://vigie.invalid');
  return url.host === 'vigie.invalid' ? url.pathname + url.search + url.hash : '/';
}
