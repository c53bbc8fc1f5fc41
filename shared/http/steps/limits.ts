import { randomUUID } from 'node:crypto';
import type { RefusalTable } from '../../contracts/refusals.ts';
import { limitOf } from '../limited.ts';
import type { Limiter } from '../limits.ts';
import type { Step } from './exchange.ts';

/** Holds a route to its limit (conventions 12): looks before anything is written, counts when the operation runs. */
export const limitsStep = (refusals: RefusalTable, limits: Limiter, newId: () => string = randomUUID): Step => ({
  async before({ event, context }) {
    const { base, request, match, caller } = context;
    context.attemptId = newId();
    const accept = event.headers.accept ?? '';
    const by = { ...base, ...request, route: match.route, refusals, caller, accept, attemptId: context.attemptId };
    context.within = await limitOf(limits, by);
  },
});
