import { createHash } from 'node:crypto';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { NumberOwner } from '../store/number-item.ts';

const NUMBER_DIGITS = 9;

/** The number of a period's invoice: derived from the period, so that a repeat finds the one it had reserved. */
export async function reserveNumber(period: NumberOwner, { table }: { readonly table: Table }): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const invoiceId = numberOf(period, attempt);
    if (await invoiceStore(table).reserveNumber(invoiceId, period)) return invoiceId;
  }
}

/** `D` and nine digits or capitals (billing contract 2). */
function numberOf({ partnerId, billingOn }: NumberOwner, attempt: number): string {
  const hash = createHash('sha256').update(`${partnerId}|${billingOn}|${attempt}`).digest('hex');
  const number = BigInt(`0x${hash.slice(0, 24)}`) % 36n ** BigInt(NUMBER_DIGITS);
  return `D${number.toString(36).toUpperCase().padStart(NUMBER_DIGITS, '0')}`;
}
