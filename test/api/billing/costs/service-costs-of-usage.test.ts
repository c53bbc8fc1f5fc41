import { beforeAll, describe, expect, test } from 'vitest';
import type { Day } from '../../../../shared/kernel/time.ts';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  OFFER,
  runDay,
  SALES_AGENT,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aDaySheet, aSheetRow, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/** Ten units are included, the others cost 0.123 each: 100 in the invoiced period, 30 of it and 5 later ones since. */
const METER = idOf('aa', 1);
const OTHER = idOf('c0', 2);
const AT = '2018-02-20T12:00:00.000Z';
let world: BillingWorld;

const sheet = (usageOn: string, reportedOn: string, quantity: string, over: object = {}) =>
  aDaySheet({
    usageOn: usageOn as Day,
    rows: [aSheetRow({ meterId: METER, reportedOn: reportedOn as Day, quantity })],
    ...over,
  });

beforeAll(async () => {
  const meters = { [METER]: [{ from: '2018-01-01', rates: { 0: '0.123' }, included: '10' }] };
  world = billingWorld({ rates: () => aRateBook({ meters }) });
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  for (const [id, name] of [
    [CUSTOMER, 'Fabrikam'],
    [OTHER, 'Wingtip'],
  ] as const)
    await deliver(world, aRelationship(id, name));
  await relate(world);
  await putCard(world.deps, '2018-01-01', [aMeter(METER, { 0: '0.123' }, { includedQuantity: 10 })]);
  const more = { friendlyName: 'Cloud', partnerIdOnRecord: '777' };
  for (const event of meteredEvents({ startOn: '2018-01-20', more })) await deliver(world, event);
  const theirs = { subscriptionId: idOf('a2e', 2), customerId: OTHER };
  for (const event of meteredEvents({ startOn: '2018-01-20', ...theirs })) await deliver(world, event);
  await deliver(world, subscriptionEvents({ startOn: '2018-01-20', quantity: 2 })[0]!);
  await putSheets(world.deps, [
    sheet('2018-01-25', '2018-01-25', '100'),
    sheet('2018-01-25', '2018-01-25', '500', theirs),
  ]);
  await runDay(world, '2018-02-15');
  await putSheets(world.deps, [sheet('2018-02-10', '2018-02-16', '30'), sheet('2018-02-17', '2018-02-17', '15')]);
});

const costs = async (rest: string) =>
  (await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/${rest}`, SALES_AGENT, AT)).body;
const shown = (items: readonly Record<string, unknown>[]) =>
  items.map(({ chargeType, quantity, unitPrice, pretaxTotal }) => [chargeType, quantity, unitPrice, pretaxTotal]);

describe('USG-4: what metered use costs among all that a customer costs', () => {
  test('BIL-3: as the invoice has it: units that are charged, at the list price, with seats before them', async () => {
    expect(await costs('mostrecent')).toMatchObject({ pretaxTotal: 8 + 11.07, afterTaxTotal: 8 + 11.07 });
    const { items } = await costs('mostrecent/lineitems');
    expect(shown(items)).toEqual([
      ['Prorate fees when purchase', 2, 4, 8],
      ['Assess usage fee for current cycle', 90, 0.123, 11.07],
    ]);
    const [invoice] = await invoicesOf(world);
    expect(items[1]).toMatchObject({
      ...{ startDate: '2018-01-15T00:00:00Z', endDate: '2018-02-14T00:00:00Z', subscriptionFriendlyName: 'Cloud' },
      ...{ subscriptionId: METERED.toUpperCase(), offerId: OFFER, offerName: 'Azure', resellerMPNId: '777' },
      ...{ customerName: 'Fabrikam', invoiceNumber: invoice!.invoiceId, currencyCode: 'USD' },
    });
  });

  test('USG-4: current is what the next invoice will bill of it, late usage at its own period', async () => {
    const { items } = await costs('current/lineitems');
    expect(shown(items)).toEqual([
      ['Cycle fee', 2, 4, 8],
      // Late: 30 units behind the 100 that are billed, none included any more. Then 15 of the new period, 10 included.
      ['Assess usage fee for current cycle', 30, 0.123, 3.69],
      ['Assess usage fee for current cycle', 5, 0.123, 0.62],
    ]);
    expect(await costs('current')).toMatchObject({ pretaxTotal: 12.31 });
  });
});
