import { createHash } from 'node:crypto';
import { IncentivesPaid } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { amountNumber, amountText, toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, incentivesPaidOut, movementWrites } from '../../accounts/index.ts';
import { type InvoiceRecord, invoiceStore } from '../../invoices/index.ts';
import { documentOf, earningId } from '../domain/earning-id.ts';
import type { incentivesRoutes } from '../routes.ts';
import type { IncentivePayout } from '../schemas.ts';
import {
  type Earned,
  earnedPaidWrite,
  earnedStore,
  type Payout,
  paidEarningWrite,
  payoutWrite,
} from '../store/earned-store.ts';
import { payoutKey } from '../store/keys.ts';
import { dayOfDocument } from './accrue.ts';
import type { IncentivesDeps } from './dependencies.ts';
import { earningsAt } from './earning-rows.ts';
import { unpaidStatus } from './payable.ts';

type PayingOut = (typeof incentivesRoutes)['payOutIncentives'];
type Body = Call<PayingOut>['body'];
type Deps = Pick<IncentivesDeps, 'table' | 'files'>;

/**
 * M6: pays earnings that are payable to the partner, once for a reference: in one transaction each of them is paid by this payout,
 * and the books say so. The books are read first, and the transaction holds only as long as nothing moved in them: payment or note
 * that makes an earning wait again is seen.
 */
export const payOutIncentives: Operation<PayingOut, IncentivesDeps> = async (call, deps) => {
  const { body, once, at } = call;
  const payoutId = guidFromHex(hashOf([body.mpnId, body.reference]));
  const content = hashOf([body.currencyCode, [...body.earningIds].sort(), [...body.invoiceIds].sort()]).slice(0, 32);
  return retryOnConflict<Awaited<ReturnType<typeof payOutIncentives>>>(async () => {
    const known = await earnedStore(deps.table).payout(payoutId);
    if (known && known.content !== content) return refuse('payout_conflict', { field: 'reference' });
    if (known) return ok({ status: 201, body: toWirePayout(known) });
    const documents = await documentsOf(body, deps);
    if (!documents.ok) return documents;
    const [{ partnerId, currency }] = documents.value as readonly [InvoiceRecord];
    if (body.currencyCode !== currency)
      return refuse('currency_mismatch', {
        field: 'currencyCode',
        description: `The partner is billed in ${currency}.`,
      });
    const before = await accountStore(deps.table).balance(partnerId, currency);
    const paying = await payingOf(documents.value, body, payoutId, deps);
    if (!paying.ok) return paying;
    const { minorUnits, count, writes } = paying.value;
    const owed = -before.books.incentivesOwed;
    if (minorUnits <= 0n || minorUnits > owed)
      return refuse('wrong_state', {
        field: 'earningIds',
        description: `They come to ${amountText({ minorUnits, currency })} ${currency}; a payout is above 0, and no more than the ${amountText({ minorUnits: owed, currency })} that are owed with what was taken back.`,
      });
    const paidOn = utcDay(at);
    const payout: Payout = {
      ...{ payoutId, reference: body.reference, partnerId, mpnId: body.mpnId, currency, minorUnits, paidOn, content },
      earningCount: count,
    };
    const reply = { status: 201 as const, body: toWirePayout(payout) };
    await deps.table.write([
      payoutWrite(payout),
      ...writes,
      ...movementWrites(partnerId, before, [incentivesPaidOut(payoutId, minorUnits, paidOn)]),
      ...paidEvent(payout, call),
      ...once.complete(reply),
    ]);
    return ok(reply);
  });
};

const hashOf = (members: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(members)).digest('hex');

type Refused = Refusal<'resource_not_found' | 'invalid_property' | 'wrong_state'>;

/** The documents that are named, themselves or by their earnings: those of one partner. */
async function documentsOf(
  { earningIds, invoiceIds }: Body,
  { table }: { readonly table: Table },
): Promise<Result<readonly InvoiceRecord[], Refused>> {
  const named = [
    ...invoiceIds.map((documentId, index) => ({ documentId, field: `invoiceIds[${index}]` })),
    ...earningIds.map((id, index) => ({ documentId: documentOf(id) ?? '', field: `earningIds[${index}]` })),
  ];
  if (named.length === 0)
    return refuse('invalid_property', {
      field: 'earningIds',
      description: 'A payout names earnings, or invoices whose earnings it pays.',
    });
  const found = new Map<string, InvoiceRecord>();
  for (const { documentId, field } of named) {
    const document = found.get(documentId) ?? (await invoiceStore(table).ofProgram(documentId));
    if (!document) return refuse('resource_not_found', { field });
    const [first] = found.values();
    if (first && first.partnerId !== document.partnerId)
      return refuse('invalid_property', { field, description: 'It is of another partner: a payout goes to one.' });
    found.set(documentId, document);
  }
  return ok([...found.values()]);
}

/** What is paid, and what that writes. */
interface Paying {
  readonly minorUnits: bigint;
  readonly count: number;
  readonly writes: readonly Write[];
}

