import { expect, test } from 'vitest';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../support/world.ts';
import { speaking } from './speech.ts';

/** BIL-5, M7: what a partner may order is what its limit leaves of what it owes and of what is not invoiced yet. */
test('BIL-5: a credit limit refuses what is over it, and what is paid may be ordered again', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, operator } = world;
  const { say, refused } = speaking(world);
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso' });
  const as = partner.adminAgent;
  const c = await createCustomer(world, partner, { name: 'fabrikam' });
  const account = `/v1/operator/partners/${partner.partnerId}/billingaccount`;
  const limit = async (creditLimit: string | null) => {
    const headers = { 'if-match': '*' };
    await world.send({ method: 'PATCH', path: account, as: operator, headers, body: { creditLimit } });
    await program.settle();
  };
  const order = (quantity: number) => ({
    ...{ referenceCustomerId: c, billingCycle: 'monthly' },
    lineItems: [{ lineItemNumber: 0, offerId: OFFERS.base, quantity }],
  });
  const ordered = async (quantity: number) => {
    const answer = await refused(as, `POST /v1/customers/${c}/orders`, order(quantity));
    await program.settle();
    return answer;
  };
  const { subscriptionIds } = await placeOrder(world, as, c, [{ offerId: OFFERS.base, quantity: 2 }]);
  const subscription = `/v1/customers/${c}/subscriptions/${subscriptionIds[0]}`;
  const seats = async (quantity: number) => {
    const answer = await refused(as, `PATCH ${subscription}`, { ...(await say(as, `GET ${subscription}`)), quantity });
    await program.settle();
    return answer;
  };
  await program.settle();
  // 32.00 are charged: of 80.00, 48.00 are left, three seats.
  await limit('80');
  expect(await ordered(4)).toEqual([403, 900121]);
  expect(await seats(6)).toEqual([403, 900121]);
  expect(await ordered(3)).toEqual([201, undefined]);
  expect(await ordered(1)).toEqual([403, 900121]);
  // Fewer seats are less to pay for.
  expect(await seats(1)).toEqual([200, undefined]);
  expect(await ordered(1)).toEqual([201, undefined]);
  expect(await ordered(1)).toEqual([403, 900121]);
  // Renewals and cycles go on, over the limit too; nothing more can be ordered.
  await program.moveTo('2026-02-06T12:00:00Z', { daily: true });
  expect((await say(as, 'GET /v1/partner/billingaccount')).balanceAmount).toBe(80);
  expect(await ordered(1)).toEqual([403, 900121]);
  await say(operator, `POST /v1/operator/partners/${partner.partnerId}/payments`, {
    ...{ paymentReference: 'TRF 1', amount: '96', currencyCode: 'USD', receivedDate: '2026-02-06', autoAllocate: true },
  });
  await program.settle();
  // Paid are 16.00 too much; five seats of the next month are not invoiced yet.
  expect(await ordered(2)).toEqual([403, 900121]);
  expect(await ordered(1)).toEqual([201, undefined]);
  await limit(null);
  expect(await ordered(50)).toEqual([201, undefined]);
  await limit('1000');
  expect(await ordered(50)).toEqual([403, 900121]);
});
