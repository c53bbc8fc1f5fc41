import { type Item, isRefused, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type Money, zero } from '../../../../shared/kernel/money.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { accountItem, type BillingProfile } from './account-item.ts';
import { balanceItem } from './balance-item.ts';
import { accountKey, balanceKey } from './keys.ts';

/** D12: days from invoice to due date; M4: no tax unless a rate is set. */
const PAYMENT_TERM_DAYS = 60;
const TAX_RATE_PERCENT = '0';

/** A partner's billing account: profile and terms. */
export interface BillingAccount {
  readonly partnerId: string;
  readonly profile: BillingProfile;
  readonly paymentTermDays: number;
  readonly taxRatePercent: string;
}

/** What an account owes: the sum of the balances of its invoices (L4). */
export interface AccountBalance {
  readonly version: number;
  readonly balance: Money;
  readonly firstInvoiceOn?: Day;
  readonly latestInvoiceOn?: Day;
  /** Day of the balance's last change. */
  readonly accountingOn?: Day;
}

export const accountStore = (table: Table) => ({
  async load(partnerId: string): Promise<BillingAccount | undefined> {
    const item = await table.get(accountKey(partnerId), { consistent: true });
    return item && fromItem(partnerId, item);
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
    if (!item) return { version: 0, balance: zero(currency) };
    const { version, minorUnits, firstInvoiceOn, latestInvoiceOn, accountingOn } = balanceItem.fromItem(item);
    return {
      version,
      balance: { minorUnits: BigInt(minorUnits), currency },
      ...(firstInvoiceOn && { firstInvoiceOn }),
      ...(latestInvoiceOn && { latestInvoiceOn }),
      ...(accountingOn && { accountingOn }),
    };
  },
});

/** The write that stores a changed balance, on condition that nobody changed it since it was read. */
export const balanceWrite = (partnerId: string, after: AccountBalance): Write => {
  const { balance, version, ...days } = after;
  const stored = { ...days, version: version + 1, minorUnits: String(balance.minorUnits), currency: balance.currency };
  return putIfVersion(balanceItem.toItem(balanceKey(partnerId), stored), version);
};

function fromItem(partnerId: string, item: Item): BillingAccount {
  const {
    profile,
    paymentTermDays = PAYMENT_TERM_DAYS,
    taxRatePercent = TAX_RATE_PERCENT,
  } = accountItem.fromItem(item);
  return { partnerId, profile, paymentTermDays, taxRatePercent };
}
