import { beforeEach, describe, expect, it, test } from 'vitest';
import { RegionsChanged } from '../../../../events/index.ts';
import { type BillingWorld, billingWorld, deliver, OPERATOR, send } from '../../../support/billing-world.ts';
import { anEvent } from '../../../support/events.ts';
import { aMeter, aVersion, publish } from '../../../support/usage/rate-cards.ts';

const AT = '2018-01-10T12:00:00.000Z';
let world: BillingWorld;
beforeEach(() => {
  world = billingWorld();
});

describe('PRG-3: a rate card is somebody’s', () => {
  it.each`
    field         | place                                  | because
    ${'region'}   | ${{ region: 'MARS' }}                  | ${'the program has no such region'}
    ${'region'}   | ${{ region: 'EU' }}                    | ${'a short name of one is none'}
    ${'currency'} | ${{ currency: 'XXX' }}                 | ${'nobody is billed in it'}
    ${'currency'} | ${{ currency: 'XXX', region: 'MARS' }} | ${'the first that is wrong is named'}
  `('PRG-3: $place is refused, because $because', async ({ field, place }) => {
    const refused = await publish(world, { ...aVersion('2018-01-10', [aMeter('m1', { 0: 1 })]), ...place }, { at: AT });
    expect([refused.status, refused.body.code, refused.body.parameters]).toEqual([400, 3000, { field }]);
    expect([...world.table.items.values()].filter(({ kind }) => kind === 'rateVersion')).toEqual([]);
  });

  test('PRG-3: a region that the operator added is one, and an older change that comes late takes nothing back', async () => {
    const mars = { ...aVersion('2018-01-10', [aMeter('m1', { 0: 1 })]), region: 'MARS' };
    const told = (regions: string[], version: number) =>
      anEvent(
        RegionsChanged,
        { regions: regions.map((region) => ({ region, markets: [], territories: [] })) },
        { aggregateVersion: version },
      );
    for (const event of [told(['US', 'MARS'], 2), told(['US'], 1)]) {
      await deliver(world, event);
      await deliver(world, event);
    }
    expect((await publish(world, mars, { at: AT })).status).toBe(201);
  });

  it.each`
    field                      | change
    ${'pricingCurrency'}       | ${{ pricingCurrency: 'XXX' }}
    ${'rates[0].currencyCode'} | ${{ rates: [{ currencyCode: 'XTS', pcToBCExchangeRate: 2 }] }}
  `('M3: exchange rates of a currency that is nobody’s are refused: $field', async ({ field, change }) => {
    const body = { pricingCurrency: 'USD', rates: [{ currencyCode: 'EUR', pcToBCExchangeRate: 0.8 }], ...change };
    const refused = await send(world, { method: 'PUT', path: '/v1/operator/fxrates/201801', as: OPERATOR, body }, AT);
    expect([refused.status, refused.body.code, refused.body.parameters]).toEqual([400, 3000, { field }]);
  });
});
