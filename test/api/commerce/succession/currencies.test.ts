import { expect, test } from 'vitest';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import {
  acceptPartner,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
} from '../../../support/world.ts';

/** Wholesale of a seat and month: what the French partner pays, and what the British one does, of the same list. */
const EURO = '16.01';
const STERLING = '13.37';

interface Line {
  readonly subtotal: number;
  readonly chargeType: string;
  readonly currency: string;
  readonly chargeStartDate: string;
}

test('PRG-9, PRG-10: into another currency what is left is credited in the old one, and charged in the new one to the day', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const old = await enrolPartner(world, { name: 'contoso', country: 'FR' });
  const next = await enrolPartner(world, { name: 'litware', country: 'GB' });
  await world.program.settle();
  const customerId = await createCustomer(world, old, { name: 'fabrikam', country: 'FR' });
  await world.program.settle();
  const offer = { id: OFFERS.base, name: 'Base', listPrice: '20.00' };
  await putOnSale(world, '202601', [
    { ...offer, wholesalePrice: EURO, country: 'FR', currency: 'EUR' },
    { ...offer, wholesalePrice: STERLING, country: 'FR', currency: 'GBP' },
  ]);
  await world.program.settle();
  await placeOrder(world, old.adminAgent, customerId, [{ offerId: OFFERS.base, quantity: 7 }]);
  await world.program.settle();
  await world.program.moveTo('2026-02-20T08:00:00Z', { daily: true });
  await world.program.settle();
  await acceptPartner(world, next, { customerId, admin: 'admin@fabrikam.onprogram.example' });
  const as = world.operator;
  const path = `/v1/operator/partners/${old.partnerId}`;
  await world.send({ method: 'PATCH', path, as, body: { status: 'outOfBusiness' } });
  await world.program.settle();
  world.program.setClock('2026-02-20T10:00:00Z');
  const body = { reason: 'Contoso is out of business.', customerId, successorId: next.partnerId };
  expect((await world.program.request({ method: 'POST', path: `${path}/succession`, as, body })).status).toBe(202);
  await world.program.settle();

  const linesOf = async ({ adminAgent }: EnrolledPartner, currency: string): Promise<Line[]> => {
    const query = `provider=onetime&invoicelineitemtype=billinglineitems&currencycode=${currency}&period=current`;
    const answer = await world.program.request({ path: `/v1/invoices/unbilled/lineitems?${query}`, as: adminAgent });
    return answer.body.items;
  };
  // 13 of the 28 days from 20 February to 4 March; what the old partner used before stays charged.
  const days = (lines: readonly Line[]) =>
    lines.map((line) => [line.subtotal, line.currency, line.chargeStartDate.slice(0, 10)]);
  const credited = (await linesOf(old, 'EUR')).filter(({ subtotal }) => subtotal < 0);
  const charged = await linesOf(next, 'GBP');
  expect([days(credited), days(charged)]).toEqual([[[-52.03, 'EUR', '2026-02-20']], [[43.45, 'GBP', '2026-02-20']]]);
  expect([await linesOf(old, 'GBP'), await linesOf(next, 'EUR')]).toEqual([[], []]);

  // Each pays on in its own currency: a later change is the successor's alone, and so are the invoices from here on.
  await world.program.moveTo('2026-04-10T08:00:00Z', { daily: true });
  await world.program.settle();
  const invoicesOf = async ({ adminAgent }: EnrolledPartner) =>
    (await world.program.request({ path: '/v1/invoices', as: adminAgent })).body.items as {
      currencyCode: string;
      totalCharges: number;
    }[];
  expect(new Set((await invoicesOf(old)).map(({ currencyCode }) => currencyCode))).toEqual(new Set(['EUR']));
  expect(new Set((await invoicesOf(next)).map(({ currencyCode }) => currencyCode))).toEqual(new Set(['GBP']));
});
