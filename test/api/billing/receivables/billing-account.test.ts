import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  drain,
  idOf,
  invoicesOf,
  mark,
  OFFER,
  OPERATOR,
  PARTNER,
  runDay,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** A partner whose January invoice of 4.00 is out, and that is billed monthly from then on. */
let world: BillingWorld;
let back: () => void;
const PATH = `/v1/operator/partners/${PARTNER}/billingaccount`;
const AT = '2018-02-01T12:00:00.000Z';

beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
  await deliver(world, subscriptionEvents({ startOn: '2018-01-13' }, [])[0]!);
  await runDay(world, '2018-01-15');
  await ask(world, PATH, OPERATOR);
  back = mark(world);
});
beforeEach(() => back());

const view = async (at = AT) => (await ask(world, PATH, OPERATOR, at)).body;
async function changed(body: object, etag?: string) {
  const headers = { 'If-Match': etag ?? (await view()).attributes.etag };
  return send(world, { method: 'PATCH', path: PATH, as: OPERATOR, body, headers }, AT);
}

describe('the billing account of a partner', () => {
  test('PRG-10: says its terms and what is owed, to the operator as to the partner', async () => {
    const account = await view();
    expect(account).toMatchObject({
      ...{ partnerId: PARTNER, billingDay: 15, paymentTermDays: 60, taxRatePercent: 0, balanceAmount: 4 },
      ...{ unallocatedAmount: 0, creditBalance: 0, collectionsStatus: 'none' },
      ...{ openPeriodStart: '2018-01-15T00:00:00Z', nextBillingDate: '2018-02-15T00:00:00Z' },
      collectionsSteps: [
        { daysLate: 30, action: 'reminder' },
        { daysLate: 37, action: 'notice' },
        { daysLate: 44, action: 'suspendOrdering' },
      ],
    });
    const own = (await ask(world, '/v1/partner/billingaccount', ADMIN_AGENT, AT)).body;
    expect(own).toEqual({ ...account, links: { self: { ...account.links.self, uri: '/partner/billingaccount' } } });
  });

  test.each([
    ['none', '2018-03-16'],
    ['overdue', '2018-03-17'],
    ['inCollections', '2018-04-15'],
  ])('BIL-5: is %s on %s with an invoice that is due on 16 March', async (status, on) => {
    expect((await view(`${on}T12:00:00.000Z`)).collectionsStatus).toBe(status);
  });

  test('BIL-5: takes other terms, and shows them', async () => {
    const steps = [{ daysLate: 15, action: 'suspendOrdering' }];
    const { status, body } = await changed({ paymentTermDays: 30, creditLimit: '2500.50', collectionsSteps: steps });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      paymentTermDays: 30,
      creditLimit: 2500.5,
      collectionsSteps: steps,
      taxRatePercent: 0,
    });
    expect(await view()).toEqual(body);
    const { body: without } = await changed({ creditLimit: null, collectionsSteps: [] });
    expect(without).toMatchObject({ paymentTermDays: 30, collectionsSteps: [] });
    expect(without).not.toHaveProperty('creditLimit');
  });

  test('D12: days to pay are those of invoices to come', async () => {
    await changed({ paymentTermDays: 30 });
    await runDay(world, '2018-02-15');
    expect((await invoicesOf(world)).map(({ dueOn }) => dueOn)).toEqual(['2018-03-17', '2018-03-16']);
  });

  test('PRG-10: a tax rate counts from the next period on (M4)', async () => {
    const { body } = await changed({ taxRatePercent: '19' });
    expect(body).toMatchObject({ taxRatePercent: 0, nextTaxRatePercent: 19 });
    await runDay(world, '2018-02-15');
    expect((await invoicesOf(world))[0]!.totals).toMatchObject({ subtotal: 400n, tax: 0n });
    expect(await view('2018-02-16T12:00:00.000Z')).toMatchObject({ taxRatePercent: 19 });
    await runDay(world, '2018-03-15');
    expect((await invoicesOf(world))[0]!.totals).toMatchObject({ subtotal: 400n, tax: 76n });
  });

  test('PRG-10: the rate that was set last counts, and one that is set back before its day never does', async () => {
    await changed({ taxRatePercent: '19' });
    const { body } = await changed({ taxRatePercent: 0 });
    expect(body.taxRatePercent).toBe(0);
    expect(body).not.toHaveProperty('nextTaxRatePercent');
  });

  test.each<[string, object, string]>([
    ['a day of the bill', { billingDay: 16 }, 'billingDay'],
    ['a currency', { currencyCode: 'EUR' }, 'currencyCode'],
    ['days below none', { paymentTermDays: -1 }, 'paymentTermDays'],
    ['more than a year to pay', { paymentTermDays: 366 }, 'paymentTermDays'],
    ['a rate above all', { taxRatePercent: '100.01' }, 'taxRatePercent'],
    ['a rate below none', { taxRatePercent: '-1' }, 'taxRatePercent'],
    ['a rate of five decimals', { taxRatePercent: '19.00001' }, 'taxRatePercent'],
    ['half a cent of credit', { creditLimit: '1.005' }, 'creditLimit'],
    ['credit below none', { creditLimit: '-1' }, 'creditLimit'],
    [
      'steps that are not in order',
      { collectionsSteps: [37, 30].map((daysLate) => ({ daysLate, action: 'notice' })) },
      'collectionsSteps',
    ],
    ['a step that is none', { collectionsSteps: [{ daysLate: 30, action: 'shout' }] }, 'collectionsSteps[0].action'],
  ])('PRG-10: does not take %s', async (_, body, field) => {
    const before = await view();
    const { status, body: refused } = await changed(body);
    expect([status, refused.code]).toEqual([400, 3000]);
    expect(JSON.stringify(refused)).toContain(field);
    expect(await view()).toEqual(before);
  });

  test('API-1: is changed by whoever has seen it as it is', async () => {
    const { etag } = (await view()).attributes;
    expect((await changed({ paymentTermDays: 30 }, etag)).status).toBe(200);
    const late = await changed({ paymentTermDays: 45 }, etag);
    expect([late.status, late.body.code]).toEqual([400, 2055]);
    const blind = await send(world, { method: 'PATCH', path: PATH, as: OPERATOR, body: { paymentTermDays: 45 } }, AT);
    expect([blind.status, blind.body.code]).toEqual([400, 2055]);
    expect((await view()).paymentTermDays).toBe(30);
  });

  test('API-3: what changes nothing raises no event, and keeps its version', async () => {
    const outbox = () => [...world.table.items.keys()].filter((key) => key.includes('OUTBOX#TERMS')).length;
    await changed({ paymentTermDays: 30 });
    expect(outbox()).toBe(1);
    const { etag } = (await view()).attributes;
    await changed({ paymentTermDays: 30, billingDay: 15, currencyCode: 'USD' });
    expect(outbox()).toBe(1);
    expect((await view()).attributes.etag).toBe(etag);
  });

  test('ROL-4: is not the partner’s to change, and of nobody there is none', async () => {
    const own = await send(world, { method: 'PATCH', path: PATH, as: ADMIN_AGENT, body: {} }, AT);
    expect(own.status).toBe(403);
    const nobody = await ask(world, PATH.replace(PARTNER, idOf('none', 1)), OPERATOR);
    expect([nobody.status, nobody.body.code]).toEqual([404, 1000]);
    await drain(world);
  });
});
