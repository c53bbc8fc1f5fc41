import { beforeAll, describe, expect, test } from 'vitest';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  licenseRows,
  OFFER,
  runDay,
  SALES_AGENT,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** Two customers: one with an invoice and charges since, one of which nothing was sold; a third on the invoice beside them. */
const OTHER = idOf('c0', 2);
const NEW = idOf('c0', 3);
const AT = '2018-02-20T12:00:00.000Z';
let world: BillingWorld;

beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15', taxRatePercent: undefined }));
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  for (const [id, name] of [
    [CUSTOMER, 'Fabrikam'],
    [OTHER, 'Wingtip'],
    [NEW, 'Coho'],
  ] as const)
    await deliver(world, aRelationship(id, name));
  for (const id of [CUSTOMER, OTHER, NEW]) await relate(world, undefined, id);
  const resized = { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } };
  const lives = [
    subscriptionEvents(
      { subscriptionId: idOf('5ab', 1), startOn: '2018-01-16', quantity: 1, more: { partnerIdOnRecord: '777' } },
      [resized],
    ),
    subscriptionEvents({ subscriptionId: idOf('5ab', 2), startOn: '2018-01-20', quantity: 3, wholesale: '9.99' }),
    subscriptionEvents({ customerId: OTHER, subscriptionId: idOf('5ab', 3), startOn: '2018-01-20', quantity: 9 }),
    subscriptionEvents({ customerId: NEW, subscriptionId: idOf('5ab', 4), startOn: '2018-02-16', quantity: 4 }),
  ];
  for (const event of lives.flat()) if (event.occurredAt < '2018-02-15') await deliver(world, event);
  await runDay(world, '2018-02-15');
  for (const event of lives.flat()) if (event.occurredAt >= '2018-02-15') await deliver(world, event);
});

const costs = async (customerId: string, rest: string) =>
  ask(world, `/v1/customers/${customerId}/servicecosts/${rest}`, SALES_AGENT, AT);

