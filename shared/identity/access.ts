import type { ProgramRole, Role } from '../contracts/routes.ts';
import { storedKind } from '../dynamo/stored-kind.ts';
import type { Condition, Item, Key, Table, Write } from '../dynamo/table.ts';
import type { Day, Instant } from '../kernel/time.ts';

/**
 * Access records: what must count at the very next call. Tenancy writes them in the transaction that changes the
 * fact; every context's dispatcher reads them consistently. They are the one exception to "contexts never read each
 * other's items".
 */

/** State of a partner's account with the program. */
export type AccountStatus =
  | 'nominated'
  | 'approved'
  | 'active'
  | 'suspended'
  | 'runOff'
  | 'terminated'
  | 'outOfBusiness'
  | 'rejected';

export interface PartnerAccount {
  readonly programRole: ProgramRole;
  readonly status: AccountStatus;
  /** Sales region (PRG-3), e.g. `US`, `EU_EFTA`. */
  readonly region: string;
  /** The countries of the region as they were when it was copied here: what was stored since leaves them to its record. */
  readonly regionCountries?: readonly string[];
  readonly currency: string;
  readonly cloud: 'global' | 'germany';
  readonly mpnId?: string;
  readonly isSandbox: boolean;
  /** Day of the signature of the program agreement; absent before. */
  readonly agreementSignedOn?: Day;
  /** Day of the month of the signature, 1 to 31; never changes (PRG-2). */
  readonly billingDay?: number;
  /** First day on which no new business is done any more (PRG-8): from a notice on known ahead; absent while there is none. */
  readonly agreementEndedOn?: Day;
  /** The program's vetting of the company refused it: it does no new business (PRG-12). */
  readonly isRefused?: true;
}

export interface CustomerAccount {
  /** What the program says about doing business with it (PRG-6). */
  readonly validation: 'allowed' | 'underReview' | 'notAllowed';
  readonly validationReason?: string;
  /** Qualification for special offers; commercial customers have none. */
  readonly qualification: 'none' | 'education' | 'nonprofit' | 'government';
  readonly isSyndication: boolean;
  /** Templates (ids) that the customer accepted itself; serves every partner. */
  readonly acceptedTemplates?: readonly string[];
}

/** One per tenant: partner, customer or the operator's own. */
export interface AccountRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly partner?: PartnerAccount;
  readonly customer?: CustomerAccount;
  readonly isOperator?: true;
}

/**
 * A customer that became a partner (PRG-5) has users with rights over customers of its own: no other partner administers
 * them, or it would reach those customers through a password that it sets.
 */
export const isAdministrable = ({ partner }: AccountRecord): boolean =>
  partner === undefined || partner.status === 'nominated' || partner.status === 'rejected';

/** A user or an application of a tenant that may call. */
export interface CallerRecord {
  readonly tenantId: string;
  /** Object id of the user, or client id of the application. */
  readonly principalId: string;
  readonly kind: 'user' | 'application';
  readonly roles: readonly Role[];
  /** An application bound to a user acts with that user's roles, and counts as App+User (conventions 2.3). */
  readonly boundUserId?: string;
  readonly displayName: string;
  readonly userPrincipalName?: string;
  readonly isActive: boolean;
  /** Counts what ends a user's sign-ins: its tokens carry the count, and an older one is refused. Absent: 0. */
  readonly sessions?: number;
  /** When they ended last: a sign-in before it brings no token, although its browser may still hold a cookie. */
  readonly sessionsEndedAt?: Instant;
  /**
   * Of a customer's user: the country in which it uses services, which licences need; null where it has none. Absent of what was
   * stored before it was noted.
   */
  readonly usageLocation?: string | null;
  /** Somebody else set the user's password: no token is made until it chose its own. */
  readonly mustChoosePassword?: true;
}

export interface AgreementConfirmation {
  readonly templateId: string;
  readonly agreementType: string;
  readonly confirmedAt: Instant;
}

/** What one partner and one customer are to each other. */
export interface RelationshipRecord {
  readonly partnerId: string;
  readonly customerId: string;
  readonly relationship: 'reseller' | 'advisor' | 'none';
  readonly delegatedAdmin: boolean;
  readonly agreements: readonly AgreementConfirmation[];
  /** Rises with every change; absent on records that were stored before they had one. */
  readonly version?: number;
}

/** That a tenant lets its people sign in through an application of another tenant (ROL-1). */
export interface ConsentRecord {
  readonly tenantId: string;
  /** Client id of the application. */
  readonly applicationId: string;
  /** Whose application it is, who consented on the tenant's behalf, and whose delegated administration it rests on. */
  readonly ofTenantId: string;
}

