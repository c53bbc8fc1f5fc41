import { CommerceExported } from '../../../events/commerce.ts';
import { CustomerErased, CustomerExportRequested } from '../../../events/tenancy.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const customerDataConsumers = {
  contributeCommerce: {
    on: [CustomerExportRequested, CommerceExported],
    summary: 'Writes what was sold to a customer to an export of its data, a step at a time.',
  },
  eraseContributions: {
    on: [CustomerErased],
    summary: 'Deletes how far exports of a deleted customer had come (CUS-6).',
  },
} as const satisfies ConsumerTable;
