import { sizeKey } from '../../functions/billing/history/store/keys.ts';
import {
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  PARTNER,
} from '../support/billing-world.ts';
import { countedTable } from '../support/scale/counted-table.ts';
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
    ...(await previewFigures()),
  ];
}

/** Subscriptions of the partner whose preview is computed here; read units are told of a million. */
const PREVIEWED = 50_000;
const DIGITS = '0123456789abcdef';

/** BIL-10: a preview that workers compute: the call that begins it, its messages, and the call that gets it. */
async function previewFigures(): Promise<Figure[]> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  // The customers of these subscriptions have ids that begin with 0: counted as if they were spread over all digits.
  for (const digit of DIGITS)
    await world.table.write([{ update: sizeKey(PARTNER, digit), add: { count: PREVIEWED / DIGITS.length } }]);
  const { table: many } = manySubscriptions(PARTNER, PREVIEWED, 'monthly', world.table);
  const table = countedTable(many);
  const counted = { ...world, deps: { ...world.deps, table } };
  const preview = () => ask(counted, '/v1/invoices/unbilled?asOf=2018-06-20', undefined, '2018-06-20T12:00:00Z');
  const begun = await preview();
  const call = table.counted();
  const messages = await drain(counted);
  const run = table.counted();
  const done = await preview();
  if (begun.status !== 202 || done.status !== 200)
    throw new Error(`the preview answered ${begun.status}, ${done.status}`);
  const ranges = messages - 1;
  return [
    { name: 'a large preview: the call that begins it', value: call.readUnits, unit: 'read units', budget: 20 },
    { name: 'a large preview: the call that begins it', value: call.writeUnits, unit: 'write units', budget: 5 },
    {
      name: 'a large preview of a million subscriptions: its run',
      value: (run.readUnits / PREVIEWED) * 1_000_000,
      unit: 'read units',
      budget: 100_000,
    },
    { name: 'a large preview: a range', value: run.writeUnits / ranges, unit: 'write units', budget: 4 },
    {
      name: 'a large preview: the call that gets it',
      value: table.counted().readUnits,
      unit: 'read units',
      budget: 20,
    },
  ];
}
