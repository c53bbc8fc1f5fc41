import { expect, test } from 'vitest';
import { booksFault } from '../support/billing/books.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** BIL-5: a partner pays late, is reminded, warned, may not order any more, and may again once it has paid. */
test('BIL-5, OPS-3: late payment goes through collections, and ordering is let go of with the next call once all is paid', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say, refused } = speaking(world);
  const offers = [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }];
  await putOnSale(world, '202601', offers);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const c = await createCustomer(world, partner, { name: 'fabrikam' });
  const { subscriptionIds } = await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 2 }]);
  const subscription = `/v1/customers/${c}/subscriptions/${subscriptionIds[0]}`;
  const order = {
    ...{ referenceCustomerId: c, billingCycle: 'monthly' },
    lineItems: [{ lineItemNumber: 0, offerId: OFFERS.base, quantity: 1 }],
  };
  const account = async () => (await say(as, 'GET /v1/partner/billingaccount')).collectionsStatus;
  const subjects = () =>
    program.mailer.sent.map(({ subject }) => subject).filter((subject) => /late|due date/i.test(subject));
  await program.moveTo('2026-02-05T12:00:00Z', { daily: true });
  const [invoice] = (await say(as, 'GET /v1/invoices')).items;
  // Due on 6 April. A week in which nothing runs comes in the middle.
  await program.moveTo('2026-04-07T12:00:00Z', { daily: true });
  expect([await account(), new Set(subjects())]).toEqual([
    'overdue',
    new Set([`Invoice ${invoice.id} is past its due date`]),
  ]);
  await program.moveTo('2026-05-06T12:00:00Z', { daily: true });
  expect(await account()).toBe('inCollections');
  const [opened] = (await say(operator, 'GET /v1/operator/collections/cases?status=open')).items;
  expect(opened).toMatchObject({ partnerId: partner.partnerId, openedDate: '2026-05-06T00:00:00Z' });
  const promise = { status: 'promised', promiseDate: '2026-05-08', note: 'Their bank is closed until then.' };
  expect(await say(operator, `PATCH /v1/operator/collections/cases/${opened.id}`, promise)).toMatchObject({
    status: 'promised',
  });
  // Two days and that of the call are not counted: the notice is of 16 May, the suspension of 23 May.
  await program.moveTo('2026-05-22T12:00:00Z', { daily: true });
  expect(await account()).toBe('inCollections');
  await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 1 }]);
  await program.moveTo('2026-05-23T12:00:00Z', { daily: true });
  expect(await account()).toBe('orderingSuspended');
  const told = subjects().filter((subject) => subject.includes(invoice.id));
  expect([...new Set(told)].map((subject) => subject.split(':')[0])).toEqual([
    ...[`Invoice ${invoice.id} is past its due date`, 'Reminder', 'Formal notice', 'Ordering is suspended'],
  ]);
  const receivers = program.mailer.sent.filter(({ subject }) => subject.startsWith('Reminder')).map(({ to }) => to);
  expect(receivers.length).toBe(new Set(receivers).size);
  expect(receivers.every((to) => !to.includes('fabrikam'))).toBe(true);

  // Orders and more seats are refused; what is there goes on.
  expect(await refused(as, `POST /v1/customers/${c}/orders`, order)).toEqual([403, 800069]);
  const patched = async (change: object): Promise<[number, number | undefined]> =>
    refused(as, `PATCH ${subscription}`, { ...(await say(as, `GET ${subscription}`)), ...change });
  expect(await patched({ quantity: 3 })).toEqual([403, 800069]);
  expect(await patched({ quantity: 1 })).toEqual([200, undefined]);
  expect(await patched({ status: 'suspended' })).toEqual([200, undefined]);
  expect(await patched({ status: 'active' })).toEqual([200, undefined]);

  const { balanceAmount } = await say(operator, `GET /v1/operator/partners/${partner.partnerId}/billingaccount`);
  await say(operator, `POST /v1/operator/partners/${partner.partnerId}/payments`, {
    ...{
      paymentReference: 'TRF 1',
      amount: String(balanceAmount),
      currencyCode: 'USD',
      receivedDate: '2026-05-23',
      autoAllocate: true,
    },
  });
  await program.settle();
  expect(await account()).toBe('none');
  expect(await refused(as, `POST /v1/customers/${c}/orders`, order)).toEqual([201, undefined]);
  expect(await patched({ quantity: 3 })).toEqual([200, undefined]);
  expect((await say(operator, 'GET /v1/operator/collections/cases')).items).toMatchObject([
    { status: 'resolved', amountOverdue: 0 },
  ]);
  const mails = subjects().length;
  await program.moveTo('2026-06-30T12:00:00Z', { daily: true });
  expect(subjects()).toHaveLength(mails);
  expect(await booksFault(program.table, partner.partnerId, { settled: true })).toBeUndefined();
});

test('BIL-5, SUB-6: a subscription is renewed while ordering is suspended', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say } = speaking(world);
  const offers = [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }];
  await putOnSale(world, '202601', offers);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const c = await createCustomer(world, partner, { name: 'fabrikam' });
  const { subscriptionIds } = await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 2 }]);
  await program.moveTo('2026-09-05T12:00:00Z', { daily: true });
  expect((await say(as, 'GET /v1/partner/billingaccount')).collectionsStatus).toBe('orderingSuspended');
  await program.moveTo('2027-01-06T12:00:00Z', { daily: true });
  const renewed = await say(as, `GET /v1/customers/${c}/subscriptions/${subscriptionIds[0]}`);
  expect(renewed).toMatchObject({ status: 'active', quantity: 2 });
  expect(renewed.commitmentEndDate > '2027-06-01').toBe(true);
  // What is given up is a loss; the partner may order again.
  const [opened] = (await say(operator, 'GET /v1/operator/collections/cases')).items;
  await say(operator, `PATCH /v1/operator/collections/cases/${opened.id}`, {
    status: 'writtenOff',
    note: 'Settled out of court.',
  });
  await program.settle();
  expect((await say(as, 'GET /v1/partner/billingaccount')).collectionsStatus).toBe('none');
  await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 1 }]);
  expect(await booksFault(program.table, partner.partnerId, { settled: true })).toBeUndefined();
});
