import type * as z from 'zod';
import { PriceBookChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { link } from '../../../../shared/contracts/wire.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation, RelatedCustomer } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { PriceRule } from '../domain/price-book.ts';
import type { priceBooksRoutes } from '../routes.ts';
import type { PriceBook } from '../schemas.ts';
import { type BookScope, bookVersionKey } from '../store/keys.ts';
import { priceBookStore, priceBookWrites, type StoredPriceBook } from '../store/price-book-store.ts';
import type { PriceBooksDeps } from './dependencies.ts';

type Routes = typeof priceBooksRoutes;
type Op<Name extends keyof Routes> = Operation<Routes[Name], PriceBooksDeps>;

/** BIL-7: the partner's own book. Costs the item of the book. */
export const viewPriceBook: Op<'viewPriceBook'> = ({ caller }, { table }) =>
  shown({ partnerId: caller.tenantId }, table);

/** BIL-7: the rules from today on for all customers without a rule of their own. */
export const putPriceBook: Op<'putPriceBook'> = (call, deps) =>
  put({ partnerId: call.caller.tenantId }, call.body.rules, call, deps);

/** BIL-7: what the partner has agreed with one customer; no other partner's. */
export const viewCustomerPriceBook: Op<'viewCustomerPriceBook'> = ({ caller, customer }, { table }) =>
  shown({ partnerId: caller.tenantId, customerId: customer.customerId }, table);

/** BIL-7: the rules of one customer from today on. */
export const putCustomerPriceBook: Op<'putCustomerPriceBook'> = (call, deps) =>
  put(pairOf(call), call.body.rules, call, deps);

/** BIL-7: from today on no rules of the customer's own. Of a book that is not there, or has none, nothing is written. */
export const deleteCustomerPriceBook: Op<'deleteCustomerPriceBook'> = async (call, { table }) => {
  const scope = pairOf(call);
  return retryOnConflict<Awaited<ReturnType<Op<'deleteCustomerPriceBook'>>>>(async () => {
    const before = await priceBookStore(table).latest(scope);
    if (!etagMatches(call.ifMatch, etagOfBook(scope, before))) return refuse('stale_etag');
    if (before && before.rules.length > 0) await saved(scope, before, [], call, table);
    return ok({ status: 204 });
  });
};

const pairOf = ({ caller, customer }: Pick<Call<Routes['putCustomerPriceBook']>, 'caller' | 'customer'>) => ({
  partnerId: caller.tenantId,
  customerId: customer.customerId,
});

async function shown(scope: BookScope, table: PriceBooksDeps['table']) {
  return ok({ status: 200 as const, body: toWire(scope, await priceBookStore(table).latest(scope)) });
}

type Putting = Pick<Call, 'at' | 'cause'> & {
  readonly ifMatch?: string;
  readonly customer: Pick<RelatedCustomer, 'unchanged'> | undefined;
};

async function put(scope: BookScope, rules: readonly PriceRule[], call: Putting, { table }: PriceBooksDeps) {
  type Answer = Result<{ status: 200; body: z.input<typeof PriceBook> }, Refusal<'stale_etag'>>;
  return retryOnConflict<Answer>(async () => {
    const before = await priceBookStore(table).latest(scope);
    const isFirst = before === undefined && call.ifMatch === undefined;
    if (!isFirst && (call.ifMatch === undefined || !etagMatches(call.ifMatch, etagOfBook(scope, before))))
      return refuse('stale_etag');
    const isSame = alike(rules, before?.rules ?? []);
    const book = isSame ? before : await saved(scope, before, rules, call, table);
    return ok({ status: 200, body: toWire(scope, book) });
  });
}

/**
 * Writes the version of today. A version of a later day than the call's, which another call brought meanwhile, is not gone behind.
 * A save costs the item of the book in write units, an event, and a check of the version before where that is of another day.
 */
async function saved(
  { partnerId, customerId }: BookScope,
  before: StoredPriceBook | undefined,
  rules: readonly PriceRule[],
  { at, cause, customer }: Putting,
  table: PriceBooksDeps['table'],
): Promise<StoredPriceBook> {
  const today = utcDay(at);
  const after: StoredPriceBook = {
    ...{ partnerId, ...given({ customerId }), rules },
    from: before && before.from > today ? before.from : today,
    version: (before?.version ?? 0) + 1,
  };
  const event = newEvent(
    PriceBookChanged,
    { tenantId: partnerId, aggregateId: customerId ?? partnerId, occurredAt: at },
    { partnerId, ...given({ customerId }), effectiveOn: after.from, ruleCount: rules.length },
  );
  await table.write([
    ...priceBookWrites(before, after),
    ...(customer ? [customer.unchanged] : []),
    ...outboxWrite({ aggregate: bookVersionKey(after, after.from), version: after.version, events: [event], cause }),
  ]);
  return after;
}

const etagOfBook = ({ partnerId, customerId }: BookScope, book: StoredPriceBook | undefined): string =>
  etagOf(customerId ?? partnerId, book?.version ?? 0);

const toWire = (scope: BookScope, book: StoredPriceBook | undefined): z.input<typeof PriceBook> => ({
  rules: (book?.rules ?? []).map(({ value, ...rule }) => ({ ...rule, value: Number(value) })),
  ...(book && { effectiveDate: toWireDay(book.from) }),
  links: { self: link(scope.customerId ? `/customers/${scope.customerId}/pricebook` : '/partner/pricebook') },
  attributes: { objectType: 'PriceBook', ...(book && { etag: etagOfBook(scope, book) }) },
});
