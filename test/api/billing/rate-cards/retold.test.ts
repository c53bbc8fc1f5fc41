import { expect, test } from 'vitest';
import { exchangeStore } from '../../../../functions/billing/rate-cards/index.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { type BillingWorld, billingWorld, runJob } from '../../../support/billing-world.ts';
import { aMeter, aVersion, publish } from '../../../support/usage/rate-cards.ts';

const AT = '2018-01-10T12:00:00.000Z';
const OCCASION = {
  at: instant(AT),
  cause: {
    actor: { tenantId: 'program', kind: 'schedule' as const },
    correlationId: 'billing.test',
    causationId: 'billing.test',
  },
};

const told = ({ table }: BillingWorld) => [...table.items.values()].flatMap((item) => [...eventsOf(item)]);

/** A card of two versions and the rates of a month as they were stored before: unmarked, their events long gone. */
async function asBefore(step?: () => void): Promise<BillingWorld> {
  const world = billingWorld(step && { beforeWrite: step, afterWrite: step });
  const { table } = world;
  await publish(world, aVersion('2018-01-10', [aMeter('m1', { 0: 1 })]), { at: AT });
  await publish(world, aVersion('2018-02-01', [aMeter('m1', { 0: 2 })]), { at: AT });
  const rates = { month: '2018-01', pricingCurrency: 'USD', rates: { EUR: '0.8' }, version: 1 };
  await exchangeStore(table).save(rates, OCCASION, []);
  for (const { isTold, ...item } of [...table.items.values()]) {
    if (item.outbox !== undefined) await table.write([{ delete: { pk: item.pk, sk: item.sk } }]);
    else if (isTold) await table.write([{ put: { ...item, shape: 1 } }]);
  }
  return world;
}

test('CAT-3, M3: the nightly job tells once of cards and exchange rates that were published before that was told', async () => {
  const world = await asBefore();
  expect(told(world)).toEqual([]);
  await runJob(world, '2018-01-11', 'retellRates');
  expect(told(world).map(({ type, detail }) => [type, detail])).toEqual([
    [
      'RateCardPublished',
      {
        ...{ card: 'azure', currency: 'USD', region: 'US', effectiveOn: '2018-01-10', meterCount: 1 },
        cards: ['2018-01-10', '2018-02-01'].map((effectiveOn) => ({ effectiveOn, file: expect.any(String) })),
      },
    ],
    ['ExchangeRatesPublished', { month: '2018-01', pricingCurrency: 'USD', rates: [{ currency: 'EUR', rate: '0.8' }] }],
  ]);
  await runJob(world, '2018-01-12', 'retellRates');
  expect(told(world)).toHaveLength(2);
});

test('CAT-3: what is published now is told of as it is, so that the job leaves it alone', async () => {
  const world = billingWorld();
  await publish(world, aVersion('2018-01-10', [aMeter('m1', { 0: 1 })]), { at: AT });
  await runJob(world, '2018-01-11', 'retellRates');
  expect(told(world).map(({ aggregateVersion }) => aggregateVersion)).toEqual([1]);
});

test('CAT-3: interrupted between any two writes, and run again, the job tells of everything once', async () => {
  let isFinished = false;
  for (let crashAt = 1; !isFinished; crashAt += 1) {
    let [writes, isOn] = [0, false];
    const world = await asBefore(() => {
      if (isOn && ++writes === crashAt) throw new Error('crash');
    });
    isOn = true;
    await runJob(world, '2018-01-11', 'retellRates').catch(() => undefined);
    isFinished = writes < crashAt;
    await runJob(world, '2018-01-12', 'retellRates');
    const types = told(world).map(({ type }) => type);
    expect(types.sort(), `crash at write ${crashAt}`).toEqual(['ExchangeRatesPublished', 'RateCardPublished']);
  }
});
