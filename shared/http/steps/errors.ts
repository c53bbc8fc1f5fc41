import type { RefusalName } from '../../contracts/refusals.ts';
import type { Refusal } from '../../kernel/result.ts';
import type { Observability } from '../../observability/observability.ts';
import type { GatewayReply } from '../gateway.ts';
import { problemReply, RefusalError } from '../problem.ts';
import type { Step, Unfinished } from './exchange.ts';

/** Answers a refusal with the contract's error, and what nobody expected with 500 (conventions 11). */
export const errorsStep = (observability: Observability): Step => ({
  onError(request) {
    request.response = replyTo(request.error, request.context, observability);
  },
});

/** The log names the route, not the path: some paths are links whose token is a right. */
function replyTo(error: unknown, { base, match }: Unfinished, { log, count }: Observability): GatewayReply {
  if (error instanceof RefusalError) return error.reply ?? problemReply(error.refusal as Refusal<RefusalName>);
  count('UnexpectedError');
  log.error('request failed', {
    requestId: base.requestId,
    correlationId: base.correlationId,
    method: match?.route.method,
    route: match?.route.path,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return problemReply({ name: 'unexpected_error' });
}
