import { createHash } from 'node:crypto';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import { invoiceKey, noteKey } from '../store/keys.ts';
import type { NumberOwner } from '../store/number-item.ts';

const NUMBER_DIGITS = 9;

/** The number of an invoice or a note: derived from its place, so that a repeat finds the one it had reserved. */
export async function reserveNumber(owner: NumberOwner, { table }: { readonly table: Table }): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const invoiceId = numberOf(owner, attempt);
    if (await invoiceStore(table).reserveNumber(invoiceId, owner)) return invoiceId;
  }
}

/** `D` and nine digits or capitals (billing contract 2). */
function numberOf({ partnerId, billingOn, issue, noteNo }: NumberOwner, attempt: number): string {
  const of = { billingOn, ...(issue && { issue }) };
  const { sk } = noteNo === undefined ? invoiceKey(partnerId, billingOn, issue) : noteKey(partnerId, of, noteNo);
  const hash = createHash('sha256').update(`${partnerId}|${sk}|${attempt}`).digest('hex');
  const number = BigInt(`0x${hash.slice(0, 24)}`) % 36n ** BigInt(NUMBER_DIGITS);
  return `D${number.toString(36).toUpperCase().padStart(NUMBER_DIGITS, '0')}`;
}
