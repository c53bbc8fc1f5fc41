/** Failed sign-ins of one user from one address before both wait; Cognito has a lockout of its own. */
const failedMax = 10;
const windowMs = 60_000;
/** Pairs that are remembered; beyond, the oldest is forgotten. */
const pairsMax = 10_000;

export type SignInAttempts = {
  /** Seconds for which the pair is refused, whether or not its password is right; 0 when it is not. */
  blockedSeconds(userName: string, address: string): number;
  fail(userName: string, address: string): void;
};

/**
 * Counts failed sign-ins, of users that do not exist too, so that nobody learns which do. In memory: whoever restarts the
 * runtime may know its passwords anyway.
 */
export function countSignIns(now: () => Date): SignInAttempts {
  const pairs = new Map<string, { failed: number; until: number }>();
  const keyOf = (userName: string, address: string): string => `${address} ${userName.toLowerCase().slice(0, 256)}`;
  const live = (key: string) => {
    const known = pairs.get(key);
    return known && known.until > now().getTime() ? known : undefined;
  };
  return {
    blockedSeconds(userName, address) {
      const known = live(keyOf(userName, address));
      return known && known.failed >= failedMax ? Math.ceil((known.until - now().getTime()) / 1000) : 0;
    },
    fail(userName, address) {
      const key = keyOf(userName, address);
      const { failed, until } = live(key) ?? { failed: 0, until: now().getTime() + windowMs };
      pairs.delete(key);
      if (pairs.size >= pairsMax) pairs.delete(pairs.keys().next().value!);
      pairs.set(key, { failed: failed + 1, until });
    },
  };
}
