import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type BookAccount, NO_BOOKS } from '../domain/books.ts';

/** Amounts are whole numbers of minor units as text. */
interface StoredBalance {
  readonly version: number;
  readonly currency: string;
  readonly books: Readonly<Record<BookAccount, string>>;
  readonly firstInvoiceOn?: Day;
  readonly latestInvoiceOn?: Day;
  readonly accountingOn?: Day;
  readonly openFrom?: Day;
  readonly isUnsettled?: true;
  readonly lastPayment?: { readonly on: Day; readonly minorUnits: string };
  readonly underway?: readonly string[];
  readonly isOrderingSuspended?: true;
}

/** Accounts of the second shape had no orders suspended, those of the third nothing of incentives. */
export const balanceItem = storedKind<StoredBalance>({
  kind: 'billingBalance',
  shape: 4,
  upgrades: [withBooks, (record) => record, withAllAccounts],
});

/** The first shape had the balance alone: what was owed then stands against nothing, and any invoice may be open. */
function withBooks({ minorUnits, ...record }: StoredRecord): StoredRecord {
  const { firstInvoiceOn } = record as { firstInvoiceOn?: Day };
  const owed = BigInt(String(minorUnits));
  const books = Object.fromEntries(
    Object.entries({ ...NO_BOOKS, receivable: owed, opening: -owed }).map(([account, value]) => [account, `${value}`]),
  );
  return { ...record, books, ...(firstInvoiceOn && { openFrom: firstInvoiceOn }) };
}

/** The third shape knew fewer accounts: nothing had moved on the others. */
function withAllAccounts({ books, ...record }: StoredRecord): StoredRecord {
  const none = Object.fromEntries(Object.keys(NO_BOOKS).map((account) => [account, '0']));
  return { ...record, books: { ...none, ...(books as object) } };
}
