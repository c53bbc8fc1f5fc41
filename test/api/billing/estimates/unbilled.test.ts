import { beforeAll, describe, expect, test } from 'vitest';
import { type PageToken, pageToken, readPageToken } from '../../../../shared/http/page-token.ts';
import {
  ADMIN_AGENT,
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
  PARTNER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** Before the billing date of 15 February: three subscriptions, one resized, one suspended. */
let world: BillingWorld;
const AT = '2018-02-14T12:00:00.000Z';
beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  const resized = { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 1 } };
  const suspended = { type: 'SubscriptionSuspended', on: '2018-02-10', change: { status: 'suspended' as const } };
  const lives = [
    subscriptionEvents({ subscriptionId: idOf('5ab', 1), startOn: '2018-01-16', quantity: 3, wholesale: '9.99' }, [
      resized,
    ]),
    subscriptionEvents({ subscriptionId: idOf('5ab', 2), startOn: '2018-01-20', billingCycle: 'annual' }, [suspended]),
    subscriptionEvents({
      subscriptionId: idOf('5ab', 3),
      startOn: '2018-02-14',
      more: { partnerIdOnRecord: '777', friendlyName: 'Branch' },
    }),
  ];
  for (const event of lives.flat()) await deliver(world, event);
});

const unbilled = (query: string, token?: string) => askWithToken(`/v1/invoices/Unbilled/lineitems${query}`, token);
async function askWithToken(path: string, token?: string) {
  const separator = path.includes('?') ? '&' : '?';
  return ask(world, token === undefined ? path : `${path}${separator}MS-ContinuationToken=${token}`, undefined, AT);
}

