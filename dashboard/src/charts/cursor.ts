/** The one crosshair of a page: every chart and strip shows the same moment. Not React state, for it moves with the mouse. */
export class Crosshair {
  #time: number | null = null;
  #listeners = new Set<(time: number | null) => void>();

  /** Milliseconds since the epoch; null while no moment is chosen. */
  get time(): number | null {
    return this.#time;
  }

  set(time: number | null): void {
    if (time !== this.#time) {
      this.#time = time;
      this.#listeners.forEach((listener) => listener(time));
    }
  }

  subscribe(listener: (time: number | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
