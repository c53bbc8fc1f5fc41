import { invariant } from '../kernel/invariant.ts';
import { addSeconds, type Instant, instant } from '../kernel/time.ts';

/**
 * A secret that is replaced now and then. Each replacement is known to every function for some minutes before anything is
 * made with it, and what was made with the one before is taken for a day more.
 */
export type SecretHistory = readonly SecretOfHistory[];

/** Newest first; the first ever has no beginning. */
interface SecretOfHistory {
  readonly secret: string;
  /** From then on things are made with it. */
  readonly from?: Instant | undefined;
}

/** A secret as it counts at a moment. */
export interface SecretInForce {
  /** New things are made with this one. */
  readonly current: string;
  /** What was made with any of these is taken. */
  readonly accepted: readonly string[];
}

/** How long what was made with a replaced secret is taken. */
export const OVERLAP_SECONDS = 86_400;
/** Between a replacement and its first use: longer than any function goes without reading its secrets anew. */
export const ACTIVATION_SECONDS = 600;

/** Reads what a parameter holds: one plain secret, or a history. @throws InvariantError for anything else. */
export function readHistory(value: string): SecretHistory {
  if (!value.startsWith('{')) return [{ secret: value }];
  const { secrets } = JSON.parse(value) as { secrets?: { secret: string; from?: string }[] };
  invariant(secrets?.length && secrets.every(({ secret }) => secret), 'the parameter holds at least one secret');
  return secrets.map(({ secret, from }) => ({ secret, from: from === undefined ? undefined : instant(from) }));
}

export const writeHistory = (secrets: SecretHistory): string => JSON.stringify({ secrets });

/** Which secrets count at an instant, on the boundary already the newer one. */
export function inForceAt(history: SecretHistory, at: Instant): SecretInForce {
  const begun = history.filter(({ from }) => from === undefined || from <= at);
  const { secret: current } = begun[0] ?? history.at(-1)!;
  const accepted = history.filter((_, index) => {
    const successor = history[index - 1]?.from;
    return successor === undefined || addSeconds(successor, OVERLAP_SECONDS) > at;
  });
  return { current, accepted: accepted.map(({ secret }) => secret) };
}

/** A secret that is never replaced. */
export const steadySecret = (secret: string): SecretInForce => ({ current: secret, accepted: [secret] });

export class RotationError extends Error {
  override readonly name = 'RotationError';
}

/**
 * The history with a new secret. The one before counts for a day more, so there is one such at a time.
 *
 * @param isAtOnce the new one counts alone, from now on: for a secret that somebody has seen.
 * @throws RotationError while the last replacement is younger than a day.
 */
export function rotated(
  history: SecretHistory,
  secret: string,
  { at, isAtOnce = false }: { at: Instant; isAtOnce?: boolean },
): SecretHistory {
  if (isAtOnce) return [{ secret, from: at }];
  const [newest] = history;
  const until = newest?.from && history.length > 1 ? addSeconds(newest.from, OVERLAP_SECONDS) : undefined;
  if (until !== undefined && until > at)
    throw new RotationError(
      `the secret before this one is valid until ${until}: rotate again after that, or add --at-once, which makes worthless what was made with either`,
    );
  return [{ secret, from: addSeconds(at, ACTIVATION_SECONDS) }, ...history.slice(0, 1)];
}
