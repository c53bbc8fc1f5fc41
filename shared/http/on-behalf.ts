import type * as z from 'zod';
import type { RefusalTable } from '../contracts/refusals.ts';
import type { Route } from '../contracts/routes.ts';
import type { Cause } from '../dynamo/outbox.ts';
import type { AccessRecords } from '../identity/access.ts';
import type { Caller } from '../identity/caller.ts';
import type { Refusal, Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import { authorize, relatedCustomer } from './authorize.ts';
import type { Call, Once, Reply } from './call.ts';
import { RefusalError } from './problem.ts';
import { issueOf } from './request.ts';
import { whileRelated } from './while-related.ts';

/** An operation, or the check that it begins with, with the route that says who may. */
export interface Deed<R extends Route, Deps, T = Reply<R>> {
  readonly route: R;
  readonly operate: (call: Call<R>, deps: Deps) => Promise<Result<T, Refusal>>;
}

/** What takes the place of a request. */
export interface OnBehalf {
  readonly caller: Caller;
  readonly at: Instant;
  readonly cause: Cause;
  readonly records: AccessRecords;
  /** Customer of the path, where the route has one. */
  readonly customerId?: string | undefined;
  /** As the route's schema reads it. */
  readonly body?: unknown;
  readonly query?: unknown;
  readonly once: Once;
}

/**
 * Carries an operation out for somebody whose own call began the work and is over: with the checks of account, role and
 * relationship that the operation makes of any call, as everything is now.
 */
export async function onBehalf<R extends Route, Deps, T>(
  { route, operate }: Deed<R, Deps, T>,
  { records, customerId, ...call }: OnBehalf,
  deps: Deps,
): Promise<Result<T, Refusal>> {
  const related = () => relatedCustomer(route, call.caller, customerId, records, call.at);
  try {
    authorize(route, call.caller, call.at);
    return await whileRelated(await related(), related, (customer) =>
      operate({ locale: 'en-US', root: '', ...call, customer } as unknown as Call<R>, deps),
    );
  } catch (error) {
    if (error instanceof RefusalError) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** What is wrong with a value, each member once; or the value as the schema reads it. */
export function bodyOnBehalf<S extends z.ZodType>(
  schema: S,
  value: unknown,
  refusals: RefusalTable,
): Result<z.output<S>, readonly Refusal[]> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const found = parsed.error.issues.map((issue) => issueOf(issue, value, { refusals, otherwise: 'invalid_property' }));
  return { ok: false, refusal: [...new Map(found.map((refusal) => [refusal.field, refusal])).values()] };
}