describe('USG-4: what a customer costs', () => {
  test.each(['mostrecent', 'most_recent', 'MostRecent'])(
    'USG-4: %s is the latest invoice, to the cent',
    async (period) => {
      const { status, body } = await costs(CUSTOMER, period);
      const [invoice] = await invoicesOf(world);
      const rows = licenseRows(world, invoice!).filter(({ CustomerId }) => CustomerId === CUSTOMER);
      const total = rows.reduce((sum, row) => sum + Math.round(Number(row.TotalForCustomer) * 100), 0) / 100;
      // 1 seat 4.00, taken back, 16 of 31 days at 1 and 15 at 2 seats; 3 seats of 9.99.
      expect(total).toBe(Math.round((2.06 + 3.87 + 29.97) * 100) / 100);
      expect([status, body]).toMatchObject([
        200,
        {
          billingStartDate: '2018-01-15T00:00:00Z',
          billingEndDate: '2018-02-14T00:00:00Z',
          pretaxTotal: total,
          tax: 0,
          afterTaxTotal: total,
          currencyCode: 'USD',
          currencySymbol: '$',
          customerId: CUSTOMER,
        },
      ]);
      expect(body.details).toEqual([
        { invoiceType: 'Recurring', summary: { ...body, details: undefined, links: undefined } },
      ]);
      expect(body.links.serviceCostLineItems.uri).toBe(`/customers/${CUSTOMER}/servicecosts/mostrecent/lineitems`);
    },
  );

  test('BIL-3: its charges are the lines of the file, and of no other customer', async () => {
    const { body } = await costs(CUSTOMER, 'mostrecent/lineitems');
    const [invoice] = await invoicesOf(world);
    const rows = licenseRows(world, invoice!).filter(({ CustomerId }) => CustomerId === CUSTOMER);
    expect(rows.length).toBe(5);
    expect(
      body.items.map((line: Record<string, unknown>) => [
        ...[line.subscriptionId, line.chargeType, line.quantity, line.unitPrice, line.pretaxTotal, line.afterTaxTotal],
      ]),
    ).toEqual(
      rows.map((row) => [
        ...[row.SyndicationPartnerSubscriptionNumber, row.ChargeType],
        ...[row.Quantity, row.UnitPrice, row.Subtotal, row.TotalForCustomer].map(Number),
      ]),
    );
    expect(body.items[0]).toMatchObject({
      startDate: '2018-01-16T00:00:00Z',
      endDate: '2018-02-15T00:00:00Z',
      resellerMPNId: '777',
      offerName: 'Intune',
      customerName: 'Fabrikam',
      invoiceNumber: invoice!.invoiceId,
      invoiceType: 'Recurring',
    });
    expect(body.items.at(-1)).toMatchObject({ resellerMPNId: '-1' });
  });

  test('USG-4: current is what is posted since and not invoiced yet', async () => {
    const { body } = await costs(CUSTOMER, 'current');
    // The cycle of 16 February at two seats; that of 20 February of three.
    expect(body).toMatchObject({
      billingStartDate: '2018-02-15T00:00:00Z',
      billingEndDate: '2018-03-14T00:00:00Z',
      pretaxTotal: 8 + 29.97,
      afterTaxTotal: 8 + 29.97,
    });
    const { body: lines } = await costs(CUSTOMER, 'Current/lineitems');
    expect(
      lines.items.map(({ chargeType, quantity, unitPrice, pretaxTotal, invoiceNumber }: Record<string, unknown>) => [
        ...[chargeType, quantity, unitPrice, pretaxTotal, invoiceNumber],
      ]),
    ).toEqual([
      ['Cycle fee', 2, 4, 8, ''],
      ['Cycle fee', 3, 9.99, 29.97, ''],
    ]);
  });

  test('USG-4: a customer that is not on the invoice costs nothing there', async () => {
    expect((await costs(NEW, 'mostrecent')).body).toMatchObject({ pretaxTotal: 0, tax: 0, afterTaxTotal: 0 });
    expect((await costs(NEW, 'mostrecent/lineitems')).body).toMatchObject({ totalCount: 0, items: [] });
    expect((await costs(NEW, 'current')).body).toMatchObject({ pretaxTotal: 16 });
  });

  test('BIL-3: before the first invoice there is nothing, and no 5xx', async () => {
    const empty = billingWorld();
    await relate(empty);
    for (const period of ['mostrecent', 'current'])
      expect(await ask(empty, `/v1/customers/${CUSTOMER}/servicecosts/${period}`, undefined, AT)).toMatchObject({
        status: 200,
        body: { pretaxTotal: 0, billingStartDate: '0001-01-01T00:00:00Z', currencyCode: 'USD' },
      });
  });

  test.each(['next', 'previous', '2018-02', '%20'])('USG-4: %s is no period: 400 900126', async (period) => {
    for (const path of [period, `${period}/lineitems`])
      expect(await costs(CUSTOMER, path)).toMatchObject({ status: 400, body: { code: 900126 } });
  });

  test('BIL-3: only the part with the customer is read', async () => {
    const read: string[] = [];
    const files = {
      ...world.deps.files,
      get(key: string) {
        read.push(key);
        return world.deps.files.get(key);
      },
    };
    await ask(
      { ...world, deps: { ...world.deps, files } },
      `/v1/customers/${OTHER}/servicecosts/mostrecent`,
      SALES_AGENT,
      AT,
    );
    expect(read).toHaveLength(1);
  });

  test('BIL-3: pages by size and token have every charge once', async () => {
    const first = (await costs(CUSTOMER, 'mostrecent/lineitems?size=3')).body;
    const second = (await costs(CUSTOMER, `mostrecent/lineitems?MS-ContinuationToken=${first.continuationToken}`)).body;
    const { body: all } = await costs(CUSTOMER, 'mostrecent/lineitems');
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.links.next).toBeUndefined();
  });
});
