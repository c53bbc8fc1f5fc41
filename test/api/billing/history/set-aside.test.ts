import { describe, expect, test } from 'vitest';
import type { SubscriptionSnapshot } from '../../../../events/commerce.ts';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { subscriptionKey } from '../../../../functions/billing/history/store/keys.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { addMonths, type Day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  invoicesOf,
  licenseRows,
  OFFER,
  OPERATOR,
  PARTNER,
  runDay,
  runJob,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** What came late, never, or makes no sense: every invoice is issued, and all of them together are right. */

const [GOOD, OTHER] = [idOf('5ab', 1), idOf('5ab', 2)];

async function signed(signedOn: string): Promise<BillingWorld> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: signedOn, billingDay: 15 }));
  await deliver(world, anOffer(OFFER, 'EMS', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  return world;
}
const totals = async (world: BillingWorld): Promise<string[]> =>
  (await invoicesOf(world)).map(({ invoiceOn, totals: { total } }) => `${invoiceOn} ${total}`).reverse();
const rowsOf = async (world: BillingWorld, invoiceOn: string) =>
  licenseRows(world, (await invoicesOf(world)).find((invoice) => invoice.invoiceOn === invoiceOn)!);
const told = async (world: BillingWorld, invoiceOn: string): Promise<string[]> =>
  (await rowsOf(world, invoiceOn)).map(
    (row) =>
      `${row.SyndicationPartnerSubscriptionNumber!.slice(-1)} ${row.ChargeType} ${row.Quantity} ${row.Subtotal} ${row.Tax}`,
  );
const flag = (on: string, autoRenewEnabled: boolean) => ({
  type: 'SubscriptionUpdated',
  on,
  change: { autoRenewEnabled },
});
const renewal = (on: string, wholesale?: string) => ({
  type: 'SubscriptionRenewed',
  on,
  change: {
    termStartOn: on,
    commitmentEndOn: addMonths(on as Day, 12),
    ...(wholesale && {
      priceLock: {
        priceList: '2019-01',
        currency: 'USD',
        wholesale,
        list: '9',
        discountPercent: '0',
        lockedAt: `${on}T00:00:00Z`,
      },
    }),
  } as Partial<SubscriptionSnapshot>,
});
const resumed = async (world: BillingWorld, on: string): Promise<void> => {
  await runJob(world, on, 'resumeInvoices');
  await drain(world);
};
const cases = async (world: BillingWorld, at = '2018-03-20T12:00:00.000Z') =>
  (await ask(world, '/v1/operator/billing/cases', OPERATOR, at)).body.items as Record<string, string>[];
const unbilled = (world: BillingWorld, at: string) =>
  ask(world, '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems', undefined, at);

describe('late events', () => {
  test('R7, R8: an add-on bought on the eve of its renewal and stored the day after is charged, then renewed', async () => {
    const world = await signed('2018-01-15');
    const more = { anchorOn: '2017-02-02', termStartOn: '2017-02-02', commitmentEndOn: '2018-02-02' };
    const [created, renewed] = subscriptionEvents({ startOn: '2018-02-01', quantity: 3, more }, [
      renewal('2018-02-02', '5'),
    ]);
    await deliver(world, created!, '2018-02-02T00:10:00.000Z');
    await deliver(world, renewed!, '2018-02-02T00:05:00.000Z');
    expect((await ask(world, '/v1/invoices/unbilled', undefined, '2018-02-10T00:00:00.000Z')).status).toBe(200);
    await runDay(world, '2018-02-15');
    expect(await told(world, '2018-02-15')).toEqual([
      '1 Prorate fees when purchase 3 0.39 0.00',
      '1 Prorate fee when renew 3 15.00 0.00',
    ]);
  });

  test.each([
    {
      because: 'renewal was switched off and on before the term ended, and billing heard of it after the run',
      between: [flag('2019-01-08', false), flag('2019-01-09', true)],
    },
    {
      because: 'it was suspended and came back before the term ended, and billing heard of it after the run',
      between: [
        { type: 'SubscriptionSuspended', on: '2019-01-08', change: { status: 'suspended' as const } },
        { type: 'SubscriptionReactivated', on: '2019-01-08', change: { status: 'active' as const } },
      ],
    },
  ])('X3: a renewal is invoiced once: $because', async ({ between }) => {
    const world = await signed('2018-01-10');
    const script = { startOn: '2018-01-10', wholesale: '30', billingCycle: 'annual' as const };
    const [created, ...later] = subscriptionEvents(script, [...between, renewal('2019-01-10')]);
    await deliver(world, created!);
    for (let month = 0; month < 12; month += 1) await runDay(world, addMonths('2018-01-15' as Day, month));
    await runDay(world, '2019-01-15');
    expect((await invoicesOf(world)).length).toBe(1);
    for (const [index, event] of later.entries()) {
      await deliver(world, event, `2019-01-${15 + index}T05:00:00.000Z`);
      await resumed(world, `2019-01-${15 + index}`);
    }
    await runDay(world, '2019-02-15');
    await runDay(world, '2019-03-15');
    const sum = (await invoicesOf(world)).reduce((all, { totals: { total } }) => all + total, 0n);
    expect(sum).toBe(72_000n);
  });

  test('R5, M4: a credit bears the tax of the line that it takes back, a new line that of its own period', async () => {
    const world = await signed('2018-01-01');
    const rate = (taxRatePercent: string) =>
      world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent } }]);
    const [created, less, ended] = subscriptionEvents(
      { startOn: '2018-01-10', wholesale: '10', quantity: 2, billingCycle: 'annual' },
      [
        { type: 'SubscriptionUpdated', on: '2018-01-20', change: { quantity: 1 } },
        { type: 'SubscriptionSuspended', on: '2018-03-20', change: { status: 'suspended' } },
      ],
    );
    await rate('10');
    await deliver(world, created!);
    await runDay(world, '2018-01-15');
    await rate('20');
    await deliver(world, less!);
    const open = await unbilled(world, '2018-02-10T00:00:00.000Z');
    expect(open.body.items.map((line: { taxTotal: number }) => line.taxTotal)).toEqual([-24, 1.32, 23.34]);
    await runDay(world, '2018-02-15');
    expect(await told(world, '2018-02-15')).toEqual([
      '1 Cycle instance prorate 2 -240.00 -24.00',
      '1 Cycle instance prorate 2 6.58 1.32',
      '1 Cycle instance prorate 1 116.71 23.34',
    ]);
    await rate('0');
    await runDay(world, '2018-03-15');
    await deliver(world, ended!);
    await runDay(world, '2018-04-15');
    expect(await told(world, '2018-04-15')).toEqual(['1 Cancel fee 1 -97.32 -19.46']);
  });

  test('M4: rates of runs that kept their own alone are found', async () => {
    const world = await signed('2018-01-01');
    const [created, ended] = subscriptionEvents({ startOn: '2018-01-10', wholesale: '10', billingCycle: 'annual' }, [
      { type: 'SubscriptionSuspended', on: '2018-03-20', change: { status: 'suspended' } },
    ]);
    await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
    await deliver(world, created!);
    for (const on of ['2018-01-15', '2018-02-15', '2018-03-15']) await runDay(world, on);
    for (const item of [...world.table.items.values()].filter(({ pk, plan }) => pk.endsWith('#PERIODS') && plan)) {
      const { kind: _, shape: __, ...before } = item;
      const { taxRates, ...plan } = item.plan as { taxRates: { percent: string }[] };
      await world.table.write([{ put: { ...before, plan: { ...plan, taxRatePercent: taxRates[0]!.percent } } }]);
    }
    await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '0' } }]);
    await deliver(world, ended!);
    await runDay(world, '2018-04-15');
    expect(await told(world, '2018-04-15')).toEqual(['1 Cancel fee 1 -97.32 -9.73']);
  });

  test('R7: a save that comes more than 400 days late counts from the 400th day on, and is told', async () => {
    const world = await signed('2018-01-10');
    const [created, grown] = subscriptionEvents({ startOn: '2018-01-10', more: { autoRenewEnabled: false } }, [
      { type: 'SubscriptionUpdated', on: '2018-01-11', change: { quantity: 2 } },
    ]);
    await deliver(world, created!);
    await deliver(world, grown!, '2019-03-01T00:00:00.000Z');
    expect(await cases(world)).toEqual([
      expect.objectContaining({
        subscriptionId: GOOD.toUpperCase(),
        reason: 'tooLate',
        status: 'open',
        sinceDate: '2018-01-25T00:00:00Z',
        detail: 'Save 2 (resized) of 2018-01-11 counts from 2018-01-25 on only.',
      }),
    ]);
    expect(world.counts.SavesTooLate).toBe(1);
    const [{ id }] = (await cases(world)) as [{ id: string }];
    const path = `/v1/operator/billing/cases/${id}`;
    expect((await ask(world, path, undefined, undefined, 'DELETE')).status).toBe(403);
    expect((await ask(world, path, OPERATOR, undefined, 'DELETE')).status).toBe(204);
    expect((await ask(world, path, OPERATOR, undefined, 'DELETE')).status).toBe(404);
    expect(await cases(world)).toEqual([]);
  });
});

