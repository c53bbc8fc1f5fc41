import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import {
  type AccountBalance,
  allocated,
  type BalanceFacts,
  type Movement,
  movementWrites,
} from '../../accounts/index.ts';
import { invoiceStore, paidWrite } from '../../invoices/index.ts';
import type { Payment } from '../domain/payment.ts';
import { type Receivable, receivableOf, type Share } from '../domain/receivable.ts';

/** Invoices that change in one transaction at most: each may have charges of thousands of products. */
export const INVOICES_PER_WRITE = 10;

/** What changes of an invoice; minor units more or, below 0, less. */
export interface Change {
  readonly receivable: Pick<Receivable, 'invoiceId' | 'invoiceOn' | 'issue'>;
  /** Of payments. */
  readonly allocated?: bigint;
  /** Of credit. */
  readonly credited?: bigint;
  readonly writtenOff?: bigint;
}

/**
 * A partner's invoices with a balance or without, from a billing date on, as they are now. The account's balance is read before them:
 * whoever then writes on condition of its version has seen every movement.
 */
export async function receivablesOf(
  partnerId: string,
  from: Day | undefined,
  { table }: { readonly table: Table },
): Promise<readonly Receivable[]> {
  if (from === undefined) return [];
  const found: Receivable[] = [];
  for await (const page of invoiceStore(table).since(partnerId, from))
    found.push(...page.map(({ invoice, notes }) => receivableOf(invoice, notes)));
  return found;
}

/** The writes of movements with the invoices that they are about. */
export async function movedWrites(
  { partnerId, before }: { readonly partnerId: string; readonly before: AccountBalance },
  {
    movements,
    changes,
    facts,
  }: { readonly movements: readonly Movement[]; readonly changes: readonly Change[]; readonly facts?: BalanceFacts },
  { table }: { readonly table: Table },
): Promise<Write[]> {
  const records = await Promise.all(changes.map(({ receivable }) => recordOf(partnerId, receivable, table)));
  return [
    ...movementWrites(partnerId, before, movements, facts),
    ...changes.map(({ allocated: paid = 0n, credited = 0n, writtenOff = 0n }, index) => {
      const record = records[index]!;
      return paidWrite(record, {
        paid: record.paid + paid + credited,
        credited: (record.credited ?? 0n) + credited,
        writtenOff: (record.writtenOff ?? 0n) + writtenOff,
      });
    }),
  ];
}

async function recordOf(partnerId: string, { invoiceOn, issue }: Change['receivable'], table: Table) {
  const record = await invoiceStore(table).load(
    { partnerId, billingOn: invoiceOn, ...(issue && { issue }) },
    { consistent: true },
  );
  invariant(record, 'an invoice stays');
  return record;
}

/** The movements of what invoices get of a payment. */
export const allocations = (payment: Payment, shares: readonly Share[], on: Day): Movement[] =>
  shares.map(({ receivable, minorUnits }, index) =>
    allocated({ paymentId: payment.paymentId, no: payment.moved + index + 1 }, receivable, minorUnits, on),
  );

/** Shares of one invoice that was named more than once are one change. */
export function changesOf(shares: readonly Share[]): Change[] {
  const changes = new Map<string, Change & { readonly allocated: bigint }>();
  for (const { receivable, minorUnits } of shares) {
    const before = changes.get(receivable.invoiceId)?.allocated ?? 0n;
    changes.set(receivable.invoiceId, { receivable, allocated: before + minorUnits });
  }
  return [...changes.values()];
}

/** A list that is not there where it has nothing. */
export const listed = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);