async function payingOf(
  documents: readonly InvoiceRecord[],
  body: Body,
  payoutId: string,
  deps: Deps,
): Promise<Result<Paying, Refused>> {
  let paying: Paying = { minorUnits: 0n, count: 0, writes: [] };
  for (const document of documents) {
    const { partnerId, invoiceId } = document;
    const isWhole = body.invoiceIds.includes(invoiceId);
    const ids = body.earningIds.filter((id) => documentOf(id) === invoiceId);
    const field = isWhole
      ? `invoiceIds[${body.invoiceIds.indexOf(invoiceId)}]`
      : `earningIds[${body.earningIds.indexOf(ids[0]!)}]`;
    const earnedOn = await dayOfDocument(document, deps);
    const earned = await earnedStore(deps.table).load(partnerId, { earnedOn, documentId: invoiceId });
    if (!earned) return refuse('resource_not_found', { field });
    const mpnId = earned.mpnId ?? (await accountStore(deps.table).load(partnerId))?.profile.mpnId;
    if (mpnId !== body.mpnId)
      return refuse('invalid_property', {
        field: 'mpnId',
        description: `${field} is not an earning of this network id.`,
      });
    if (earned.payoutId !== undefined) return refuse('wrong_state', { field, description: 'It is paid out.' });
    if ((await unpaidStatus(partnerId, earned, deps)) !== 'payable')
      return refuse('wrong_state', { field, description: 'Its invoice is not paid in full yet.' });
    const some = isWhole
      ? ok(wholePaying(partnerId, earned, payoutId))
      : await singlePaying(partnerId, earned, { ids, all: body.earningIds, payoutId }, deps);
    if (!some.ok) return some;
    const { minorUnits, count, writes } = some.value;
    paying = {
      minorUnits: paying.minorUnits + minorUnits,
      count: paying.count + count,
      writes: [...paying.writes, ...writes],
    };
  }
  return ok(paying);
}

/** All of a document that was not paid one by one. */
const wholePaying = (partnerId: string, earned: Earned, payoutId: string): Paying => ({
  minorUnits: earned.earned - earned.paid,
  count: earned.count - earned.paidCount,
  writes: [earnedPaidWrite(partnerId, earned, { ...earned, payoutId })],
});

/** Some earnings of a document. */
async function singlePaying(
  partnerId: string,
  earned: Earned,
  {
    ids,
    all,
    payoutId,
  }: { readonly ids: readonly string[]; readonly all: readonly string[]; readonly payoutId: string },
  deps: Deps,
): Promise<Result<Paying, Refused>> {
  const { documentId } = earned;
  const left = new Set(ids);
  const writes: Write[] = [];
  let minorUnits = 0n;
  for (const { part, key } of earned.parts) {
    if (left.size === 0) break;
    const paid = await earnedStore(deps.table).paidRows(partnerId, documentId, part);
    for (const [row, { lineId, ruleId, earning }] of (await earningsAt(key, deps)).entries()) {
      const id = earningId({ documentId, lineId, ruleId });
      if (!left.delete(id)) continue;
      if (paid.has(row))
        return refuse('wrong_state', { field: `earningIds[${all.indexOf(id)}]`, description: 'It is paid out.' });
      minorUnits += earning;
      writes.push(paidEarningWrite(partnerId, { documentId, part, row, payoutId }));
    }
  }
  const [unknown] = left;
  if (unknown !== undefined) return refuse('resource_not_found', { field: `earningIds[${all.indexOf(unknown)}]` });
  invariant(writes.length > 0, 'a document is named by an earning of it');
  const after = { ...earned, paidCount: earned.paidCount + writes.length, paid: earned.paid + minorUnits };
  return ok({ minorUnits, count: writes.length, writes: [...writes, earnedPaidWrite(partnerId, earned, after)] });
}

function paidEvent(payout: Payout, { at, cause }: Pick<Call<PayingOut>, 'at' | 'cause'>): Write[] {
  const { payoutId, partnerId, mpnId, reference, paidOn, minorUnits, currency } = payout;
  const event = newEvent(
    IncentivesPaid,
    { tenantId: partnerId, aggregateId: payoutId, occurredAt: at },
    { payoutId, partnerId, mpnId, reference, paidOn, amount: toMoneyWire({ minorUnits, currency }) },
  );
  return outboxWrite({ aggregate: payoutKey(payoutId), version: 1, events: [event], cause });
}

function toWirePayout({ payoutId, minorUnits, currency, paidOn, ...payout }: Payout): IncentivePayout {
  return {
    id: payoutId,
    ...{ reference: payout.reference, partnerId: payout.partnerId, mpnId: payout.mpnId },
    amount: amountNumber({ minorUnits, currency }),
    currencyCode: currency,
    earningCount: payout.earningCount,
    payoutDate: toWireDay(paidOn),
    attributes: { objectType: 'IncentivePayout' },
  };
}
