import type { Money } from '../../../../shared/kernel/money.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type Books, type Movement, posted } from './books.ts';

/** What an account owes, and the books that say so. */
export interface AccountBalance {
  readonly version: number;
  /** The sum of the balances of its issued invoices (L4): `receivable` of the books. */
  readonly balance: Money;
  readonly books: Books;
  readonly firstInvoiceOn?: Day | undefined;
  readonly latestInvoiceOn?: Day | undefined;
  /** Day of the balance's last change. */
  readonly accountingOn?: Day | undefined;
  /** Billing date of the oldest invoice that may have a balance; absent: none has. */
  readonly openFrom?: Day | undefined;
  /** An invoice changed since it was last looked whether all have what is theirs (L6). */
  readonly isUnsettled?: true | undefined;
  /** The payment that came last. */
  readonly lastPayment?: { readonly on: Day; readonly minorUnits: bigint } | undefined;
  /** Payments that are still being set against invoices, or taken back, by their sort keys. */
  readonly underway?: readonly string[] | undefined;
  /** Collections suspended ordering (L8). */
  readonly isOrderingSuspended?: true | undefined;
}

/**
 * What is owed in minor units: open invoices, less the credit that waits for the next ones (L6); below 0 for a credit. Payments
 * that no invoice has yet are not taken off (L4).
 */
export const owedOf = ({ books }: Pick<AccountBalance, 'books'>): bigint => books.receivable + books.creditBalance;

/** What is known of an account besides what its movements say. */
export type BalanceFacts = Partial<
  Pick<
    AccountBalance,
    | 'openFrom'
    | 'isUnsettled'
    | 'lastPayment'
    | 'underway'
    | 'firstInvoiceOn'
    | 'latestInvoiceOn'
    | 'isOrderingSuspended'
  >
>;

/** The balance after some movements; the only way to another one. `facts` beat what follows from the movements. */
export function balanceAfter(
  before: AccountBalance,
  movements: readonly Movement[],
  facts: BalanceFacts = {},
): AccountBalance {
  const books = posted(before.books, movements);
  const touched = movements.flatMap(({ invoice }) => invoice ?? []);
  const issued = movements.flatMap(({ kind, invoice }) => (kind === 'invoiceIssued' && invoice ? [invoice] : []));
  const changedOn = movements.flatMap(({ invoice, on }) => (invoice ? [on] : []));
  const issuedOn = issued.map(({ invoiceOn }) => invoiceOn);
  return {
    ...before,
    balance: { ...before.balance, minorUnits: books.receivable },
    books,
    firstInvoiceOn: earliest([...given(before.firstInvoiceOn), ...issuedOn]),
    latestInvoiceOn: latest([...given(before.latestInvoiceOn), ...issuedOn]),
    accountingOn: latest([...given(before.accountingOn), ...changedOn]),
    ...(touched.length > 0 && {
      openFrom: earliest([...given(before.openFrom), ...touched.map(({ invoiceOn }) => invoiceOn)]),
      isUnsettled: true,
    }),
    ...facts,
  };
}

const given = (on: Day | undefined): readonly Day[] => (on === undefined ? [] : [on]);
const earliest = (days: readonly Day[]): Day | undefined => [...days].sort()[0];
const latest = (days: readonly Day[]): Day | undefined => [...days].sort().at(-1);
