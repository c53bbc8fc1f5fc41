type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The members that have a value: what is not given is absent, never `undefined`. */
export const given = <T extends object>(members: T): Given<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** A stored object after a PUT (conventions 5): an absent member keeps its value, an explicit null clears it. */
export function replaced<T extends object>(stored: T, sent: Nullable<T>): T {
  const members = Object.entries(sent).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    Object.entries({ ...stored, ...Object.fromEntries(members) }).filter(([, value]) => value !== null),
  ) as T;
}

/** True when two plain values are alike, whatever the order of their members. */
export const alike = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([name, value]) => alike(value, (b as never)[name]));
};
