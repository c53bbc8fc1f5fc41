import type { Caller, CallerLoader } from '../../identity/caller.ts';
import type { TokenClaims } from '../../identity/token.ts';
import { isWrite } from '../authorize.ts';
import { refusing } from '../problem.ts';
import type { Exchange, Step } from './exchange.ts';

interface Parts {
  readonly callers: CallerLoader;
}

/**
 * Who calls, as the access records have it (conventions 2). What is written counts on the account as it is now, not on one
 * remembered for a minute.
 */
export const callerStep = (parts: Parts): Step => ({
  async before({ context }) {
    if (context.claims === undefined) return;
    const caller = await callerOf(context.claims, context, parts);
    context.line.caller = caller;
    context.caller = caller;
  },
});

async function callerOf(claims: TokenClaims, { base, match }: Exchange, { callers }: Parts): Promise<Caller> {
  const caller = await callers.load(claims, Date.parse(base.at));
  if (!caller) throw refusing('unauthenticated');
  if (!isWrite(match.route) && !match.route.newBusiness) return caller;
  const account = await callers.account(caller.tenantId, Date.parse(base.at));
  if (!account) throw refusing('unauthenticated');
  return { ...caller, account };
}
