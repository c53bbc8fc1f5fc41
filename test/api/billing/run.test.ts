import { describe, expect, test } from 'vitest';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  billingWorld,
  CUSTOMER,
  deliver,
  invoicesOf,
  licenseRows,
  OFFER,
  runDay,
  subscriptionEvents,
} from '../../support/billing-world.ts';

describe('a partner with one growing subscription (P1)', () => {
  const world = billingWorld();

  test('BIL-1: gets one invoice on each billing day, for the month before it', async () => {
    await deliver(world, aPartnerChanged());
    await deliver(world, anOffer(OFFER, 'EMS', 'Enterprise Mobility Suite'));
    await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
    const [created, grown] = subscriptionEvents({ startOn: '2018-01-13' }, [
      { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
    ]);
    await deliver(world, created!);
    await runDay(world, '2018-01-15');
    await deliver(world, grown!);
    await runDay(world, '2018-02-15');
    const invoices = await invoicesOf(world);
    expect(
      invoices.map(({ invoiceOn, periodStartOn, totals, previousBalance }) => ({
        invoiceOn,
        periodStartOn,
        total: totals.total,
        previousBalance,
      })),
    ).toEqual([
      { invoiceOn: '2018-02-15', periodStartOn: '2018-01-15', total: 955n, previousBalance: 400n },
      { invoiceOn: '2018-01-15', periodStartOn: '2017-12-15', total: 400n, previousBalance: 0n },
    ]);
  });

  test('BIL-3: its reconciliation file has a line for every billing event', async () => {
    const [invoice] = await invoicesOf(world);
    const rows = licenseRows(world, invoice!);
    expect(
      rows.map((row) => `${row.ChargeStartDate} - ${row.ChargeEndDate} ${row.ChargeType} ${row.TotalForCustomer}`),
    ).toEqual([
      '1/13/2018 0:00 - 2/12/2018 23:59 Cycle instance prorate -4.00',
      '1/13/2018 0:00 - 1/31/2018 23:59 Cycle instance prorate 2.45',
      '2/1/2018 0:00 - 2/12/2018 23:59 Cycle instance prorate 3.10',
      '2/13/2018 0:00 - 3/12/2018 23:59 Cycle fee 8.00',
    ]);
  });
});
