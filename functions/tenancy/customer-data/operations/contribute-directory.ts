import { DirectoryExported } from '../../../../events/tenancy.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { addDays, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { type ExportFile, exportContributor } from '../../../../shared/messaging/export/contribute.ts';
import { actedBy, auditRecordOf, customerLogPlaces, firstDayKept, toAuditRecordWire } from '../../audit/index.ts';
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
    const accounts = await shownRecords(table).accounts(pairs.map(({ partnerId }) => partnerId));
    const names = new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
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

/** The log has ids; who they are is in the other files. */
const noNames = { learn: async () => {}, customerName: () => undefined, userPrincipalName: () => undefined };

export const directoryFiles: readonly DirectoryFile[] = [organization, users, relationships, agreements, audit];

/** Adds the organization, its people, its partners and its log to an export (CUS-6). Bill-to profiles are the partners'. */
export const contributeDirectory = exportContributor<Deps>({
  context: 'tenancy',
  tells: DirectoryExported,
  files: directoryFiles,
  keyOf: contributionKey,
});
