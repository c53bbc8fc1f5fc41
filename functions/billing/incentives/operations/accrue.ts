import { IncentiveAccrued } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { isRefused, retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { type Day, startOfDay } from '../../../../shared/kernel/time.ts';
import { accountStore, incentivesAccrued, movementWrites, periodStore } from '../../accounts/index.ts';
import { type InvoiceRecord, invoiceStore, partsOf } from '../../invoices/index.ts';
import { summedRevenue } from '../domain/revenue.ts';
import { type AccruedPart, accrualStore, countedWrite, revenueWrites } from '../store/accrual-store.ts';
import { type Earned, newEarnedWrite } from '../store/earned-store.ts';
import type { Accrual } from '../store/items.ts';
import { accrualKey } from '../store/keys.ts';
import type { AccrualMessage } from './accrual-message.ts';
import { countPart } from './count-part.ts';
import type { IncentivesDeps } from './dependencies.ts';
import { storeEarnings } from './earning-rows.ts';

export type AccrualOutcome = 'accrued' | 'accruing' | 'unwritten' | 'settled';

/**
 * M6, BIL-12: counts an issued document once, part by part, whatever is repeated, doubled or comes in another order: a part that is kept
 * stays, and the transaction that makes the document's sums known holds only once. The lines of a large void note are written after
 * it is issued: until then there is nothing to count, and a job asks again.
 */
export async function accrue(message: AccrualMessage, deps: IncentivesDeps): Promise<AccrualOutcome> {
  const { partnerId, documentId } = message;
  const accrual = await accrualStore(deps.table).load(partnerId, documentId);
  if (accrual?.state !== 'pending') return 'settled';
  const record = await invoiceStore(deps.table).ofProgram(documentId);
  invariant(record, 'a document that is out stays');
  const parts = await partsOf(record, deps);
  if (!parts) return 'unwritten';
  if (message.kind === 'accruePart') {
    const part = parts[message.part];
    invariant(part, 'the parts of a document that is out stay');
    const { earnings, revenue } = await countPart(record, part, deps);
    const key = earnings.length > 0 ? await storeEarnings(message, earnings, deps) : undefined;
    await accrualStore(deps.table).keep(accrual, {
      ...{ part: message.part, count: earnings.length, revenue },
      transaction: earnings.reduce((sum, { transaction }) => sum + transaction, 0n),
      earned: earnings.reduce((sum, { earning }) => sum + earning, 0n),
      ...(key !== undefined && { key }),
    });
  }
  const counted = await accrualStore(deps.table).parts(partnerId, documentId);
  if (counted.length === parts.length) return retryOnConflict(() => finish(accrual, record, counted, deps));
  if (message.kind === 'accrue') {
    const done = new Set(counted.map(({ part }) => part));
    const missing = [...parts.keys()].filter((part) => !done.has(part));
    await deps.accrualQueue.send(missing.map((part) => ({ kind: 'accruePart', partnerId, documentId, part })));
  }
  return 'accruing';
}

/** Makes known what a document earned and was billed for: earnings, revenue, books and event, or nothing of it. */
async function finish(
  accrual: Accrual,
  record: InvoiceRecord,
  parts: readonly AccruedPart[],
  { table }: Pick<IncentivesDeps, 'table'>,
): Promise<AccrualOutcome> {
  const { partnerId, documentId } = accrual;
  const on = await dayOfDocument(record, { table });
  const before = await accountStore(table).balance(partnerId, record.currency);
  const earned = await earnedOf(record, { on, parts }, { table });
  const revenue = summedRevenue(parts.flatMap((part) => part.revenue));
  const writes: Write[] = [
    countedWrite(accrual),
    ...revenueWrites({ partnerId, documentId, on, currency: record.currency }, revenue),
    ...(earned.count > 0 ? [newEarnedWrite(partnerId, earned), ...accruedEvent(partnerId, earned)] : []),
    ...(earned.earned === 0n
      ? []
      : movementWrites(partnerId, before, [incentivesAccrued(documentId, earned.earned, on)])),
  ];
  try {
    await table.write(writes);
    return 'accrued';
  } catch (error) {
    const now = isRefused(error) && (await accrualStore(table).load(partnerId, documentId));
    if (now && now.state === 'counted') return 'settled';
    throw error;
  }
}

/**
 * The day on which a document went out, whose month reports count it in: that of an invoice is its billing date, that of one in
 * the place of another the day on which the other was taken back.
 */
export async function dayOfDocument(record: InvoiceRecord, { table }: Pick<IncentivesDeps, 'table'>): Promise<Day> {
  const { note, replaces, invoiceOn } = record;
  if (note) return note.issuedOn;
  if (replaces === undefined) return invoiceOn;
  const replaced = await invoiceStore(table).ofProgram(replaces);
  invariant(replaced, 'an invoice that was replaced stays');
  const notes = await invoiceStore(table).notesOn(replaced, { consistent: true });
  const voided = notes.find((each) => each.note?.noteType === 'void_note');
  invariant(voided?.note, 'an invoice that was replaced was taken back');
  return voided.note.issuedOn;
}

async function earnedOf(
  { partnerId, invoiceId, invoiceOn, issue, currency }: InvoiceRecord,
  { on, parts }: { readonly on: Day; readonly parts: readonly AccruedPart[] },
  { table }: Pick<IncentivesDeps, 'table'>,
): Promise<Earned> {
  const mpnId = (await periodStore(table).load(partnerId, invoiceOn))?.plan?.mpnId;
  const sum = (of: (part: AccruedPart) => bigint): bigint => parts.reduce((total, part) => total + of(part), 0n);
  return {
    ...{ documentId: invoiceId, earnedOn: on, invoiceOn, currency },
    ...(issue && { issue }),
    ...(mpnId && { mpnId }),
    count: parts.reduce((total, { count }) => total + count, 0),
    transaction: sum(({ transaction }) => transaction),
    earned: sum(({ earned }) => earned),
    parts: parts.flatMap(({ part, count, key }) => (key === undefined ? [] : [{ part, count, key }])),
    ...{ version: 1, paidCount: 0, paid: 0n },
  };
}

function accruedEvent(
  partnerId: string,
  { documentId, earnedOn, mpnId, currency, count, transaction, earned }: Earned,
): Write[] {
  const event = newEvent(
    IncentiveAccrued,
    { tenantId: partnerId, aggregateId: documentId, occurredAt: startOfDay(earnedOn) },
    {
      ...{ partnerId, invoiceId: documentId, earnedOn, earningCount: count },
      ...(mpnId !== undefined && { mpnId }),
      transactionAmount: toMoneyWire({ minorUnits: transaction, currency }),
      earningAmount: toMoneyWire({ minorUnits: earned, currency }),
    },
  );
  const cause = {
    actor: { tenantId: partnerId, kind: 'schedule' as const },
    correlationId: documentId,
    causationId: documentId,
  };
  return outboxWrite({ aggregate: accrualKey(partnerId, documentId), version: 1, events: [event], cause });
}
