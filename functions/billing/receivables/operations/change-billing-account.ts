import { BillingTermsChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { etagMatches } from '../../../../shared/http/etag.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { exactMinorUnits, toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  accountStore,
  type BillingAccount,
  type BillingTerms,
  movementWrites,
  percentFrom,
  periodStore,
  termsAggregate,
  termsWrite,
} from '../../accounts/index.ts';
import type { receivablesRoutes } from '../routes.ts';
import { accountBody, termsEtag } from './account-wire.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import { partnerAccountLink } from './view-billing-account.ts';

type Changing = Operation<(typeof receivablesRoutes)['changeBillingAccount'], ReceivablesDeps>;
type Body = Parameters<Changing>[0]['body'];

/**
 * D12, M4, M7, L8: changes what was agreed with a partner. Terms of payment are those of the invoices to come, a tax rate counts from the
 * next period on, so that what is open keeps its own. Members that are not sent stay; day and currency of the bill never change.
 */
export const changeBillingAccount: Changing = async (call, deps) => {
  const { table, settleQueue } = deps;
  const { partnerId } = call.path;
  const result = await retryOnConflict<Awaited<ReturnType<Changing>>>(async () => {
    const before = await accountStore(table).load(partnerId);
    if (!before) return refuse('resource_not_found');
    if (call.ifMatch === undefined || !etagMatches(call.ifMatch, termsEtag(before))) return refuse('stale_etag');
    const terms = await changed(before, call.body, deps);
    if (!terms.ok) return terms;
    const isSame = alike(terms.value, termsOf(before));
    const after: BillingAccount = {
      ...terms.value,
      ...{ partnerId, profile: before.profile, termsVersion: before.termsVersion + (isSame ? 0 : 1) },
    };
    const links = { self: partnerAccountLink(partnerId) };
    const reply = { status: 200 as const, body: { ...(await accountBody(after, utcDay(call.at), deps)), links } };
    if (!isSame)
      await table.write([
        termsWrite(before, terms.value),
        ...changedEvent(after, call),
        ...(await lookedAtAgain(before, { table })),
      ]);
    return ok(reply);
  });
  if (result.ok) await settleQueue.send([{ kind: 'settle', partnerId, at: call.at }]);
  return result;
};

/** What rests on the terms, as steps of collections, is looked at again: now, or hourly where that is interrupted. */
async function lookedAtAgain({ partnerId, profile }: BillingAccount, { table }: Pick<ReceivablesDeps, 'table'>) {
  const balance = await accountStore(table).balance(partnerId, profile.currency);
  return movementWrites(partnerId, balance, [], { isUnsettled: true });
}

const termsOf = ({ partnerId: _, profile: __, termsVersion: ___, ...terms }: BillingAccount): BillingTerms => terms;

async function changed(
  account: BillingAccount,
  { paymentTermDays, taxRatePercent, creditLimit, collectionsSteps, billingDay, currencyCode }: Body,
  { table }: Pick<ReceivablesDeps, 'table'>,
): Promise<Result<BillingTerms, Refusal<'invalid_property'>>> {
  const { profile } = account;
  if (billingDay !== undefined && billingDay !== profile.billingDay)
    return refuse('invalid_property', { field: 'billingDay', description: 'never changes' });
  if (currencyCode !== undefined && currencyCode !== profile.currency)
    return refuse('invalid_property', { field: 'currencyCode', description: 'never changes' });
  const { creditLimit: _, ...terms } = termsOf(account);
  const limit = creditLimit == null ? undefined : exactMinorUnits(creditLimit, profile.currency);
  if (creditLimit != null && (limit === undefined || limit < 0n))
    return refuse('invalid_property', {
      field: 'creditLimit',
      description: 'must be 0 or more, with the decimals of the currency at most',
    });
  const stays = creditLimit === undefined && account.creditLimit !== undefined ? account.creditLimit : undefined;
  const text = limit === undefined ? stays : String(limit);
  return ok({
    ...terms,
    ...given({ paymentTermDays, collectionsSteps }),
    ...(taxRatePercent !== undefined && (await taxRates(account, taxRatePercent, { table }))),
    ...(text !== undefined && { creditLimit: text }),
  });
}

/** The rate of the open period stays; without one there is nothing yet that bears another. */
async function taxRates(
  account: BillingAccount,
  percent: string,
  { table }: Pick<ReceivablesDeps, 'table'>,
): Promise<Pick<BillingTerms, 'taxRatePercent' | 'taxRateNext'>> {
  const period = await periodStore(table).latest(account.partnerId);
  if (!period) return { taxRatePercent: percent };
  return { taxRatePercent: percentFrom(account, period.start), taxRateNext: { from: period.end, percent } };
}

function changedEvent(account: BillingAccount, { at, cause }: Pick<Parameters<Changing>[0], 'at' | 'cause'>) {
  const { partnerId, profile, paymentTermDays, taxRatePercent, taxRateNext, creditLimit, termsVersion } = account;
  const event = newEvent(
    BillingTermsChanged,
    { tenantId: partnerId, aggregateId: partnerId, occurredAt: at },
    {
      ...{ partnerId, paymentTermDays, taxRatePercent: taxRateNext?.percent ?? taxRatePercent },
      ...(taxRateNext && { taxRateFromOn: taxRateNext.from }),
      ...(creditLimit !== undefined && {
        creditLimit: toMoneyWire({ minorUnits: BigInt(creditLimit), currency: profile.currency }),
      }),
      collectionsSteps: account.collectionsSteps.map((step) => ({ ...step })),
    },
  );
  return outboxWrite({ aggregate: termsAggregate(partnerId), version: termsVersion, events: [event], cause });
}
