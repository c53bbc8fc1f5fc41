import { beforeAll, expect, test } from 'vitest';
import { ownerKey } from '../../../../functions/billing/usage/store/keys.ts';
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
  OTHER_ADMIN,
  PARTNER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

const LATER_CUSTOMER = idOf('f0', 2);
const [FIRST, SECOND] = [idOf('5ab', 1), idOf('5ab', 2)];

let world: BillingWorld;
let number: string;
beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(OFFER, 'Intune'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  const [created, grown, shrunk] = subscriptionEvents({ subscriptionId: FIRST, startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
    { type: 'SubscriptionUpdated', on: '2018-02-17', change: { quantity: 1 } },
  ]);
  const [other] = subscriptionEvents({ subscriptionId: SECOND, customerId: LATER_CUSTOMER, startOn: '2018-01-20' });
  for (const event of [created!, other!, grown!]) await deliver(world, event);
  await runDay(world, '2018-02-15');
  await deliver(world, shrunk!);
  number = (await invoicesOf(world))[0]!.invoiceId;
});

const explain = (lineId: string, invoice = number, as = ADMIN_AGENT) =>
  ask(world, `/v1/invoices/${invoice}/lineitems/${encodeURIComponent(lineId)}`, as);

test('BIL-9: every line of a file is found by its LineId, as the list of lines has it', async () => {
  const [invoice] = await invoicesOf(world);
  const rows = licenseRows(world, invoice!);
  expect(rows.length).toBe(5);
  const { body: list } = await ask(world, `/v1/invoices/${number}/lineitems/office/billinglineitems`);
  for (const [index, { LineId: lineId }] of rows.entries()) {
    const { status, body } = await explain(lineId!);
    expect(status).toBe(200);
    expect(body).toMatchObject({ lineId, invoiceId: number, attributes: { objectType: 'ExplainedLineItem' } });
    expect(body.lineItem).toEqual(list.items[index]);
  }
});

test('BIL-9: a line explains itself in sentences, with its numbers', async () => {
  const changed = `${FIRST.slice(0, 24)}${FIRST.slice(-4)}00000002`;
  const { body } = await explain(`${FIRST.toUpperCase()}|1|evt:${changed}|2`);
  expect(body.text).toBe(
    'Cycle instance prorate: 2 seats of Intune for Fabrikam, 2018-02-01 to 2018-02-12 ' +
      `(subscription ${FIRST.toUpperCase()}). Posted because of SubscriptionUpdated (event ${changed}), by rule R7 quantity. ` +
      'By the price list of 2018-01 one seat costs 4.00 USD for the whole cycle of 31 days, of which 12 days are counted. ' +
      '2 x 4.00 x 12/31 = 3.10 USD (exact, rounded once to the minor unit, half away from zero). ' +
      'Less a discount of 0.00 that is 3.10; with tax of 0.00 (0 percent) it is 3.10 USD.',
  );
  const { body: reversal } = await explain(`${FIRST}|1|evt:${changed}|0`);
  expect(reversal.text).toContain(`It takes back line ${reversal.lineItem.explanation.reversesLineId}.`);
});

test('BIL-9: a line that is posted and not invoiced explains itself by the id that its invoice will have', async () => {
  const { body: open } = await ask(
    world,
    '/v1/invoices/unbilled/lineitems?provider=all&invoicelineitemtype=billinglineitems',
  );
  expect(open.items.length).toBeGreaterThan(2);
  const texts = new Map<string, string>();
  for (const item of open.items) {
    const { status, body } = await explain(item.lineId, 'Unbilled');
    expect(status).toBe(200);
    expect(body.lineItem).toEqual(item);
    texts.set(item.lineId, body.text);
  }
  const later = world.table.mark();
  await runDay(world, '2018-03-15');
  const [next] = await invoicesOf(world);
  for (const [lineId, text] of texts) expect((await explain(lineId, next!.invoiceId)).body.text).toBe(text);
  later.undo();
});

test('BIL-9: a line is found also where nobody has told of its owner', async () => {
  const lineId = `${SECOND}|1|evt:${SECOND.slice(0, 24)}${SECOND.slice(-4)}00000001|0`;
  const { body } = await explain(lineId);
  await world.table.write([{ delete: ownerKey(SECOND, PARTNER) }]);
  expect((await explain(lineId)).body).toEqual(body);
});

test.each`
  lineId                                      | because
  ${'office'}                                 | ${'it is no id of a line'}
  ${`${FIRST}|1|cycle:2018-02-13|9`}          | ${'the subscription has no such line'}
  ${`${idOf('5ab', 9)}|1|cycle:2018-02-13|0`} | ${'nobody has the subscription'}
  ${`${FIRST}|`}                              | ${'it names no line'}
`('BIL-9: $lineId is not found: $because', async ({ lineId }) => {
  expect((await explain(lineId)).body.code).toBe(1000);
  expect((await explain(lineId, 'unbilled')).body.code).toBe(1000);
});

test('PRG-12: another partner finds no line, nor by the number of its own invoice', async () => {
  const lineId = `${FIRST}|1|cycle:2018-02-13|0`;
  expect((await explain(lineId)).status).toBe(200);
  expect((await explain(lineId, number, OTHER_ADMIN)).body.code).toBe(1000);
  expect((await explain(lineId, 'unbilled', OTHER_ADMIN)).body.code).toBe(1000);
});
