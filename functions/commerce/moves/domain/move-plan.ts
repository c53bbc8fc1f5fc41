/** Seats of one licence plan: what this partner sold of them, and all others together. */
export interface MovedPool {
  readonly planId: string;
  readonly active: number;
  readonly consumed: number;
  readonly own: number;
}

export interface MoveStep {
  readonly name: 'invitationAccepted' | 'orderedHere' | 'otherSuspended';
  readonly isDone: boolean;
}

/**
 * REL-9: what moving a customer to another partner takes, judged by what this partner knows: that the customer is its own, what it
 * sold, and the pool. Ordered is what the others together still have; suspended, when they have nothing of it any more.
 */
export function moveSteps(pools: readonly MovedPool[]): MoveStep[] {
  const othersOf = ({ active, own }: MovedPool): number => active - own;
  const here = pools.filter(({ own }) => own > 0);
  const isOrdered = here.length > 0 && pools.every((pool) => othersOf(pool) === 0 || pool.own >= othersOf(pool));
  return [
    { name: 'invitationAccepted', isDone: true },
    { name: 'orderedHere', isDone: isOrdered },
    { name: 'otherSuspended', isDone: here.length > 0 && pools.every((pool) => othersOf(pool) === 0) },
  ];
}
