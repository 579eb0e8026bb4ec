/** Reads what stands in a URL, which anybody can write; what makes no sense is left out. */

export function textIn(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, maxLength) : '';
  return text === '' ? undefined : text;
}

/** One of these words. */
export function wordIn<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

/** A list, also where only one stands there; undefined for none, each once. */
export function listIn<Item extends string>(value: unknown, itemIn: (item: unknown) => Item | undefined, most: number): Item[] | undefined {
  const items = (Array.isArray(value) ? value : [value]).map(itemIn).filter((item) => item !== undefined);
  const distinct = [...new Set(items)].slice(0, most);
  return distinct.length === 0 ? undefined : distinct;
}

/** Without what is not set, so that it does not stand in the URL. */
export function withoutUndefined<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
}

/** The list with the item, or without it where it was in; undefined for an empty one. */
export function toggled<Item>(list: readonly Item[] | undefined, item: Item): Item[] | undefined {
  const rest = (list ?? []).filter((other) => other !== item);
  const next = rest.length === (list ?? []).length ? [...rest, item] : rest;
  return next.length === 0 ? undefined : next;
}
