import type * as z from 'zod';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { isBillingCurrency } from '../../../../shared/kernel/billing-currency.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { day } from '../../../../shared/kernel/time.ts';
import type { rateCardsRoutes } from '../routes.ts';
import type { ExchangeRates } from '../schemas.ts';
import { type BilledThrough, exchangeStore } from '../store/exchange-store.ts';
import type { MonthRates } from '../store/rate-card-items.ts';
import type { RateCardsOperation } from './dependencies.ts';

/**
 * M3: sets the rates of a month. A rate that is changed or taken away must not have been used: no period of a partner
 * that is billed in its currency has been closed since the month began. A rate that is added never was: usage
 * without one waits. No operation shows the operator the ETag, so `If-Match` counts where it is sent.
 */
export const putExchangeRates: RateCardsOperation<'putExchangeRates'> = async (call, { table }) => {
  const { month } = call.path;
  const { pricingCurrency, rates: sent } = call.body;
  const rates = Object.fromEntries(
    sent.map(({ currencyCode, pcToBCExchangeRate }) => [currencyCode, pcToBCExchangeRate]),
  );
  const wrong = wrongIn(call.body, rates);
  if (wrong) return refuse('invalid_property', wrong);
  const store = exchangeStore(table);
  return retryOnConflict(async () => {
    const before = await store.load(month);
    if (before && !etagMatches(call.ifMatch, etagOf(before.month, before.version))) return refuse('stale_etag');
    const changed = changedCurrencies(before, { pricingCurrency, rates });
    const billed = await Promise.all(changed.map((currency) => store.billedThrough(currency)));
    const used = billed.find((each) => isUsed(each, month));
    if (used)
      return refuse('exchange_rates_used', {
        field: 'rates',
        description: `A closed billing period has used the rate of ${used.currency} of this month: it stays.`,
      });
    const after = { month, pricingCurrency, rates, version: (before?.version ?? 0) + 1 };
    await store.save(
      after,
      occasionOf(call),
      billed.map(({ unchanged }) => unchanged),
    );
    return ok({ status: 200, body: toWire(after) });
  });
};

type Body = Call<(typeof rateCardsRoutes)['putExchangeRates']>['body'];

function wrongIn({ pricingCurrency, rates: sent }: Body, rates: Readonly<Record<string, string>>) {
  const wrong = (field: string, what: string) => ({ field, description: `${field}: ${what}.` });
  if (!isBillingCurrency(pricingCurrency))
    return wrong('pricingCurrency', `${pricingCurrency} is no currency of the program`);
  const strange = sent.findIndex(({ currencyCode }) => !isBillingCurrency(currencyCode));
  if (strange >= 0)
    return wrong(`rates[${strange}].currencyCode`, `${sent[strange]!.currencyCode} is no currency of the program`);
  if (sent.length > Object.keys(rates).length) return wrong('rates', 'one has a currency twice');
  return rates[pricingCurrency] === undefined
    ? undefined
    : wrong('rates', 'the pricing currency has no rate of its own');
}

export const viewExchangeRates: RateCardsOperation<'viewExchangeRates'> = async ({ path }, { table }) => {
  const rates = await exchangeStore(table).load(path.month);
  return rates ? ok({ status: 200, body: toWire(rates) }) : refuse('resource_not_found');
};

/** Currencies that had a rate and get another, or none. */
function changedCurrencies(
  before: MonthRates | undefined,
  { pricingCurrency, rates }: Pick<MonthRates, 'pricingCurrency' | 'rates'>,
): string[] {
  if (!before) return [];
  const isOther = before.pricingCurrency !== pricingCurrency;
  return Object.keys(before.rates).filter((currency) => isOther || before.rates[currency] !== rates[currency]);
}

/** A closed period ended after the month began: days of the month were in it. */
const isUsed = ({ through }: BilledThrough, month: string): boolean =>
  through !== undefined && through > day(`${month}-01`);

const toWire = ({ month, pricingCurrency, rates, version }: MonthRates): z.input<typeof ExchangeRates> => ({
  month: month.replace('-', ''),
  pricingCurrency,
  rates: Object.entries(rates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currencyCode, rate]) => ({ currencyCode, pcToBCExchangeRate: Number(rate) })),
  attributes: { objectType: 'ExchangeRates', etag: etagOf(month, version) },
});
