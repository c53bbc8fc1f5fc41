import type { Insight } from '../../../../shared/kernel/insights/fields.ts';

/** A row for each day, meter and location of a metered subscription, in the order of the contract. */
export const USAGE_INSIGHT = {
  fields: {
    customerTenantId: 'text',
    customerName: 'text',
    subscriptionId: 'text',
    subscriptionName: 'text',
    usageDate: 'date',
    resourceLocation: 'text',
    meterCategory: 'text',
    meterSubcategory: 'text',
    meterUnit: 'text',
    reservationOrderId: 'text',
    reservationId: 'text',
    consumptionMeterId: 'text',
    serviceType: 'text',
    quantity: 'number',
  },
  sums: ['quantity'],
  areDecimals: true,
} as const satisfies Insight;
