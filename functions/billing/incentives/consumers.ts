import { InvoiceAdjusted, InvoiceIssued, InvoiceVoided } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const incentivesConsumers = {
  beginAccrual: {
    on: [InvoiceIssued, InvoiceVoided, InvoiceAdjusted],
    summary: 'Counts what an issued invoice or note earns its partner, and what was billed where (PRG-11, BIL-12).',
  },
} as const satisfies ConsumerTable;
