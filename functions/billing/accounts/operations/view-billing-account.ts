import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, type Day, toWireDay } from '../../../../shared/kernel/time.ts';
import { currencySymbol } from '../domain/currency.ts';
import type { accountsRoutes } from '../routes.ts';
import { accountStore } from '../store/account-store.ts';
import { periodStore } from '../store/period-store.ts';
import type { AccountsDeps } from './dependencies.ts';

/** PRG-2, PRG-10: the day, currency and terms that invoices follow. */
export const viewBillingAccount: Operation<(typeof accountsRoutes)['viewBillingAccount'], AccountsDeps> = async (
  { caller },
  { table },
) => {
  const account = await accountStore(table).load(caller.tenantId);
  if (!account) return refuse('resource_not_found');
  const { profile } = account;
  const { balance } = await accountStore(table).balance(caller.tenantId, profile.currency);
  const period = await periodStore(table).latest(caller.tenantId);
  return ok({
    status: 200,
    body: {
      partnerId: account.partnerId,
      ...(profile.mpnId && { mpnId: profile.mpnId }),
      countryCode: profile.country,
      currencyCode: profile.currency,
      currencySymbol: currencySymbol(profile.currency),
      ...(profile.billingDay && { billingDay: profile.billingDay }),
      ...(profile.agreementSignedOn && { signedDate: toWireDay(profile.agreementSignedOn as Day) }),
      paymentTermDays: account.paymentTermDays,
      taxRatePercent: Number(account.taxRatePercent),
      ...(period && {
        nextBillingDate: toWireDay(period.end),
        openPeriodStart: toWireDay(period.start),
        openPeriodEnd: toWireDay(addDays(period.end, -1)),
      }),
      balanceAmount: amountNumber(balance),
      links: { self: link('/partner/billingaccount') },
      attributes: { objectType: 'BillingAccount' },
    },
  });
};
