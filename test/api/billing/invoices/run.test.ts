import { describe, expect, test } from 'vitest';
import { periodStore } from '../../../../functions/billing/accounts/store/period-store.ts';
import { subscriptionKey } from '../../../../functions/billing/history/store/keys.ts';
import { fromItem } from '../../../../functions/billing/history/store/subscription-item.ts';
import { billingContext } from '../../../../functions/billing/lambda/context.ts';
import { addMonths, type Day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  invoicesOf,
  licenseRows,
  OFFER,
  PARTNER,
  runDay,
  runJob,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';

const seen = async (world: BillingWorld): Promise<string[]> =>
  (await invoicesOf(world)).map(({ invoiceOn, totals }) => `${invoiceOn} ${totals.total}`).reverse();
const chargesOf = async (world: BillingWorld): Promise<string[]> =>
  licenseRows(world, (await invoicesOf(world))[0]!).map(
    (row) => `${row.ChargeStartDate} - ${row.ChargeEndDate} ${row.ChargeType} ${row.TotalForCustomer}`,
  );

async function signed(over: Record<string, unknown> = {}): Promise<BillingWorld> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged(over));
  await deliver(world, anOffer(OFFER, 'EMS', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  return world;
}

describe('a partner with one growing subscription (P1)', () => {
  test('BIL-1, BIL-3: gets one invoice on each billing day, its file a line for every event', async () => {
    const world = await signed();
    const [created, grown] = subscriptionEvents({ startOn: '2018-01-13' }, [
      { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
    ]);
    await deliver(world, created!);
    await runDay(world, '2018-01-15');
    await deliver(world, grown!);
    await runDay(world, '2018-02-15');
    expect(await seen(world)).toEqual(['2018-01-15 400', '2018-02-15 955']);
    expect(await chargesOf(world)).toEqual([
      '1/13/2018 0:00 - 2/12/2018 23:59 Cycle instance prorate -4.00',
      '1/13/2018 0:00 - 1/31/2018 23:59 Cycle instance prorate 2.45',
      '2/1/2018 0:00 - 2/12/2018 23:59 Cycle instance prorate 3.10',
      '2/13/2018 0:00 - 3/12/2018 23:59 Cycle fee 8.00',
    ]);
  });
});

describe('billing dates', () => {
  test('BIL-1: nothing is invoiced before the billing date, nor in its first hour', async () => {
    const world = await signed();
    await deliver(world, subscriptionEvents({ startOn: '2018-01-03' })[0]!);
    await runDay(world, '2018-01-14');
    const early = '2018-01-15T00:30:00.000Z';
    expect(
      await runJobToItsEnd<BillingWorld['deps']>(billingContext, 'queueDueInvoices', early, world.deps),
    ).toMatchObject({ messages: 0 });
    await drain(world);
    expect(await seen(world)).toEqual([]);
    await runDay(world, '2018-01-15');
    expect(await seen(world)).toEqual(['2018-01-15 400']);
  });

  test('BIL-1: a purchase on the billing date goes on the next invoice', async () => {
    const world = await signed();
    await deliver(world, subscriptionEvents({ startOn: '2018-01-15' })[0]!);
    await runDay(world, '2018-01-15');
    expect(await seen(world)).toEqual([]);
    await runDay(world, '2018-02-15');
    expect(await seen(world)).toEqual(['2018-02-15 400']);
  });

  test('BIL-11: months that no job ran are made up for, oldest first, one invoice each', async () => {
    const world = await signed();
    await deliver(world, subscriptionEvents({ startOn: '2018-01-03' })[0]!);
    await runDay(world, '2018-05-20');
    expect(await seen(world)).toEqual([
      '2018-01-15 400',
      '2018-02-15 400',
      '2018-03-15 400',
      '2018-04-15 400',
      '2018-05-15 400',
    ]);
  });

  test('BIL-1: a period without lines has no invoice (L2)', async () => {
    const world = await signed();
    await runDay(world, '2018-02-15');
    await deliver(world, subscriptionEvents({ startOn: '2018-02-20' })[0]!);
    await runDay(world, '2018-03-15');
    expect(await seen(world)).toEqual(['2018-03-15 400']);
    const rows = await Promise.all(
      ['2018-01-15', '2018-02-15', '2018-03-15', '2018-04-15'].map((on) =>
        periodStore(world.table).load(PARTNER, on as Day),
      ),
    );
    expect(rows.map((row) => row?.state)).toEqual(['empty', 'empty', 'issued', 'open']);
  });

  test('PRG-1: resellers and advisors, who buy nothing here, have no periods', async () => {
    for (const programRole of ['indirectReseller', 'advisor']) {
      const world = await signed({ programRole });
      expect(await periodStore(world.table).latest(PARTNER)).toBeUndefined();
    }
  });

  test('PRG-2: a partner that has not signed yet has none; the signature opens the first', async () => {
    const world = await signed({ agreementSignedOn: undefined, billingDay: undefined });
    expect(await periodStore(world.table).latest(PARTNER)).toBeUndefined();
    await deliver(world, aPartnerChanged({}, 2));
    await deliver(world, aPartnerChanged({ agreementSignedOn: undefined, billingDay: undefined }, 1));
    expect(await periodStore(world.table).latest(PARTNER)).toMatchObject({
      start: '2017-12-15',
      end: '2018-01-15',
      state: 'open',
    });
  });
});

describe('late events', () => {
  test('BIL-11: an event that billing stores on the billing date or later goes on the next invoice', async () => {
    const world = await signed();
    const [created, grown] = subscriptionEvents({ startOn: '2018-01-05' }, [
      { type: 'SubscriptionUpdated', on: '2018-01-14', change: { quantity: 2 } },
    ]);
    await deliver(world, created!);
    await deliver(world, grown!, '2018-01-15T00:00:02.000Z');
    await runDay(world, '2018-01-15');
    await runDay(world, '2018-02-15');
    expect(await seen(world)).toEqual(['2018-01-15 400', '2018-02-15 1084']);
  });

  test('BIL-11: the first delivery of an event decides its day', async () => {
    const world = await signed();
    const [created] = subscriptionEvents({ startOn: '2018-01-05' });
    await deliver(world, created!);
    await deliver(world, created!, '2018-03-01T00:00:00.000Z');
    await runDay(world, '2018-01-15');
    expect(await seen(world)).toEqual(['2018-01-15 400']);
  });
});

describe('renewals', () => {
  const renewal = {
    type: 'SubscriptionRenewed',
    on: '2019-01-10',
    change: {
      termStartOn: '2019-01-10',
      commitmentEndOn: '2020-01-10',
      priceLock: {
        priceList: '2019-01',
        currency: 'USD',
        wholesale: '5.00',
        list: '6.00',
        discountPercent: '0',
        lockedAt: '2019-01-10T00:00:00.000Z',
      },
    },
  };

  test('X3: a renewal that is due and not announced makes the partner wait; then it is on its own invoice', async () => {
    const world = await signed({ agreementSignedOn: '2018-01-10' });
    const [created, renewed] = subscriptionEvents({ startOn: '2018-01-10' }, [renewal]);
    await deliver(world, created!);
    for (let month = 1; month <= 11; month += 1) await runDay(world, addMonths('2018-01-15' as Day, month));
    await runDay(world, '2019-01-15');
    expect((await invoicesOf(world))[0]?.invoiceOn).toBe('2018-12-15');
    await runJob(world, '2019-01-15', 'resumeInvoices');
    expect(await drain(world)).toBe(1);
    expect((await invoicesOf(world))[0]?.invoiceOn).toBe('2018-12-15');
    await deliver(world, renewed!, '2019-01-15T02:00:00.000Z');
    await runJob(world, '2019-01-15', 'resumeInvoices');
    await drain(world);
    expect((await invoicesOf(world))[0]?.invoiceOn).toBe('2019-01-15');
    expect(await chargesOf(world)).toEqual(['1/10/2019 0:00 - 2/9/2019 23:59 Prorate fee when renew 5.00']);
  });

  test('BIL-11: what is left of a run is queued every hour for a day, then once a day, so that it takes no turn from others', async () => {
    const world = await signed({ agreementSignedOn: '2018-01-10' });
    await deliver(world, subscriptionEvents({ startOn: '2018-01-10' })[0]!);
    await runJob(world, '2018-02-10');
    const queuedBy = async (on: string, job: 'queueDueInvoices' | 'resumeInvoices') => {
      world.queue.length = 0;
      await runJob(world, on, job);
      return world.queue.length;
    };
    expect(await queuedBy('2018-02-11', 'resumeInvoices'), '25 and a half hours').toBe(1);
    expect(await queuedBy('2018-02-12', 'resumeInvoices')).toBe(0);
    expect(await queuedBy('2018-02-12', 'queueDueInvoices')).toBe(1);
    await drain(world);
    expect(await invoicesOf(world)).toHaveLength(1);
  });

  test('X3: nobody waits for a subscription that does not renew', async () => {
    const world = await signed({ agreementSignedOn: '2018-01-10' });
    const [created] = subscriptionEvents({ startOn: '2018-01-10', more: { autoRenewEnabled: false } });
    await deliver(world, created!);
    await runDay(world, '2019-02-15');
    const invoices = await invoicesOf(world);
    expect(invoices[0]?.invoiceOn).toBe('2018-12-15');
    expect(await periodStore(world.table).load(PARTNER, '2019-02-15' as Day)).toMatchObject({ state: 'empty' });
  });
});

describe('the partner’s terms', () => {
  test('PRG-10: a partner in Japan is billed in yen, without minor units', async () => {
    const world = await signed({ country: 'JP', currency: 'JPY' });
    const [created] = subscriptionEvents({
      startOn: '2018-01-03',
      quantity: 37,
      more: {
        priceLock: {
          priceList: '2018-01',
          currency: 'JPY',
          wholesale: '543',
          list: '543',
          discountPercent: '0',
          lockedAt: '2018-01-03T00:00:00Z',
        },
      },
    });
    await deliver(world, created!);
    await runDay(world, '2018-01-15');
    expect(await seen(world)).toEqual(['2018-01-15 20091']);
    expect(licenseRows(world, (await invoicesOf(world))[0]!)[0]).toMatchObject({
      UnitPrice: '543',
      TotalForCustomer: '20091',
      Currency: 'JPY',
    });
  });

  test('PRG-12: an older profile does not replace a newer one', async () => {
    const world = await signed();
    await deliver(world, aPartnerChanged({ mpnId: '777' }, 3));
    await deliver(world, aPartnerChanged({ mpnId: '666' }, 2));
    await deliver(world, subscriptionEvents({ startOn: '2018-01-03' })[0]!);
    await runDay(world, '2018-01-15');
    expect(licenseRows(world, (await invoicesOf(world))[0]!)[0]?.MPNID).toBe('777');
  });

  test('USG-1: nothing is charged for a usage-based subscription when it is created', async () => {
    const world = await signed();
    await deliver(
      world,
      subscriptionEvents({ startOn: '2018-01-03', more: { billingType: 'usage', priceLock: undefined } as never })[0]!,
    );
    await runDay(world, '2018-01-15');
    expect(await seen(world)).toEqual([]);
  });
});

describe('names', () => {
  test('a customer that was renamed before or after its partner came is called by its newest name', async () => {
    for (const order of [0, 1]) {
      const world = billingWorld();
      await deliver(world, aPartnerChanged());
      const renamed = {
        ...aRelationship(CUSTOMER, 'x'),
        type: 'CustomerChanged',
        eventId: 'renamed',
        occurredAt: '2018-01-09T00:00:00.000Z',
        detail: {
          customerId: CUSTOMER,
          companyName: 'Fabrikam Holding',
          domain: 'fabrikam.example',
          country: 'US',
          validation: 'allowed',
        },
      };
      const events = [renamed, aRelationship(CUSTOMER, 'Fabrikam')];
      for (const event of order === 0 ? events : events.toReversed()) await deliver(world, event);
      await deliver(world, subscriptionEvents({ startOn: '2018-01-10' })[0]!);
      await runDay(world, '2018-01-15');
      expect(licenseRows(world, (await invoicesOf(world))[0]!)[0]).toMatchObject({
        CustomerName: 'Fabrikam Holding',
        DomainName: 'fabrikam.example',
      });
    }
  });

  test('the first event of a subscription names its offer until the offer itself does', async () => {
    const world = billingWorld();
    await deliver(world, aPartnerChanged());
    await deliver(world, subscriptionEvents({ startOn: '2018-01-10' })[0]!);
    await runDay(world, '2018-01-15');
    const [invoice] = await invoicesOf(world);
    expect(licenseRows(world, invoice!)[0]?.OfferName).toBe('EMS');
    expect(invoice!.charges).toEqual([{ family: 'ems', product: 'EMS', amount: 400n }]);
  });
});

test('the item of a subscription stays small over ten years of monthly changes', async () => {
  const world = await signed({ agreementSignedOn: '2010-01-15' });
  const steps = Array.from({ length: 120 }, (_, month) => {
    const on = addMonths('2010-02-20' as Day, month);
    const isRenewal = on.slice(5, 7) === '01';
    return isRenewal
      ? { type: 'SubscriptionRenewed', on, change: { termStartOn: on, commitmentEndOn: addMonths(on, 12) } }
      : { type: 'SubscriptionUpdated', on, change: { quantity: 2 + month } };
  });
  const events = subscriptionEvents({ startOn: '2010-01-20' }, steps);
  for (const event of events) {
    await runDay(world, event.occurredAt.slice(0, 10));
    await deliver(world, event);
  }
  const item = world.table.items.get(
    Object.values(subscriptionKey({ partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: idOf('5ab', 1) })).join(
      '\u0000',
    ),
  )!;
  expect(fromItem(item).foldedVersion).toBeGreaterThan(100);
  expect(JSON.stringify(item).length).toBeLessThan(4096);
  // Every seat of every day was invoiced once: what the months charged is what their seats cost.
  const charged = (await invoicesOf(world)).reduce((sum, { totals }) => sum + totals.total, 0n);
  const seats = [1, ...steps.map(({ change }) => ('quantity' in change ? change.quantity! : 0))];
  let [now, expected] = [0, 0n];
  for (const quantity of seats.slice(0, -1)) {
    now = quantity || now;
    expected += BigInt(now) * 400n;
  }
  expect(charged).toBe(expected);
});
