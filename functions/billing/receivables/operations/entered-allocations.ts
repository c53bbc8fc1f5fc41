import type { Table } from '../../../../shared/dynamo/table.ts';
import { amountText } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { enteredAmount } from '../../accounts/index.ts';
import { invoiceStore } from '../../invoices/index.ts';
import { openOf, receivableOf, type Share } from '../domain/receivable.ts';

type Refused = Refusal<'resource_not_found' | 'invalid_property' | 'allocation_exceeds_balance'>;

interface Entered {
  readonly invoiceId: string;
  readonly amount: string;
}

/**
 * What somebody asks invoices to get (L5): each an invoice of this partner, no more than is owed for it, and together no more
 * than there is. Another partner's invoice is not found.
 */
export async function enteredShares(
  entered: readonly Entered[],
  {
    partnerId,
    currency,
    available,
  }: { readonly partnerId: string; readonly currency: string; readonly available: bigint },
  { table }: { readonly table: Table },
): Promise<Result<readonly Share[], Refused>> {
  const shares: Share[] = [];
  let left = available;
  for (const [index, { invoiceId, amount }] of entered.entries()) {
    const field = `allocations[${index}]`;
    const minorUnits = enteredAmount(amount, currency);
    if (minorUnits === undefined) return refuse('invalid_property', { field: `${field}.amount`, description: AMOUNT });
    const invoice = await invoiceStore(table).ofProgram(invoiceId);
    if (invoice?.partnerId !== partnerId) return refuse('resource_not_found', { field: `${field}.invoiceId` });
    if (invoice.note)
      return refuse('allocation_exceeds_balance', {
        field: `${field}.invoiceId`,
        description: `It is a note on invoice ${invoice.note.amendsOf}: nothing is owed for it alone.`,
      });
    const receivable = receivableOf(invoice, await invoiceStore(table).notesOn(invoice, { consistent: true }));
    const had = shares.filter((share) => share.receivable.invoiceId === receivable.invoiceId);
    const open = had.reduce((sum, share) => sum - share.minorUnits, openOf(receivable));
    if (minorUnits > open || minorUnits > left) {
      const most = open < left ? open : left;
      const description = `It can get ${amountText({ minorUnits: most > 0n ? most : 0n, currency })} ${currency} at most.`;
      return refuse('allocation_exceeds_balance', { field: `${field}.amount`, description });
    }
    left -= minorUnits;
    shares.push({ receivable, minorUnits });
  }
  return ok(shares);
}

/** What an amount must be. */
export const AMOUNT = 'must be above 0, with the decimals of the currency at most, and no more than 10000000000';
