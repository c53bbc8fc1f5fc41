import { manifests } from '../../../infra/manifests.ts';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import { bodyBytes } from '../../../shared/http/gateway.ts';
import { problemReply, RefusalError } from '../../../shared/http/problem.ts';
import { validRequest } from '../../../shared/http/request.ts';
import { refusalsOf } from '../../../shared/http/route-refusals.ts';
import { router } from '../../../shared/http/router.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { gatewayEvent, readAnswer, type TestRequest } from '../../support/api.ts';

/** What is answered for a body that its schema does not take. */
export interface BodyRefused {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at its members as at those of any answer
  readonly body: any;
}
/** The answer, or undefined for a body that gets through to its operation. */
export type BodyCheck = (operation: string, route: Route, request: TestRequest) => BodyRefused | undefined;

/**
 * The step of the dispatcher that holds bodies against their schemas, on its own: what a schema refuses is refused in the same
 * way whoever asks, so that a request need not go all the way for each of a hundred values. Whoever uses it sends one of them
 * all the way, too: so it is seen of each operation that this step is on its way, and says the same.
 */
export function bodyCheck(context: ContextName): BodyCheck {
  const { routes, refusals } = manifests.find((each) => each.context === context)!.routes;
  const ways = router(routes);
  return (operation, route, request) => {
    const event = gatewayEvent(request, '2026-01-05T09:00:00Z');
    const operationId = operation.split(' ')[1]!;
    const { params } = ways.find(route.method, event.rawPath)!;
    try {
      const asking = { caller: undefined, continuationToken: undefined, refusals };
      validRequest({ route, operationId, params }, event, bodyBytes(event), asking);
      return undefined;
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      invariant(refusalsOf(route).includes(error.refusal.name), `${operation} declares ${error.refusal.name}`);
      const { status, body } = readAnswer(problemReply(error.refusal, refusals));
      return { status, body };
    }
  };
}
