import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, contentOf, openCheck, periodStore } from '../../accounts/index.ts';
import type { Credit } from '../domain/credit.ts';
import type { creditsRoutes } from '../routes.ts';
import { creditStore, newCreditWrites } from '../store/credit-store.ts';
import { creditEvent } from './credit-event.ts';
import { creditIdOf } from './credit-id.ts';
import { toWireCredit } from './credit-wire.ts';
import { creditedSale } from './credited-sale.ts';
import type { CreditsDeps } from './dependencies.ts';
import { enteredCredit } from './entered-credit.ts';
import { openPeriodOn } from './open-period.ts';

/**
 * M5, BIL-6: grants a credit, once for its reference and once for a claim. It is on the invoice of the period that is open: the
 * transaction holds that no run has locked it, so that a run reads the credit or the credit goes to the next one.
 */
export const grantCredit: Operation<(typeof creditsRoutes)['grantCredit'], CreditsDeps> = async (call, deps) => {
  const { table } = deps;
  const { path, body, at } = call;
  const { partnerId } = path;
  const account = await accountStore(table).load(partnerId);
  if (!account) return refuse('resource_not_found');
  const creditId = creditIdOf(partnerId, body.creditReference);
  const content = contentOf(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));
  return retryOnConflict(async () => {
    const known = await creditStore(table).byId(partnerId, creditId);
    if (known && known.content !== content) return refuse('credit_conflict', { field: 'creditReference' });
    if (known)
      return ok({
        status: 201,
        body: toWireCredit(known, await periodStore(table).load(partnerId, known.billingOn)),
      });
    const claimed = body.slaClaimId !== undefined && (await creditStore(table).ofClaim(partnerId, body.slaClaimId));
    if (claimed)
      return refuse('credit_conflict', { field: 'slaClaimId', description: `Credit ${claimed} settles it.` });
    const entered = enteredCredit(body, account.profile.currency);
    if (!entered.ok) return entered;
    const sale = await creditedSale({ account, at, body, entered: entered.value }, deps);
    if (!sale.ok) return sale;
    const period = await openPeriodOn(account, utcDay(at), { table });
    if (!period) return refuse('wrong_state', { description: 'The partner has no billing period yet.' });
    const credit: Credit = {
      ...{ partnerId, creditId, content, currency: account.profile.currency },
      ...{ creditReference: body.creditReference, customerId: body.customerId },
      ...{ subscriptionId: body.subscriptionId, reason: body.reason },
      ...given({ serviceRequestId: body.serviceRequestId, sla: entered.value.sla }),
      ...{ grantedOn: utcDay(at), billingOn: period.billingOn },
      ...sale.value,
      ...{ status: 'granted', version: 1 },
    };
    const reply = { status: 201 as const, body: toWireCredit(credit, undefined) };
    await table.write([
      ...newCreditWrites(credit),
      openCheck(partnerId, period.billingOn, period.row),
      ...creditEvent(credit, call),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
};