/** A sales region: one record for all its partners, so that a change of it is one write. */
export interface RegionRecord {
  /** Every country where customers of the region may be. */
  readonly countries: readonly string[];
}

/** The agreement templates that unlock orders today, program-wide (AGR-1, AGR-2). */
export interface AgreementPolicyRecord {
  /** Per agreement type: versions in rising order with the instant from which a new acceptance is asked for. */
  readonly templates: readonly {
    readonly templateId: string;
    readonly agreementType: string;
    readonly versionRank: number;
    readonly reacceptanceFrom: Instant;
  }[];
}

export const accessKeys = {
  account: (tenantId: string): Key => ({ pk: `ACCESS#${tenantId}#ACCOUNT`, sk: 'ACCOUNT' }),
  caller: (tenantId: string, principalId: string): Key => ({ pk: `ACCESS#${tenantId}#CALLERS`, sk: principalId }),
  relationship: (ids: { partnerId: string; customerId: string }): Key => ({
    pk: `ACCESS#${ids.partnerId}#CUSTOMERS`,
    sk: ids.customerId,
  }),
  consent: (ids: { tenantId: string; applicationId: string }): Key => ({
    pk: `ACCESS#${ids.tenantId}#CONSENTS`,
    sk: ids.applicationId,
  }),
  region: (name: string): Key => ({ pk: 'ACCESS#PROGRAM#REGIONS', sk: name }),
  agreementPolicy: (): Key => ({ pk: 'ACCESS#PROGRAM#AGREEMENTS', sk: 'POLICY' }),
};

/** Access records lie under `record`, so that their members and those of the envelope never mix. */
interface Stored<T> {
  readonly record: T;
  /** Where conditions reach it. Caller records have none, nor has what was stored before there was one. */
  readonly version?: number;
}
export const accountRecordItem = storedKind<Stored<AccountRecord>>({
  kind: 'accountRecord',
  shape: 3,
  upgrades: [(record) => record, (record) => record],
});
/** To shape 2: where a customer's user uses services. */
export const callerRecordItem = storedKind<Stored<CallerRecord>>({
  kind: 'callerRecord',
  shape: 2,
  upgrades: [(record) => record],
});
export const relationshipRecordItem = storedKind<Stored<Omit<RelationshipRecord, 'version'>>>({
  kind: 'relationshipRecord',
  shape: 1,
  upgrades: [],
});
export const consentRecordItem = storedKind<Stored<ConsentRecord>>({ kind: 'consentRecord', shape: 1, upgrades: [] });
export const regionRecordItem = storedKind<Stored<RegionRecord>>({ kind: 'regionRecord', shape: 1, upgrades: [] });
export const agreementPolicyItem = storedKind<Stored<AgreementPolicyRecord>>({
  kind: 'agreementPolicy',
  shape: 1,
  upgrades: [],
});

/** The item of an account record, of the version that the next save names. */
export const accountItem = (record: AccountRecord, version?: number): Item =>
  accountRecordItem.toItem(accessKeys.account(record.tenantId), { record, ...(version !== undefined && { version }) });

export const callerItem = (record: CallerRecord): Item =>
  callerRecordItem.toItem(accessKeys.caller(record.tenantId, record.principalId), { record });

export const consentItem = (record: ConsentRecord): Item =>
  consentRecordItem.toItem(accessKeys.consent(record), { record });

export const relationshipItem = ({ version, ...record }: RelationshipRecord): Item =>
  relationshipRecordItem.toItem(accessKeys.relationship(record), { record, ...(version !== undefined && { version }) });

const accountOf = (item: Item | undefined) => item && accountRecordItem.fromItem(item).record;
const callerOf = (item: Item | undefined) => item && callerRecordItem.fromItem(item).record;
function relationshipOf(item: Item | undefined): RelationshipRecord | undefined {
  const stored = item && relationshipRecordItem.fromItem(item);
  return stored && { ...stored.record, ...(stored.version !== undefined && { version: stored.version }) };
}
const agreementPolicyOf = (item: Item | undefined): AgreementPolicyRecord =>
  item ? agreementPolicyItem.fromItem(item).record : { templates: [] };

/** What a write rests on that was allowed because of this relationship: that it is still as it was checked. */
export const relationshipPremise = ({ version }: RelationshipRecord): { if: Condition; isPremise: true } => ({
  if: { kind: 'equals', values: { version } },
  isPremise: true,
});

