import { PartnerChanged } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { AccountRecord, PartnerAccount } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, regionStore } from '../../tenants/index.ts';
import { isRefused, type Partner, partnerDue } from '../domain/partner.ts';
import {
  duePartners,
  mpnIdKey,
  mpnIdPartition,
  type PartnerDueKind,
  partnerDueKeys,
  partnerKey,
  partnerListKeys,
  partnerListPartition,
} from './keys.ts';
import { mpnIdItem, partnerItem } from './partner-item.ts';

/** Partners of which a run walks what is theirs: the next run takes those behind them. */
const PARTNERS_DUE = 100;

export type PartnerStore = ReturnType<typeof partnerStore>;

/** Partners, their account records and who has which MPN id. */
export const partnerStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(partnerId: string): Promise<Partner | undefined> {
    const item = await table.get(partnerKey(partnerId), { consistent: true });
    return item && partnerItem.fromItem(item);
  },

  /** In any order; consistently. */
  async loadAll(partnerIds: readonly string[]): Promise<Partner[]> {
    return (await table.batchGet(partnerIds.map(partnerKey), { consistent: true })).map(partnerItem.fromItem);
  },

  /** All partners of the program by name; the index lags by moments. */
  list: (isWanted: (partner: Partner) => boolean): SoughtList<Partner> =>
    soughtList(table, [{ index: 'gsi1', pk: partnerListPartition }], {
      of: partnerItem.fromItem,
      isWanted: (item) => isWanted(partnerItem.fromItem(item)),
    }),

  /** Partners about which there is something to do before a day, the longest due first, some at a time; the index lags by moments. */
  async due(of: PartnerDueKind, before: Day): Promise<Partner[]> {
    const { items } = await table.query({ ...duePartners(of, before), limit: PARTNERS_DUE });
    return items.map(partnerItem.fromItem);
  },

  /** The write that leaves nothing to do about a partner as it was loaded. */
  closeWrite: ({ partnerId, version }: Partner): Write => ({
    update: partnerKey(partnerId),
    remove: ['gsi2pk', 'gsi2sk'],
    if: { kind: 'equals', values: { version } },
  }),

  async withMpnId(mpnId: string): Promise<string[]> {
    const { items } = await table.query({ pk: mpnIdPartition(mpnId), consistent: true });
    return items.map((item) => mpnIdItem.fromItem(item).partnerId);
  },

  /**
   * Writes of a save: state, account record, MPN id, `PartnerChanged` and what else happened with it; the region's
   * record where it is not yet.
   */
  async writes(
    before: Partner | undefined,
    after: Partner,
    { at, cause }: Occasion,
    also: readonly NewEvent[] = [],
  ): Promise<Write[]> {
    const saved = advanced(after);
    const key = partnerKey(saved.partnerId);
    return [
      putIfVersion(
        partnerItem.toItem({ ...key, ...partnerListKeys(saved), ...dueKeys(saved) }, saved),
        before?.version ?? 0,
      ),
      await accountStore(table).write(saved.partnerId, (account) => toAccount(account, saved)),
      ...(await regionStore(table).writesWhereMissing(saved.region)),
      ...mpnIdWrites(before, saved),
      ...outboxWrite({ aggregate: key, version: saved.version, events: [partnerChanged(saved, at), ...also], cause }),
    ];
  },

  /** The write that enters a partner at what is due of it, if it is as it was loaded: who was saved before there was that index. */
  dueWrite: (partner: Partner): Write => ({
    update: partnerKey(partner.partnerId),
    set: dueKeys(partner),
    if: { kind: 'equals', values: { version: partner.version } },
  }),
});

function dueKeys(partner: Partner) {
  const due = partnerDue(partner);
  return due ? partnerDueKeys({ ...due, partnerId: partner.partnerId }) : {};
}

function mpnIdWrites(before: Partner | undefined, { partnerId, mpnId }: Partner): Write[] {
  if (before?.mpnId === mpnId) return [];
  return [
    ...(before?.mpnId === undefined ? [] : [{ delete: mpnIdKey({ mpnId: before.mpnId, partnerId }) }]),
    ...(mpnId === undefined ? [] : [{ put: mpnIdItem.toItem(mpnIdKey({ mpnId, partnerId }), { partnerId }) }]),
  ];
}

/** The partner's side of its tenant's account record. */
const toAccount = (account: Partial<AccountRecord>, partner: Partner): AccountRecord => ({
  ...account,
  tenantId: partner.partnerId,
  name: partner.companyName,
  domain: partner.domain,
  country: partner.country,
  partner: toPartnerAccount(partner),
});

export const toPartnerAccount = (partner: Partner): PartnerAccount => {
  const { programRole, status, region, currency, cloud, mpnId, isSandbox, agreement } = partner;
  return given({
    programRole,
    status,
    region,
    currency,
    cloud,
    mpnId,
    isSandbox,
    agreementSignedOn: agreement && utcDay(agreement.signedAt),
    billingDay: agreement?.billingDay,
    agreementEndedOn: agreement?.endsOn,
    isRefused: isRefused(partner) || undefined,
  });
};

function partnerChanged(partner: Partner, at: Instant): NewEvent {
  const { billing, organization, support } = partner.profiles;
  return newEvent(
    PartnerChanged,
    { tenantId: partner.partnerId, aggregateId: partner.partnerId, occurredAt: at },
    {
      partnerId: partner.partnerId,
      companyName: partner.companyName,
      domain: partner.domain,
      programRole: partner.programRole,
      status: partner.status,
      country: partner.country,
      region: partner.region,
      currency: partner.currency,
      isSandbox: partner.isSandbox,
      billTo: { companyName: billing.companyName, address: billing.address, contact: billing.primaryContact },
      ...given({
        mpnId: partner.mpnId,
        taxId: billing.taxId,
        purchaseOrderNumber: billing.purchaseOrderNumber,
        culture: organization.culture,
        agreementSignedOn: partner.agreement && utcDay(partner.agreement.signedAt),
        billingDay: partner.agreement?.billingDay,
        agreementEndedOn: partner.agreement?.endsOn,
        primaryAdminEmail: partner.primaryAdmin.email,
        supportContact: support,
        showThirdPartyHostingSuggestions: partner.showsHostingSuggestions,
      }),
    },
  );
}
