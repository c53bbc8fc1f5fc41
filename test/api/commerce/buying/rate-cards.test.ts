import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rateCardKey } from '../../../../functions/commerce/buying/store/keys.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { readSource } from '../../../architecture/imports.ts';
import { customerPath, openShop, type Shop } from '../../../support/commerce.ts';
import type { Mark } from '../../../support/memory-table.ts';

const METERED = '0b000000-0000-4000-8000-000000000005';

let shop: Shop;
let start: Mark;
beforeAll(async () => {
  shop = await openShop();
  const body = {
    id: METERED,
    name: 'Metered',
    family: 'azure',
    plan: { id: 'PLAN-METERED', name: 'Metered' },
    markets: ['*'],
    billing: 'usage',
    supportedBillingCycles: ['monthly'],
  };
  const offers = { as: shop.operator, method: 'POST', path: '/v1/operator/offers' } as const;
  await shop.send({ ...offers, body });
  await shop.send({ ...offers, path: `/v1/operator/offers/${METERED}/publish` });
  await shop.table.write([{ delete: rateCardKey('USD', 'US') }]);
  start = shop.table.mark();
});
beforeEach(() => start.undo());

/** A version as billing tells of it. */
const published = (effectiveOn: string, detail: object = {}): EventRecord => ({
  ...(JSON.parse(readSource('test/contract/examples/RateCardPublished.v1.json')) as EventRecord),
  detail: { card: 'azure', currency: 'USD', region: 'US', effectiveOn, meterCount: 1, ...detail },
});
async function order(): Promise<readonly [number, unknown]> {
  const body = { lineItems: [{ lineItemNumber: 0, offerId: METERED, quantity: 1 }] };
  const reply = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body });
  return [reply.status, reply.body.code];
}
const NOT_SOLD_HERE = [400, 800070] as const;
const SOLD = [201, undefined] as const;

describe('CAT-4: metered use is sold where a rate card is in force', () => {
  test('CAT-4: without one it is an offer that is not sold there', async () => {
    expect(await order()).toEqual(NOT_SOLD_HERE);
    await shop.deliver([published('2026-02-01')]);
    expect(await order()).toEqual(SOLD);
  });

  test.each([
    ['of another region', published('2026-02-01', { region: 'CA' })],
    ['in another currency', published('2026-02-01', { currency: 'CAD' })],
    ['of shared services', published('2026-02-01', { card: 'azure-shared' })],
    ['that begins tomorrow', published('2026-02-11')],
  ])('CAT-4: one %s does not count', async (_, event) => {
    await shop.deliver([event]);
    expect(await order()).toEqual(NOT_SOLD_HERE);
  });

  test('CAT-4: the first of its versions counts, whatever order they are told in, and how often', async () => {
    await shop.deliver([
      published('2026-03-01'),
      published('2026-02-10'),
      published('2026-02-10'),
      published('2026-04-01'),
    ]);
    expect(await order()).toEqual(SOLD);
  });
});
