/** A source sends at the latest each five minutes by default; a value three times as old is no longer the present one. */
const OLD_MS = 15 * 60_000;
/** A value that the source's newest samples no longer carry, with room for values that are sent less often. */
const LEFT_BEHIND_MS = 2 * 60_000;

/** Whether a value says nothing of now. Times in milliseconds since the epoch. */
export function isStale(at: number, newestSampleAt: number | null, online: boolean, now: number): boolean {
  return !online || now - at > OLD_MS || (newestSampleAt !== null && newestSampleAt - at > LEFT_BEHIND_MS);
}
