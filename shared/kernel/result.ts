/** An expected outcome: a value, or a named refusal. Bugs throw instead. */
export type Result<T, R> = Ok<T> | Refused<R>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refused<R> {
  readonly ok: false;
  readonly refusal: R;
}

/**
 * Why something was not done. `name` is a key of a table of refusals (`refusals.ts` of the slice, or of `shared/contracts/`),
 * which gives status and code; the other members become the answer's text, field path and data.
 */
export interface Refusal<Name extends string = string> {
  readonly name: Name;
  /** Replaces the table's description; says what to do next. At most 1024 characters. */
  readonly description?: string;
  /** Path of the offending member of the request, e.g. `lineItems[2].quantity`. */
  readonly field?: string;
  readonly data?: readonly unknown[];
  /** Whole seconds after which the same may be asked again. */
  readonly retryAfterSeconds?: number;
  /** Methods that the path of the request takes. */
  readonly allow?: readonly string[];
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

/** Builds a refusal: `return refuse('quantity_outside_limits', { field: 'quantity' })`. */
export const refuse = <const Name extends string>(
  name: Name,
  details: Omit<Refusal<Name>, 'name'> = {},
): Refused<Refusal<Name>> => ({ ok: false, refusal: { name, ...details } });
