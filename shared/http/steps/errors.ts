import type { RefusalTable } from '../../contracts/refusals.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Observability } from '../../observability/observability.ts';
import type { GatewayReply } from '../gateway.ts';
import { problemReply, RefusalError } from '../problem.ts';
import { refusalsOf } from '../route-refusals.ts';
import type { Step, Unfinished } from './exchange.ts';

/**
 * Answers a refusal with the contract's error, and what nobody expected with 500 (conventions 11). `isChecked`: a refusal
 * that the document does not name for the route is an error of ours, and is thrown.
 */
export const errorsStep = (refusals: RefusalTable, observability: Observability, isChecked = false): Step => ({
  onError(request) {
    if (isChecked) checkDeclared(request.error, request.context.match);
    request.response = replyTo(request.error, request.context, { refusals, observability });
  },
});

function checkDeclared(error: unknown, match: Unfinished['match']): void {
  if (!match || !(error instanceof RefusalError)) return;
  invariant(
    refusalsOf(match.route).includes(error.refusal.name),
    `the route ${match.operationId} declares ${error.refusal.name}, which it answers`,
  );
}

/** The log names the route, not the path: some paths are links whose token is a right. */
function replyTo(
  error: unknown,
  { base, match }: Unfinished,
  { refusals, observability: { log, count } }: { refusals: RefusalTable; observability: Observability },
): GatewayReply {
  if (error instanceof RefusalError && error.reply) return error.reply;
  if (error instanceof RefusalError && Object.hasOwn(refusals, error.refusal.name))
    return problemReply(error.refusal, refusals);
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
