import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import { defaultLimits } from '../contracts/limits.ts';
import type { ContextRoutes, RouteTable } from '../contracts/routes.ts';
import { given } from '../kernel/given.ts';
import type { ApiParts } from './api-parts.ts';
import type { Operations } from './call.ts';
import type { GatewayEvent, GatewayReply } from './gateway.ts';
import { limiter } from './limits.ts';
import { type Api, allAtOnce } from './served.ts';
import { accountStep } from './steps/account.ts';
import { answerStep } from './steps/answer.ts';
import { callerStep } from './steps/caller.ts';
import { customerStep } from './steps/customer.ts';
import { errorsStep } from './steps/errors.ts';
import { exchangeOf } from './steps/exchange.ts';
import { headersStep } from './steps/headers.ts';
import { limitsStep } from './steps/limits.ts';
import { logStep } from './steps/log.ts';
import { onceStep } from './steps/once.ts';
import { operating } from './steps/operation.ts';
import { routeStep } from './steps/route.ts';
import { mfaStep, seenStep } from './steps/seen.ts';
import { tokenStep } from './steps/token.ts';
import { validationStep } from './steps/validation.ts';

export type Dispatch = (event: GatewayEvent) => Promise<GatewayReply>;

/**
 * Turns gateway events into answers for one context. The steps read from the top on the way in and from the bottom on the
 * way out; nobody learns from a validation message what authorisation would have hidden.
 */
export function apiDispatcher<Deps>(api: Api<Deps>, deps: Deps, parts: ApiParts): Dispatch {
  const { context, refusals } = api;
  const { table, records, observability } = parts;
  const limits = limiter(table, context, parts.limits ?? defaultLimits);
  const pipeline = middy()
    .use([
      logStep(observability),
      headersStep(),
      errorsStep(refusals, observability, parts.checkAnswers),
      routeStep(api, observability),
      tokenStep(parts.tokens),
      callerStep(parts),
      seenStep({ ...given({ seen: parts.seen }), newId: parts.newId ?? randomUUID }),
      mfaStep(parts),
      accountStep(),
      customerStep(records),
      validationStep(refusals),
      limitsStep(refusals, limits, parts.newId),
      answerStep(parts.checkAnswers === true),
      onceStep(context, parts),
    ] as never[])
    .handler(operating(deps, { records, limits }) as never);
  return (event) => pipeline(event as never, exchangeOf(event, parts) as never) as Promise<GatewayReply>;
}

/** The dispatcher of a context whose operations are all there. */
export const dispatcher = <T extends RouteTable, Deps>(
  routes: ContextRoutes<T>,
  operations: Operations<T, Deps>,
  deps: Deps,
  parts: ApiParts,
): Dispatch => apiDispatcher(allAtOnce(routes, operations) as Api<Deps>, deps, parts);
