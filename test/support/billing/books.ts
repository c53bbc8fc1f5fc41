import {
  BOOK_ACCOUNTS,
  type BookAccount,
  NO_BOOKS,
  trialBalance,
} from '../../../functions/billing/accounts/domain/books.ts';
import { accountStore } from '../../../functions/billing/accounts/store/account-store.ts';
import { movementsQuery } from '../../../functions/billing/accounts/store/keys.ts';
import { movementItem } from '../../../functions/billing/accounts/store/movement-item.ts';
import { invoiceStore } from '../../../functions/billing/invoices/store/invoice-store.ts';
import { unallocatedOf } from '../../../functions/billing/receivables/domain/payment.ts';
import { openOf, type Receivable, receivableOf } from '../../../functions/billing/receivables/domain/receivable.ts';
import { paymentsQuery } from '../../../functions/billing/receivables/store/keys.ts';
import { fromItem } from '../../../functions/billing/receivables/store/payment-item.ts';
import { allOf, type Table } from '../../../shared/dynamo/table.ts';
import { day } from '../../../shared/kernel/time.ts';

const sum = (of: readonly bigint[]): bigint => of.reduce((total, each) => total + each, 0n);

export const allReceivables = async (table: Table, partnerId: string): Promise<Receivable[]> => {
  const found: Receivable[] = [];
  for await (const page of invoiceStore(table).since(partnerId, day('2000-01-01')))
    found.push(...page.map(({ invoice, notes }) => receivableOf(invoice, notes)));
  return found.reverse();
};

/**
 * What is wrong with a partner's books as they lie in the table, at any moment; undefined for nothing. `settled`: nothing is under
 * way any more.
 */
export async function booksFault(
  table: Table,
  partnerId: string,
  { settled }: { readonly settled: boolean },
): Promise<string | undefined> {
  const { books, isUnsettled, openFrom } = await accountStore(table).balance(partnerId, '');
  const receivables = await allReceivables(table, partnerId);
  const payments = (await allOf(table, paymentsQuery(partnerId))).map(fromItem);
  const movements = (await allOf(table, movementsQuery(partnerId))).map((item) => movementItem.fromItem(item));
  if (trialBalance(books) !== 0n) return `the trial balance is ${trialBalance(books)}`;
  const journal: Record<BookAccount, bigint> = { ...NO_BOOKS };
  for (const { postings } of movements)
    for (const { account, minorUnits } of postings) journal[account] += BigInt(minorUnits);
  const other = BOOK_ACCOUNTS.find((account) => journal[account] !== books[account]);
  if (other) return `${other} is ${books[other]} in the books, and ${journal[other]} by its movements`;
  const owed = sum(receivables.map(openOf));
  if (owed !== books.receivable) return `invoices owe ${owed}, the books say ${books.receivable}`;
  if (sum(receivables.map(({ credited }) => credited)) !== books.creditBalance) return 'credit is lost or made';
  const left = sum(payments.map(unallocatedOf));
  if (left !== -books.unallocated) return `payments have ${left} left, the books say ${-books.unallocated}`;
  for (const receivable of receivables) {
    const had = sum(
      payments
        .flatMap(({ allocations }) => allocations)
        .map((each) => (each.invoiceId === receivable.invoiceId ? each.minorUnits : 0n)),
    );
    if (receivable.paid - receivable.credited !== had)
      return `${receivable.invoiceId} has ${receivable.paid}, payments gave ${had}`;
  }
  return settled ? unsettledFault(receivables, { isUnsettled, openFrom, free: -books.creditBalance }) : undefined;
}

function unsettledFault(
  receivables: readonly Receivable[],
  { isUnsettled, openFrom, free }: { isUnsettled: true | undefined; openFrom: string | undefined; free: bigint },
): string | undefined {
  if (isUnsettled) return 'the account is not settled';
  const open = receivables.filter((each) => openOf(each) !== 0n);
  const wrong = open.find((each) => openOf(each) < 0n || openOf(each) > each.worth);
  if (wrong) return `${wrong.invoiceId} owes ${openOf(wrong)} of ${wrong.worth}`;
  if (free < 0n || (free > 0n && open.length > 0)) return `${free} are free beside ${open.length} open invoices`;
  return open.some(({ invoiceOn }) => openFrom === undefined || invoiceOn < openFrom)
    ? `an invoice is open before ${openFrom}`
    : undefined;
}