describe('a subscription that has no right invoice yet', () => {
  /** Two subscriptions; of the second save 2 is missing. */
  async function withGap(): Promise<{ world: BillingWorld; missing: EventRecord }> {
    const world = await signed('2018-01-15');
    await deliver(world, subscriptionEvents({ subscriptionId: GOOD, startOn: '2018-01-20' })[0]!);
    const [created, missing, renamed] = subscriptionEvents({ subscriptionId: OTHER, startOn: '2018-01-20' }, [
      { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 3 } },
      { type: 'SubscriptionUpdated', on: '2018-02-02', change: { friendlyName: 'Branch' } },
    ]);
    await deliver(world, created!);
    await deliver(world, renamed!);
    return { world, missing: missing! };
  }

  test('X3, F: a save that is missing is waited for a day; then the invoice goes without, and the next has all', async () => {
    const { world, missing } = await withGap();
    await runDay(world, '2018-02-15');
    await resumed(world, '2018-02-15');
    expect(await totals(world)).toEqual([]);
    await resumed(world, '2018-02-16');
    expect(await told(world, '2018-02-15')).toEqual(['1 Prorate fees when purchase 1 4.00 0.00']);
    expect(world.counts.SubscriptionsSetAside).toBe(1);
    const [found] = await cases(world);
    expect(found).toMatchObject({
      partnerId: PARTNER,
      subscriptionId: OTHER.toUpperCase(),
      reason: 'saveMissing',
      status: 'open',
      detail: 'Save 2 has not come; later ones have.',
      sinceDate: '2018-01-15T00:00:00Z',
    });
    expect((await ask(world, `/v1/operator/billing/cases/${found!.id}`, OPERATOR, undefined, 'DELETE')).status).toBe(
      409,
    );

    await deliver(world, missing, '2018-02-18T00:00:00.000Z');
    expect((await cases(world))[0]).toMatchObject({ status: 'mended', nextStep: expect.stringContaining('Nothing') });
    const open = await unbilled(world, '2018-02-19T00:00:00.000Z');
    expect(open.body.items.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId)).toContain(
      OTHER.toUpperCase(),
    );
    await runDay(world, '2018-03-15');
    expect(await told(world, '2018-03-15')).toEqual([
      '1 Cycle fee 1 4.00 0.00',
      '2 Prorate fees when purchase 1 4.00 0.00',
      '2 Cycle instance prorate 1 -4.00 0.00',
      '2 Cycle instance prorate 1 1.55 0.00',
      '2 Cycle instance prorate 3 7.35 0.00',
      '2 Cycle fee 3 12.00 0.00',
    ]);
    expect(await cases(world)).toEqual([]);
    await runDay(world, '2018-04-15');
    expect(await told(world, '2018-04-15')).toEqual(['1 Cycle fee 1 4.00 0.00', '2 Cycle fee 3 12.00 0.00']);
  });

  test('X3: a save that comes within the day is waited for, and nothing is left out', async () => {
    const { world, missing } = await withGap();
    await runDay(world, '2018-02-15');
    await deliver(world, missing, '2018-02-15T06:00:00.000Z');
    await resumed(world, '2018-02-15');
    expect(await totals(world)).toEqual(['2018-02-15 800']);
    expect(await cases(world)).toEqual([]);
    await runDay(world, '2018-03-15');
    expect(await totals(world)).toEqual(['2018-02-15 800', '2018-03-15 2090']);
  });

  test('X3: left out month after month, it holds no other invoice up and is billed in full in the end', async () => {
    const { world, missing } = await withGap();
    await runDay(world, '2018-02-15');
    await resumed(world, '2018-02-16');
    await runDay(world, '2018-03-15');
    await runDay(world, '2018-04-15');
    expect(await totals(world)).toEqual(['2018-02-15 400', '2018-03-15 400', '2018-04-15 400']);
    expect(await cases(world)).toMatchObject([
      { sinceDate: '2018-01-15T00:00:00Z', foundDate: '2018-04-15T01:00:00Z' },
    ]);
    await deliver(world, missing, '2018-04-20T00:00:00.000Z');
    await runDay(world, '2018-05-15');
    // 4 + 3 x 4 in advance, and what the two seats more cost from 1 February on.
    expect(await totals(world)).toContain('2018-05-15 4890');
  });

  test('X3: a renewal that does not come within the day is left out, and on the next invoice', async () => {
    const world = await signed('2018-12-15');
    const more = { anchorOn: '2018-01-10', termStartOn: '2018-01-10', commitmentEndOn: '2019-01-10' };
    const [created, renewed] = subscriptionEvents({ startOn: '2018-12-20', more }, [renewal('2019-01-10', '5')]);
    await deliver(world, created!);
    await deliver(world, subscriptionEvents({ subscriptionId: OTHER, startOn: '2018-12-20' })[0]!);
    await runDay(world, '2019-01-15');
    await resumed(world, '2019-01-15');
    expect(await totals(world)).toEqual([]);
    await resumed(world, '2019-01-16');
    expect(await totals(world)).toEqual(['2019-01-15 400']);
    expect(await cases(world)).toMatchObject([
      { reason: 'renewalMissing', detail: 'The renewal of 2019-01-10 has not come.' },
    ]);
    await deliver(world, renewed!, '2019-01-20T00:00:00.000Z');
    await runDay(world, '2019-02-15');
    expect(await told(world, '2019-02-15')).toEqual([
      '1 Prorate fees when purchase 1 2.71 0.00',
      '1 Prorate fee when renew 1 5.00 0.00',
      '1 Cycle fee 1 5.00 0.00',
      '2 Cycle fee 1 4.00 0.00',
    ]);
  });

  test.each([
    { what: 'an item that cannot be read', spoil: (h: string) => h.replace(';c|', ';x|') },
    { what: 'a history that breaks a rule', spoil: (h: string) => h.replace(/;c\|/, ';q|') },
    { what: 'a price in another currency', spoil: (h: string) => h.replace('USD', 'EUR') },
  ])('BIL-11: $what stops no invoice, preview or list; mended, it is on the next', async ({ spoil }) => {
    const world = await signed('2018-01-15');
    for (const subscriptionId of [GOOD, OTHER])
      await deliver(world, subscriptionEvents({ subscriptionId, startOn: '2018-01-20', quantity: 2 })[0]!);
    const key = subscriptionKey({ partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: GOOD });
    const whole = (await world.table.get(key))!;
    await world.table.write([{ update: key, set: { h: spoil(whole.h as string) } }]);

    const preview = await ask(world, '/v1/invoices/unbilled', undefined, '2018-02-10T00:00:00.000Z');
    expect(preview).toMatchObject({ status: 200, body: { totalCharges: 8 } });
    const listed = await unbilled(world, '2018-02-10T00:00:00.000Z');
    expect(listed.body.items.map((line: { subscriptionId: string }) => line.subscriptionId)).toEqual([
      OTHER.toUpperCase(),
    ]);
    await runDay(world, '2018-02-15');
    expect(await told(world, '2018-02-15')).toEqual(['2 Prorate fees when purchase 2 8.00 0.00']);
    expect(await cases(world)).toMatchObject([
      { subscriptionId: GOOD.toUpperCase(), reason: 'brokenHistory', status: 'open' },
    ]);

    await world.table.write([{ update: key, set: { h: whole.h } }]);
    expect(await cases(world)).toMatchObject([{ status: 'mended' }]);
    await runDay(world, '2018-03-15');
    expect(await told(world, '2018-03-15')).toEqual([
      '1 Prorate fees when purchase 2 8.00 0.00',
      '1 Cycle fee 2 8.00 0.00',
      '2 Cycle fee 2 8.00 0.00',
    ]);
    expect(await cases(world)).toEqual([]);
  });

  test('OPS-3: the list is sought by page and by partner, and only the operator sees it', async () => {
    const { world } = await withGap();
    await deliver(
      world,
      subscriptionEvents({ subscriptionId: idOf('5ab', 3), startOn: '2018-01-20' }, [
        flag('2018-01-21', false),
        flag('2018-01-22', true),
      ])[2]!,
    );
    await runDay(world, '2018-02-15');
    await resumed(world, '2018-02-16');
    const path = '/v1/operator/billing/cases?size=1';
    const { body: first } = await ask(world, path, OPERATOR);
    const { body: second } = await ask(world, `${path}&MS-ContinuationToken=${first.continuationToken}`, OPERATOR);
    const ids = [...first.items, ...second.items].map(({ subscriptionId }) => subscriptionId);
    expect(ids).toEqual([OTHER.toUpperCase(), idOf('5ab', 3).toUpperCase()]);
    expect((await ask(world, `${path}&MS-ContinuationToken=made-up`, OPERATOR)).status).toBe(400);
    expect((await ask(world, '/v1/operator/billing/cases?partnerId=nobody', OPERATOR)).body.items).toEqual([]);
    expect((await ask(world, path)).status).toBe(403);
  });
});
