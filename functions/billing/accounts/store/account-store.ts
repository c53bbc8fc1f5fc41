import { type Item, isRefused, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { zero } from '../../../../shared/kernel/money.ts';
import { type AccountBalance, type BalanceFacts, balanceAfter } from '../domain/account-balance.ts';
import { BOOK_ACCOUNTS, type BookAccount, type Books, type Movement, NO_BOOKS } from '../domain/books.ts';
import { accountItem, type BillingProfile } from './account-item.ts';
import { balanceItem } from './balance-item.ts';
import { accountKey, balanceKey, movementKey, termsKey, unsettledIndex } from './keys.ts';
import { movementItem } from './movement-item.ts';
import { type BillingTerms, type CollectionsStep, termsItem } from './terms-item.ts';

/** D12: days from invoice to due date; M4: no tax unless a rate is set. */
const PAYMENT_TERM_DAYS = 60;
const TAX_RATE_PERCENT = '0';
/** L8. */
const COLLECTIONS_STEPS: readonly CollectionsStep[] = [
  { daysLate: 30, action: 'reminder' },
  { daysLate: 37, action: 'notice' },
  { daysLate: 44, action: 'suspendOrdering' },
];

/** A partner's billing account: profile and terms. */
export interface BillingAccount extends BillingTerms {
  readonly partnerId: string;
  readonly profile: BillingProfile;
  /** Counts the changes of the terms. */
  readonly termsVersion: number;
}

export const accountStore = (table: Table) => ({
  async load(partnerId: string): Promise<BillingAccount | undefined> {
    const items = await table.batchGet([accountKey(partnerId), termsKey(partnerId)], { consistent: true });
    const [item, terms] = [accountKey(partnerId), termsKey(partnerId)].map(({ sk }) =>
      items.find((each) => each.sk === sk),
    );
    return item && fromItem(partnerId, item, terms);
  },

  /** Takes a profile over unless a newer one is stored; terms that were set stay. Returns false for an older one. */
  async follow(profile: BillingProfile, sourceVersion: number): Promise<boolean> {
    try {
      await table.write([
        {
          update: accountKey(profile.partnerId),
          set: { ...accountItem.envelope, profile, sourceVersion },
          if: { kind: 'absentOrLess', attribute: 'sourceVersion', value: sourceVersion },
        },
      ]);
      return true;
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  },

  async balance(partnerId: string, currency: string): Promise<AccountBalance> {
    const item = await table.get(balanceKey(partnerId), { consistent: true });
    return item ? balanceOfItem(item) : noBalance(currency);
  },
});

/** An account that nothing was ever owed for. */
export const noBalance = (currency: string): AccountBalance => ({
  version: 0,
  balance: zero(currency),
  books: NO_BOOKS,
});

/**
 * The writes of some movements of money, in the transaction of what they are about: the balance, on condition that nobody moved it
 * since it was read, and each movement, on condition that it did not happen before. Nothing else writes the balance.
 */
export function movementWrites(
  partnerId: string,
  before: AccountBalance,
  movements: readonly Movement[],
  facts: BalanceFacts = {},
): Write[] {
  const { currency } = before.balance;
  return [
    balanceWrite(partnerId, balanceAfter(before, movements, facts)),
    ...movements.map(({ key, kind, on, postings, invoice, reference }) =>
      putNew(
        movementItem.toItem(
          movementKey(partnerId, { on, key }),
          given({
            movement: kind,
            on,
            currency,
            postings: postings.map(({ account, minorUnits }) => ({ account, minorUnits: String(minorUnits) })),
            invoice,
            reference,
          }),
        ),
      ),
    ),
  ];
}

function balanceWrite(partnerId: string, { balance, books, version, lastPayment, ...rest }: AccountBalance): Write {
  const texts = Object.fromEntries(Object.entries(books).map(([account, value]) => [account, String(value)]));
  const stored = {
    ...given(rest),
    ...(lastPayment && { lastPayment: { on: lastPayment.on, minorUnits: String(lastPayment.minorUnits) } }),
    version: version + 1,
    currency: balance.currency,
    books: texts as Readonly<Record<BookAccount, string>>,
  };
  const keys = { ...balanceKey(partnerId), ...(rest.isUnsettled && unsettledIndex(partnerId)) };
  return putIfVersion(balanceItem.toItem(keys, stored), version);
}

function balanceOfItem(item: Item): AccountBalance {
  const { currency, books, lastPayment, ...rest } = balanceItem.fromItem(item);
  const exact = Object.fromEntries(BOOK_ACCOUNTS.map((account) => [account, BigInt(books[account])])) as Books;
  return {
    ...rest,
    balance: { minorUnits: exact.receivable, currency },
    books: exact,
    ...(lastPayment && { lastPayment: { on: lastPayment.on, minorUnits: BigInt(lastPayment.minorUnits) } }),
  };
}

/** The write of other terms, on condition that nobody changed them since the account was read. */
export const termsWrite = ({ partnerId, termsVersion }: BillingAccount, terms: BillingTerms): Write =>
  putIfVersion(termsItem.toItem(termsKey(partnerId), { ...terms, version: termsVersion + 1 }), termsVersion);

function fromItem(partnerId: string, item: Item, termsOf: Item | undefined): BillingAccount {
  const {
    profile,
    paymentTermDays = PAYMENT_TERM_DAYS,
    taxRatePercent = TAX_RATE_PERCENT,
  } = accountItem.fromItem(item);
  const { version = 0, ...terms } = termsOf ? termsItem.fromItem(termsOf) : {};
  return {
    ...{ partnerId, profile, termsVersion: version },
    ...{ paymentTermDays, taxRatePercent, collectionsSteps: COLLECTIONS_STEPS },
    ...terms,
  };
}
