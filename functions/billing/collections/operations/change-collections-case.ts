import { CollectionsCaseChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, movementWrites } from '../../accounts/index.ts';
import { type CollectionsCase, overdueOf } from '../domain/collections.ts';
import { withDeferral } from '../domain/lateness.ts';
import type { collectionsRoutes } from '../routes.ts';
import { PROMISE_DAYS_MAX } from '../schemas.ts';
import { caseWrite, collectionsStore, collectionsWrite } from '../store/collections-store.ts';
import { collectionsKey } from '../store/keys.ts';
import { toWireCase } from './case-wire.ts';
import type { CollectionsDeps } from './dependencies.ts';
import { settleAndCollect } from './review-collections.ts';

type Changing = Operation<(typeof collectionsRoutes)['changeCollectionsCase'], CollectionsDeps>;

/** Promises of one case. */
const PROMISES_MAX = 24;

/**
 * L8: notes that payment was promised, which defers every step that is to come, or gives up what is overdue. The decision is stored
 * first, with the account unsettled; what follows of it, which may take several transactions, goes on hourly where it is interrupted.
 */
export const changeCollectionsCase: Changing = async (call, { table }) => {
  const { caseId } = call.path;
  const { status, note } = call.body;
  const today = utcDay(call.at);
  const promisedOn = call.body.promiseDate && utcDay(call.body.promiseDate);
  if (status === 'writtenOff' && promisedOn !== undefined)
    return refuse('invalid_property', { field: 'promiseDate', description: 'is of promises alone' });
  const isInReach = promisedOn !== undefined && promisedOn >= today && promisedOn <= addDays(today, PROMISE_DAYS_MAX);
  if (status === 'promised' && !isInReach)
    return refuse('invalid_property', {
      field: 'promiseDate',
      description: `must be today or up to ${PROMISE_DAYS_MAX} days from now`,
    });
  const store = collectionsStore(table);
  const result = await retryOnConflict<Awaited<ReturnType<Changing>>>(async () => {
    const before = await store.case(caseId);
    if (!before) return refuse('resource_not_found');
    const { partnerId, currency } = before;
    // Written off already, or just now by another call: that call goes on with it.
    if (status === 'writtenOff' && before.status === 'writtenOff') return ok({ status: 200, body: toWireCase(before) });
    const balance = await accountStore(table).balance(partnerId, currency);
    const collections = await store.load(partnerId);
    if (before.status === 'writtenOff' || collections.caseId !== caseId)
      return refuse('wrong_state', { description: 'The case is closed.' });
    const promises = collections.deferrals.filter(({ from }) => from >= before.openedOn);
    if (status === 'promised' && promises.length >= PROMISES_MAX)
      return refuse('wrong_state', { description: `Payment was promised ${PROMISES_MAX} times.` });
    const after: CollectionsCase = { ...before, status, note, ...(promisedOn !== undefined && { promisedOn }) };
    const decided =
      promisedOn === undefined
        ? { ...collections, writeOffOn: today }
        : { ...collections, deferrals: withDeferral(collections.deferrals, { from: today, through: promisedOn }) };
    const nothing = before.invoices.map((invoice) => ({ ...invoice, overdue: 0n }));
    const shown = status === 'writtenOff' ? { ...after, invoices: nothing, closedOn: today } : after;
    const reply = { status: 200 as const, body: toWireCase(shown) };
    const event = newEvent(
      CollectionsCaseChanged,
      { tenantId: partnerId, aggregateId: partnerId, occurredAt: call.at },
      {
        ...{ partnerId, caseId, status },
        ...(promisedOn !== undefined && { promisedOn }),
        overdue: toMoneyWire({ minorUnits: overdueOf(before.invoices), currency }),
      },
    );
    await table.write([
      ...movementWrites(partnerId, balance, [], { isUnsettled: true }),
      collectionsWrite(collections, decided),
      caseWrite(before, after),
      ...outboxWrite({
        ...{ aggregate: collectionsKey(partnerId), version: collections.version + 1 },
        ...{ events: [event], cause: call.cause },
      }),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
  if (result.ok) await settleAndCollect({ partnerId: result.value.body.partnerId, at: call.at }, { table });
  return result;
};
