import { mergedItems } from '../../../../shared/dynamo/merged-items.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { allOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { KeyRange } from '../../accounts/index.ts';
import type { Credit, CreditKind } from '../domain/credit.ts';
import { creditClaimItem, creditIdItem, fromItem, toItem } from './credit-item.ts';
import { claimKey, creditIdKey, creditKey, creditsQuery, grantedQuery } from './keys.ts';

/** Credits of which lines are made. */
export interface CreditsOf {
  readonly partnerId: string;
  readonly kind: CreditKind;
  /** Billing dates of the invoices that have them. */
  readonly billingDates: readonly Day[];
  readonly range: KeyRange;
  /** Only what was granted before a day. */
  readonly before: Day;
  readonly isBackwards?: boolean;
}

export const creditStore = (table: Table) => ({
  /** A partner's credit, consistently; another partner's is not there. */
  async byId(partnerId: string, creditId: string): Promise<Credit | undefined> {
    const found = await table.get(creditIdKey(partnerId, creditId), { consistent: true });
    if (!found) return undefined;
    const { file: kind, ...place } = creditIdItem.fromItem(found);
    const item = await table.get(creditKey({ partnerId, creditId, kind, ...place }), { consistent: true });
    return item && fromItem(item);
  },

  /** The credit that settles a claim; undefined where none does. */
  async ofClaim(partnerId: string, slaClaimId: string): Promise<string | undefined> {
    const item = await table.get(claimKey(partnerId, slaClaimId), { consistent: true });
    return item && creditClaimItem.fromItem(item).creditId;
  },

  /** Those of a partner, newest first; what was granted a moment ago may be missing. */
  list: (partnerId: string): SoughtList<Credit> => soughtList(table, [grantedQuery(partnerId)], { of: fromItem }),

  /** Those that count, by customer, subscription and day, consistently, a page in memory at a time. */
  async *granted({ partnerId, kind, billingDates, range, before, isBackwards }: CreditsOf): AsyncGenerator<Credit> {
    const queries = billingDates.map((billingOn) => creditsQuery({ partnerId, kind, billingOn }, range, isBackwards));
    for await (const item of mergedItems(table, queries)) {
      const credit = fromItem(item);
      if (credit.status === 'granted' && credit.grantedOn < before) yield credit;
    }
  },

  /** Those of one subscription on one invoice that count. */
  async ofSubscription(
    of: Pick<Credit, 'partnerId' | 'kind' | 'billingOn' | 'customerId' | 'subscriptionId'>,
  ): Promise<Credit[]> {
    const ids = `${of.customerId}#${of.subscriptionId}#`;
    const items = await allOf(table, creditsQuery(of, { from: ids, to: `${ids}~` }));
    return items.map(fromItem).filter(({ status }) => status === 'granted');
  },
});

const placeOf = ({ kind: file, billingOn, customerId, subscriptionId, grantedOn }: Credit) => ({
  ...{ file, billingOn, customerId, subscriptionId, grantedOn },
});

/** A credit is granted once, and of a claim there is one. */
export const newCreditWrites = (credit: Credit): Write[] => {
  const { partnerId, creditId, sla } = credit;
  return [
    putNew(toItem(credit)),
    putNew(creditIdItem.toItem(creditIdKey(partnerId, creditId), placeOf(credit))),
    ...(sla?.slaClaimId === undefined
      ? []
      : [putNew(creditClaimItem.toItem(claimKey(partnerId, sla.slaClaimId), { creditId }))]),
  ];
};

/** Taken back, on condition that nobody changed it since it was read; its claim may have another one. The reference stays used. */
export const withdrawnWrites = (credit: Credit): Write[] => {
  const { partnerId, sla, version } = credit;
  return [
    putIfVersion(toItem({ ...credit, status: 'withdrawn', version: version + 1 }), version),
    ...(sla?.slaClaimId === undefined ? [] : [{ delete: claimKey(partnerId, sla.slaClaimId) }]),
  ];
};

/** On a later invoice, on condition that nobody changed it since it was read. */
export const carriedWrites = (credit: Credit, billingOn: Day): Write[] => {
  const { partnerId, creditId, version } = credit;
  const carried = { ...credit, billingOn, version: version + 1 };
  return [
    { delete: creditKey(credit), if: { kind: 'equals', values: { version } } },
    putNew(toItem(carried)),
    { put: creditIdItem.toItem(creditIdKey(partnerId, creditId), placeOf(carried)) },
  ];
};
