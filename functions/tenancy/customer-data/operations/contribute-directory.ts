import { DirectoryExported } from '../../../../events/tenancy.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { addDays, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { type ExportFile, exportContributor } from '../../../../shared/messaging/export/contribute.ts';
import { acceptanceOf, acceptancePlace } from '../../agreements/index.ts';
import { actedBy, auditRecordOf, customerLogPlaces, firstDayKept, toAuditRecordWire } from '../../audit/index.ts';
import { type ApplicationConsent, consentOf, consentPlace } from '../../consents/index.ts';
import { customerOf, customerPlace } from '../../customers/index.ts';
import { isPresent, rolesInDirectory, type User, userOf, userPlace } from '../../people/index.ts';
import { type Pair, pairOf, pairPlace } from '../../relationships/index.ts';
import { contributionKey } from '../store/keys.ts';
import type { Deps } from './dependencies.ts';

type DirectoryFile = ExportFile<Deps>;

const organization: DirectoryFile = {
  name: 'directory/organization.jsonl',
  about: 'the organization: name, domains, address, channels. One row.',
  places: ({ customerId }) => [customerPlace(customerId)],
  rows: (items) =>
    items.map(customerOf).map(({ billing, domain, ...customer }) => ({
      id: customer.customerId,
      companyName: customer.companyName,
      organizationRegistrationNumber: customer.organizationRegistrationNumber,
      domain,
      customDomains: [domain, ...customer.customDomains],
      country: customer.country,
      channels: customer.channels,
      email: billing.email,
      culture: billing.culture,
      language: billing.language,
      address: billing.defaultAddress,
      acceptedAgreementTemplates: customer.acceptedTemplates,
      createdAt: customer.createdAt,
    })),
};

const users: DirectoryFile = {
  name: 'directory/users.jsonl',
  about: 'users with their roles; those that were deleted and can be restored, too',
  places: ({ customerId }) => [userPlace(customerId)],
  rows: (items, { requestedAt }) =>
    items
      .map(userOf)
      .filter((user) => isPresent(user, requestedAt as Instant))
      .map(userRow),
};

const userRow = ({ userId, person = {}, ...user }: User) => ({
  id: userId,
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  email: user.email,
  ...person,
  roles: rolesInDirectory(user),
  state: user.state,
  createdAt: user.createdAt,
  ...given({ deletedAt: user.deletedAt }),
});

const relationships: DirectoryFile = {
  name: 'directory/relationships.jsonl',
  about: 'partners, present and former, and when each had delegated administration',
  places: ({ customerId }) => [pairPlace(customerId)],
  async rows(items, _, { table }) {
    const pairs = items.map(pairOf);
    const names = await partnerNames(pairs, table);
    return pairs.map(({ partnerId, relationship, delegatedAdmin, since, grants }) => ({
      partnerId,
      partnerName: names.get(partnerId),
      relationship,
      delegatedAdmin,
      since,
      grants,
    }));
  },
};

async function partnerNames(of: readonly { readonly partnerId: string }[], table: Table) {
  const accounts = await shownRecords(table).accounts([...new Set(of.map(({ partnerId }) => partnerId))]);
  return new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
}

const agreements: DirectoryFile = {
  name: 'directory/agreements.jsonl',
  about: 'customer agreements that partners confirmed, with the person who accepted',
  places: ({ customerId }) => [pairPlace(customerId)],
  rows: (items) => items.map(pairOf).flatMap(confirmationRows),
};

/** Who of the partner confirmed it is the partner's affair. */
const confirmationRows = ({ partnerId, confirmations }: Pair) =>
  confirmations.map(({ userId: _, ...confirmation }) => ({ partnerId, ...confirmation }));

const audit: DirectoryFile = {
  name: 'directory/audit.jsonl',
  about: 'what partners and the own people did in the organization, for thirteen months; oldest first',
  places({ customerId, requestedAt }) {
    const at = requestedAt as Instant;
    return customerLogPlaces(customerId, { start: firstDayKept(at), end: addDays(utcDay(at), 1) });
  },
  rows: (items, { customerId }) =>
    items
      .map(auditRecordOf)
      .filter((record) => ['partner', 'customer'].includes(actedBy(record)))
      .map((record) => {
        const reader = { kind: 'customer', tenantId: customerId } as const;
        const { attributes: _, ...row } = toAuditRecordWire(record, { reader, names: noNames, client: 'own' });
        return row;
      }),
};

const acceptances: DirectoryFile = {
  name: 'directory/accepted-agreements.jsonl',
  about: 'versions of the customer agreement that own people accepted here, for all partners',
  places: ({ customerId }) => [acceptancePlace(customerId)],
  rows: (items) => items.map(acceptanceOf).map(({ customerId: _, ...acceptance }) => acceptance),
};

const consents: DirectoryFile = {
  name: 'directory/application-consents.jsonl',
  about: 'applications of partners that own people may or might sign in through, with the last consent to each',
  places: ({ customerId }) => [consentPlace(customerId)],
  async rows(items, _, { table }) {
    const given = items.map(consentOf);
    const names = await partnerNames(given, table);
    return given.map((consent) => consentRow(consent, names.get(consent.partnerId)));
  },
};

/** Who of the partner consented is the partner's affair. */
const consentRow = (of: ApplicationConsent, partnerName: string | undefined) => ({
  applicationId: of.applicationId,
  displayName: of.displayName,
  partnerId: of.partnerId,
  partnerName,
  applicationGrants: of.grants,
  consentedAt: of.givenAt,
  isInForce: of.isInForce,
  endedBy: of.endedBy,
});

/** The log has ids; who they are is in the other files. */
const noNames = { learn: async () => {}, customerName: () => undefined, userPrincipalName: () => undefined };

/** A new one stands last: an export that is under way goes on by the place of its file. */
export const directoryFiles: readonly DirectoryFile[] = [
  organization,
  users,
  relationships,
  agreements,
  audit,
  acceptances,
  consents,
];

/**
 * Adds the organization, its people, its partners, its agreements and consents, and its log to an export (CUS-6). Bill-to
 * profiles are the partners', and so are self-serve policies: what a partner would let the customer buy gives it no right.
 */
export const contributeDirectory = exportContributor<Deps>({
  context: 'tenancy',
  tells: DirectoryExported,
  files: directoryFiles,
  keyOf: contributionKey,
});
