/** A broken assumption of ours: a bug, never an answer to a caller. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws when an assumption of the code does not hold; the statement says what should have been true. */
export function invariant(holds: unknown, statement: string): asserts holds {
  if (!holds) throw new InvariantError(statement);
}
