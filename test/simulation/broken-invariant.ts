/** Raised when something does not hold that must always hold. */
export class BrokenInvariantError extends Error {
  override readonly name = 'BrokenInvariantError';
}

export const holds = (isTrue: boolean, statement: string): void => {
  if (!isTrue) throw new BrokenInvariantError(statement);
};
