import { aPartnerChanged, ask, type BillingWorld, billingWorld, deliver, PARTNER } from '../support/billing-world.ts';
import { manySubscriptions } from '../support/scale/many-subscriptions.ts';
import type { Figure } from './figure.ts';

const MILLION = 1_000_000;
/** Bytes that one read unit takes, consistently. */
const UNIT_BYTES = 4096;
const LINES = '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=500';

/** What billing's lists read of a partner with a million subscriptions, counted. */
export async function billingListBench(): Promise<Figure[]> {
  const unitsOf = async (cycle: 'monthly' | 'annual'): Promise<number> => {
    const world: BillingWorld = billingWorld();
    await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
    const { table, spent } = manySubscriptions(PARTNER, MILLION, cycle, world.table);
    const { status } = await ask(
      { ...world, deps: { ...world.deps, table } },
      LINES,
      undefined,
      '2018-06-20T12:00:00Z',
    );
    if (status !== 200) throw new Error(`the list answered ${status}`);
    return spent.bytes / UNIT_BYTES;
  };
  return [
    {
      name: 'a page of 500 unbilled lines of a million',
      value: await unitsOf('monthly'),
      unit: 'read units',
      budget: 60,
    },
    { name: 'the same where nothing is open', value: await unitsOf('annual'), unit: 'read units', budget: 300 },
  ];
}
