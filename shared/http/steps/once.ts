import type { ContextName } from '../../contracts/routes.ts';
import { type Table, WriteConflictError } from '../../dynamo/table.ts';
import type { Seal } from '../../identity/seal.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Reply, StoredReply } from '../call.ts';
import type { GatewayEvent } from '../gateway.ts';
import { beginOnce, type OnceCall } from '../once.ts';
import { RefusalError } from '../problem.ts';
import type { Exchange, Step } from './exchange.ts';

interface Parts {
  readonly table: Table;
  readonly seal?: Seal;
}

/**
 * Makes a repeated call happen once (ORD-6, conventions 9): claims it, keeps the answer, and opens it again after a
 * refusal. Where the first attempt has answered, the operation is not carried out.
 */
export const onceStep = (context: ContextName, parts: Parts): Step => ({
  async before({ event, context: exchange }) {
    const { route, operationId } = exchange.match;
    invariant(!route.sealed || parts.seal, `what is stored of the answers of ${operationId} can be sealed`);
    exchange.attempt = await beginOnce(parts.table, onceCall(context, event, exchange, parts));
  },
  async after({ response, context: { attempt } }) {
    if (attempt.replay) return;
    if ('file' in (response as Reply | StoredReply)) await attempt.reopen();
    else await attempt.succeed(response as StoredReply);
  },
  async onError(request) {
    const { match, attempt } = request.context as Partial<Exchange>;
    if (!match || !attempt || attempt.replay) return;
    await attempt.reopen();
    if (request.error instanceof WriteConflictError)
      request.error = new RefusalError({ name: match.route.inProgress ?? 'request_in_progress' });
  },
});

function onceCall(
  context: ContextName,
  { rawPath, rawQueryString }: GatewayEvent,
  { match: { route }, caller, base, body, attemptId }: Exchange,
  { seal }: Parts,
): OnceCall {
  const replays = caller !== undefined && (route.replay ?? route.method === 'POST');
  return {
    context,
    tenantId: caller?.tenantId ?? 'anonymous',
    requestId: replays ? base.requestKey : undefined,
    method: route.method,
    path: rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath,
    body,
    attemptId,
    at: base.at,
    inProgress: route.inProgress ?? 'request_in_progress',
    ...(route.sealed && seal && { sealed: { seal, principalId: caller?.principalId } }),
  };
}
