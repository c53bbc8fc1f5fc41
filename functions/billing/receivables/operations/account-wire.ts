import type * as z from 'zod';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { addDays, type Day, toWireDay } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, currencySymbol, percentFrom, periodStore } from '../../accounts/index.ts';
import { collectionsStatusOf } from '../domain/payment-status.ts';
import type * as s from '../schemas.ts';
import { receivablesOf } from './moved.ts';

type WireAccount = Omit<z.input<typeof s.BillingAccount>, 'links'>;

/** Version of what was agreed; balances do not count. */
export const termsEtag = ({ partnerId, termsVersion }: BillingAccount): string => etagOf(partnerId, termsVersion);

/** PRG-2, PRG-10, L4, L5: the day, currency and terms that invoices follow, and what is owed as of a day. */
export async function accountBody(
  account: BillingAccount,
  today: Day,
  { table }: { table: Table },
): Promise<WireAccount> {
  const { partnerId, profile } = account;
  const { currency } = profile;
  const {
    balance,
    books,
    openFrom,
    isOrderingSuspended = false,
  } = await accountStore(table).balance(partnerId, currency);
  const [period, receivables] = await Promise.all([
    periodStore(table).latest(partnerId),
    receivablesOf(partnerId, openFrom, { table }),
  ]);
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  const { taxRateNext, creditLimit, collectionsSteps } = account;
  const percent = period ? percentFrom(account, period.start) : account.taxRatePercent;
  return {
    partnerId,
    ...(profile.mpnId && { mpnId: profile.mpnId }),
    countryCode: profile.country,
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    ...(profile.billingDay && { billingDay: profile.billingDay }),
    ...(profile.agreementSignedOn && { signedDate: toWireDay(profile.agreementSignedOn as Day) }),
    paymentTermDays: account.paymentTermDays,
    taxRatePercent: Number(percent),
    ...(taxRateNext && taxRateNext.percent !== percent && { nextTaxRatePercent: Number(taxRateNext.percent) }),
    ...(creditLimit !== undefined && { creditLimit: amount(BigInt(creditLimit)) }),
    ...(period && {
      nextBillingDate: toWireDay(period.end),
      openPeriodStart: toWireDay(period.start),
      openPeriodEnd: toWireDay(addDays(period.end, -1)),
    }),
    balanceAmount: amount(balance.minorUnits),
    unallocatedAmount: amount(-books.unallocated),
    creditBalance: amount(-books.creditBalance),
    collectionsStatus: collectionsStatusOf(receivables, { today, isOrderingSuspended }),
    collectionsSteps: collectionsSteps.map((step) => ({ ...step })),
    attributes: { objectType: 'BillingAccount', etag: termsEtag(account) },
  };
}