/** The write that holds a relationship as it was checked, for the transaction of what was allowed because of it. */
export const relationshipUnchanged = (checked: RelationshipRecord): Write => ({
  check: accessKeys.relationship(checked),
  ...relationshipPremise(checked),
});

export interface AccessRecords {
  account(tenantId: string): Promise<AccountRecord | undefined>;
  /** May lag by moments. */
  region(name: string): Promise<RegionRecord | undefined>;
  caller(tenantId: string, principalId: string): Promise<CallerRecord | undefined>;
  relationship(ids: { partnerId: string; customerId: string }): Promise<RelationshipRecord | undefined>;
  consent(ids: { tenantId: string; applicationId: string }): Promise<ConsentRecord | undefined>;
  agreementPolicy(): Promise<AgreementPolicyRecord>;
  /** Account of the customer, relationship and agreement policy, read consistently in one request. */
  customerView(ids: { partnerId: string; customerId: string }): Promise<{
    customer: AccountRecord | undefined;
    relationship: RelationshipRecord | undefined;
    agreementPolicy: AgreementPolicyRecord;
  }>;
}

/** Reads access records consistently: what was taken away a moment ago counts now. */
export const accessRecords = (table: Table): AccessRecords => ({
  account: async (tenantId) => accountOf(await table.get(accessKeys.account(tenantId), { consistent: true })),
  async region(name) {
    const item = await table.get(accessKeys.region(name));
    return item && regionRecordItem.fromItem(item).record;
  },
  caller: async (tenantId, principalId) =>
    callerOf(await table.get(accessKeys.caller(tenantId, principalId), { consistent: true })),
  relationship: async (ids) => relationshipOf(await table.get(accessKeys.relationship(ids), { consistent: true })),
  async consent(ids) {
    const item = await table.get(accessKeys.consent(ids), { consistent: true });
    return item && consentRecordItem.fromItem(item).record;
  },
  agreementPolicy: async () => agreementPolicyOf(await table.get(accessKeys.agreementPolicy(), { consistent: true })),
  async customerView(ids) {
    const keys = [accessKeys.account(ids.customerId), accessKeys.relationship(ids), accessKeys.agreementPolicy()];
    const items = await table.batchGet(keys, { consistent: true });
    const find = (key: Key) => items.find((item) => item.pk === key.pk && item.sk === key.sk);
    return {
      customer: accountOf(find(keys[0]!)),
      relationship: relationshipOf(find(keys[1]!)),
      agreementPolicy: agreementPolicyOf(find(keys[2]!)),
    };
  },
});

/**
 * Many access records at once, as they were a moment ago: for what is shown, never for what is allowed. Those that are not
 * there are left out.
 */
export const shownRecords = (table: Table) => {
  const read = async <T>(keys: readonly Key[], of: (item: Item) => T | undefined): Promise<T[]> =>
    (await table.batchGet(keys)).flatMap((item) => of(item) ?? []);
  return {
    accounts: (tenantIds: readonly string[]) => read(tenantIds.map(accessKeys.account), accountOf),
    callers: (of: readonly { tenantId: string; principalId: string }[]) =>
      read(
        of.map(({ tenantId, principalId }) => accessKeys.caller(tenantId, principalId)),
        callerOf,
      ),
    relationships: (pairs: readonly { partnerId: string; customerId: string }[]) =>
      read(pairs.map(accessKeys.relationship), relationshipOf),
  };
};

/**
 * True when the customer agreement in force at `at` was confirmed by this partner, or accepted by the customer
 * itself (AGR-1). A type whose newest duty version is confirmed unlocks orders; either type will do.
 */
export function hasCustomerAgreement(
  at: Instant,
  policy: AgreementPolicyRecord,
  relationship: RelationshipRecord | undefined,
  customer: CustomerAccount | undefined,
): boolean {
  const confirmed = new Set([
    ...(relationship?.agreements ?? []).map(({ templateId }) => templateId),
    ...(customer?.acceptedTemplates ?? []),
  ]);
  const types = new Set(policy.templates.map(({ agreementType }) => agreementType));
  return [...types].some((agreementType) => {
    const ofType = policy.templates.filter((template) => template.agreementType === agreementType);
    const due = ofType.filter(({ reacceptanceFrom }) => reacceptanceFrom <= at);
    const rankNeeded = Math.max(...due.map(({ versionRank }) => versionRank), 0);
    return ofType.some(({ templateId, versionRank }) => versionRank >= rankNeeded && confirmed.has(templateId));
  });
}