describe('charges that are not invoiced yet', () => {
  test('D11: are the lines that the invoice will have, to the cent', async () => {
    const { body } = await unbilled('?provider=OneTime&invoiceLineItemType=BILLINGLINEITEMS');
    expect(
      body.items.map(
        (line: Record<string, unknown>) =>
          `${line.chargeType} ${line.quantity} x ${line.unitPrice} = ${line.totalForCustomer}`,
      ),
    ).toEqual([
      'New 3 x 9.99 = 29.97',
      'RemoveQuantity 3 x 9.99 = -29.97',
      'RemoveQuantity 3 x 9.99 = 15.47',
      'RemoveQuantity 1 x 9.99 = 4.83',
      'New 1 x 48 = 48',
      'CancelImmediate 1 x 48 = -48',
      'New 1 x 4 = 4',
    ]);
    const copy = billingWorld();
    for (const item of world.table.items.values()) await copy.table.write([{ put: item }]);
    copy.table.catchUp();
    await runDay(copy, '2018-02-15');
    const [invoice] = await invoicesOf(copy);
    expect(licenseRows(copy, invoice!).map((row) => Number(row.TotalForCustomer))).toEqual(
      body.items.map(({ totalForCustomer }: { totalForCustomer: number }) => totalForCustomer),
    );
    const issued = await ask(copy, `/v1/invoices/${invoice!.invoiceId}/lineitems/office/billinglineitems`);
    const explained = ({ lineId, explanation }: { lineId: string; explanation: object }) => ({ lineId, explanation });
    expect(body.items.map(explained)).toEqual(issued.body.items.map(explained));
  });

  test('have the shape of one-time items', async () => {
    const { body } = await unbilled('?provider=all&invoicelineitemtype=billing_line_items');
    expect(body.items[2]).toMatchObject({
      partnerId: PARTNER,
      customerName: 'Fabrikam',
      customerCountry: 'US',
      invoiceNumber: '',
      mpnId: '4390001',
      resellerMpnId: 0,
      orderDate: '2018-01-16T00:00:00Z',
      productId: OFFER,
      skuId: '',
      chargeStartDate: '2018-01-16T00:00:00Z',
      chargeEndDate: '2018-01-31T00:00:00Z',
      effectiveUnitPrice: 5.1561290323,
      currency: 'USD',
      pcToBCExchangeRate: 1,
      billingFrequency: 'Monthly',
      termAndBillingCycle: 'One-Year commitment for monthly billing',
      billingProvider: 'one_time',
      invoiceLineItemType: 'billing_line_items',
    });
    expect(new Set(body.items.slice(1, 4).map(({ referenceId }: { referenceId: string }) => referenceId)).size).toBe(1);
    expect(body.items.at(-1)).toMatchObject({ resellerMpnId: 777, subscriptionDescription: 'Branch' });
    expect(body.items[1].effectiveUnitPrice).toBe(-9.99);
  });

  test.each([1, 2, 3, 4, 6, 7])(
    'page by token, %i at a time, the token alone asking for the next page',
    async (size) => {
      const all = (await unbilled('?provider=onetime&invoicelineitemtype=billinglineitems')).body.items;
      const seen: unknown[] = [];
      let { body } = await unbilled(`?provider=onetime&invoicelineitemtype=billinglineitems&size=${size}`);
      seen.push(...body.items);
      while (body.continuationToken) {
        expect(body.links.next.headers).toEqual([{ key: 'MS-ContinuationToken', value: body.continuationToken }]);
        ({ body } = await unbilled('?seekOperation=Next', body.continuationToken));
        seen.push(...body.items);
      }
      expect(seen).toEqual(all);
    },
  );

  test.each`
    query                                                                        | because
    ${'?provider=onetime&invoicelineitemtype=usagelineitems'}                    | ${'there is no usage'}
    ${'?provider=marketplace&invoicelineitemtype=billinglineitems'}              | ${'nothing comes from the marketplace'}
    ${'?provider=azure&invoicelineitemtype=billinglineitems'}                    | ${'there is no usage'}
    ${'?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=EUR'} | ${'another currency has none'}
    ${'?provider=onetime&invoicelineitemtype=billinglineitems&period=previous'}  | ${'the period before is invoiced'}
  `('$query gives none: $because', async ({ query }) => {
    const { status, body } = await unbilled(query);
    expect([status, body.items]).toEqual([200, []]);
  });

  test('BIL-3: no provider means all, and office are the seats', async () => {
    const all = (await unbilled('?provider=all&invoicelineitemtype=billinglineitems')).body.items;
    expect(all.length).toBeGreaterThan(0);
    for (const provider of ['', 'provider=office&', 'provider=OneTime&'])
      expect((await unbilled(`?${provider}invoicelineitemtype=billinglineitems`)).body.items).toEqual(all);
  });

  test.each`
    query                                                                   | code      | because
    ${'?provider=onetime'}                                                  | ${3000}   | ${'the type is missing'}
    ${'?MS-ContinuationToken=nonsense'}                                     | ${800002} | ${'the token is none of ours'}
    ${'?provider=onetime&invoicelineitemtype=billinglineitems&period=next'} | ${800002} | ${'there is no such period'}
  `('$query is refused with $code: $because', async ({ query, code }) => {
    const { status, body } = await unbilled(query);
    expect([status, body.code]).toEqual([400, code]);
  });

  test.each<[string, (page: PageToken) => PageToken]>([
    ['says days that are none', (page) => ({ ...page, kept: JSON.stringify({ start: '2018-02-30', end: 'later' }) })],
    ['says days that are no JSON', (page) => ({ ...page, kept: '{' })],
    ['goes on from no number of lines', (page) => ({ ...page, next: { sk: 'a', lines: 'many' } })],
    ['goes on from before the first line', (page) => ({ ...page, next: { sk: 'a', lines: '-1' } })],
    ['goes on from no place', (page) => ({ ...page, next: { sk: '', lines: '1' } })],
    ['has pages that are too long', (page) => ({ ...page, size: 2001 })],
    ['asks for no type', ({ query: _, ...page }) => ({ ...page, query: { period: 'never' } })],
  ])('API-1: a token that was made up and %s is a bad token', async (_, change) => {
    const { body } = await unbilled('?provider=onetime&invoicelineitemtype=billinglineitems&size=1');
    const { tenantId, userId: principalId } = ADMIN_AGENT;
    const scope = { operationId: 'listUnbilledLineItems', path: undefined, tenantId, principalId };
    const page = readPageToken(body.continuationToken, scope)!;
    expect((await unbilled('', pageToken(page, scope))).status).toBe(200);
    const answer = await unbilled('', pageToken(change(page), scope));
    expect([answer.status, answer.body.code]).toEqual([400, 800002]);
  });

  test('on the billing date they are the previous period’s until the invoice is out', async () => {
    const at = '2018-02-15T00:30:00.000Z';
    const query = '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&period=';
    expect((await ask(world, `${query}previous`, undefined, at)).body.totalCount).toBe(7);
    expect((await ask(world, `${query}current`, undefined, at)).body.totalCount).toBe(0);
  });

  test('four links lead to them', async () => {
    const { body } = await ask(world, '/v1/invoices/estimates/links', undefined, AT);
    expect(body.items.map(({ type, period }: Record<string, string>) => `${type} ${period}`)).toEqual([
      'daily_rated_usage Current',
      'daily_rated_usage Previous',
      'non_consumption Current',
      'non_consumption Previous',
    ]);
    expect(body.items[2].link.uri).toBe(
      '/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=USD&period=current&size=2000',
    );
    expect((await ask(world, `/v1${body.items[2].link.uri}`, undefined, AT)).body.totalCount).toBe(7);
  });
});
