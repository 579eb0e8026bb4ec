/** Tells the application, wherever it stands, that the server no longer knows who asks. */
const listeners = new Set<() => void>();

export function sessionEnded(): void {
  listeners.forEach((listener) => listener());
}

export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
