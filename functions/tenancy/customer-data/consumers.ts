import { allContributors } from '../../../events/exports.ts';
import { CustomerErased, CustomerExportRequested, DirectoryExported } from '../../../events/tenancy.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const customerDataConsumers = {
  contributeDirectory: {
    on: [CustomerExportRequested, DirectoryExported],
    summary: 'Writes the organization, its users and its partners to an export, a step at a time.',
  },
  eraseExports: {
    on: [CustomerErased],
    summary: 'Deletes what is known of the exports of a deleted customer (CUS-6).',
  },
  takeExportStep: {
    on: [CustomerExportRequested, ...allContributors.map(({ tells }) => tells)],
    summary: 'Keeps what contexts wrote for an export, and puts the archive together when all have answered.',
  },
} as const satisfies ConsumerTable;
