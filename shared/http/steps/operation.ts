import type { Route } from '../../contracts/routes.ts';
import type { AccessRecords } from '../../identity/access.ts';
import { actorOf } from '../../identity/caller.ts';
import { relatedCustomer } from '../authorize.ts';
import type { Call, Operation, Reply, StoredReply } from '../call.ts';
import type { GatewayEvent } from '../gateway.ts';
import type { Limiter } from '../limits.ts';
import { RefusalError } from '../problem.ts';
import { whileRelated } from '../while-related.ts';
import type { Exchange } from './exchange.ts';

/** What the steps lead to: carries the operation out, unless its answer is known from an earlier attempt. */
export const operating =
  <Deps>(deps: Deps, { records, limits }: { readonly records: AccessRecords; readonly limits: Limiter }) =>
  async (_: GatewayEvent, exchange: Exchange): Promise<Reply | StoredReply> => {
    const { match, caller, customer, attempt, within, base } = exchange;
    if (attempt.replay) return attempt.replay;
    const operation = match.operation as Operation<Route, Deps>;
    const related = () => caller && relatedCustomer(match.route, caller, match.params.customerId, records, base.at);
    const call = callOf(exchange, limits);
    const result = await within(() =>
      whileRelated(customer, related, (now) => operation({ ...call, customer: now } as unknown as Call, deps)),
    );
    if (!result.ok) throw new RefusalError(result.refusal);
    return result.value;
  };

const callOf = ({ base, request, attempt, caller }: Exchange, limits: Limiter): Omit<Call, 'customer'> =>
  ({
    ...base,
    ...request,
    once: attempt.once,
    limits,
    caller,
    cause: {
      actor: caller ? actorOf(caller) : { tenantId: 'anonymous', kind: 'user' as const },
      correlationId: base.correlationId,
      causationId: base.requestId,
    },
  }) as unknown as Omit<Call, 'customer'>;
