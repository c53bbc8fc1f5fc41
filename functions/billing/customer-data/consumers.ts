import { BillingExported } from '../../../events/billing.ts';
import { CustomerErased, CustomerExportRequested } from '../../../events/tenancy.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const customerDataConsumers = {
  contributeBilling: {
    on: [CustomerExportRequested, BillingExported],
    summary: 'Writes what partners sell of their own to a customer to an export of its data, a step at a time.',
  },
  eraseAgreed: {
    on: [CustomerErased],
    summary: 'Deletes what partners sold of their own to a deleted customer, and the prices agreed with it (CUS-6).',
  },
} as const satisfies ConsumerTable;
