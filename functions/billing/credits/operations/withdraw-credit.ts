import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { openCheck, periodStore } from '../../accounts/index.ts';
import type { creditsRoutes } from '../routes.ts';
import { creditStore, withdrawnWrites } from '../store/credit-store.ts';
import { creditEvent } from './credit-event.ts';
import type { CreditsDeps } from './dependencies.ts';

/**
 * Takes a credit back as long as no run has locked its period: of the two at once one wins, because the transaction holds that the
 * period is open. Harmless when repeated.
 */
export const withdrawCredit: Operation<(typeof creditsRoutes)['withdrawCredit'], CreditsDeps> = (call, { table }) =>
  retryOnConflict(async () => {
    const { partnerId, creditId } = call.path;
    const credit = await creditStore(table).byId(partnerId, creditId);
    if (!credit) return refuse('resource_not_found');
    if (credit.status === 'withdrawn') return ok({ status: 204 });
    const { billingOn } = credit;
    const period = await periodStore(table).load(partnerId, billingOn);
    if (period && period.state !== 'open')
      return refuse('wrong_state', { description: 'An invoice has it, or is just being made.' });
    const reply = { status: 204 as const };
    await table.write([
      ...withdrawnWrites(credit),
      openCheck(partnerId, billingOn, period),
      ...creditEvent({ ...credit, status: 'withdrawn', version: credit.version + 1 }, call),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
