import { afterAll, beforeAll, expect, test } from 'vitest';
import { periodStore } from '../../../../functions/billing/accounts/store/period-store.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  billingWorld,
  billingWorldOn,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  licenseFile,
  OFFER,
  PARTNER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { startDynamodbTable } from '../../../support/tables.ts';

/** Three months of a partner on DynamoDB and in memory: the stores mean the same on both. */
let dynamodb: { table: Table; stop(): Promise<void> };
beforeAll(async () => {
  dynamodb = await startDynamodbTable();
});
afterAll(() => dynamodb?.stop());

type World = Pick<ReturnType<typeof billingWorld>, 'deps' | 'queue' | 'files'>;

async function threeMonths(world: World): Promise<void> {
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-10', billingDay: 31 }));
  await deliver(world, anOffer(OFFER, 'EMS', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam | Søn; "Ltd"'));
  for (let n = 1; n <= 30; n += 1) {
    const events = subscriptionEvents(
      {
        subscriptionId: idOf('5ab', n),
        startOn: `2018-01-${10 + (n % 20)}`,
        quantity: n,
        more: { friendlyName: `Seats | ${n}` },
      },
      n % 3 === 0
        ? [{ type: 'SubscriptionUpdated', on: '2018-02-05', change: { quantity: n + 1, partnerIdOnRecord: '777' } }]
        : [],
    );
    for (const event of n % 2 === 0 ? events : events.toReversed()) await deliver(world, event);
    for (const event of events) await deliver(world, event);
  }
  for (const on of ['2018-01-31', '2018-02-28', '2018-03-31', '2018-03-31']) await runDay(world, on);
}

test('BIL-11: invoices, files and periods are the same on DynamoDB as in memory', async () => {
  const [inMemory, onDynamodb] = [billingWorld(), billingWorldOn(dynamodb.table)];
  await threeMonths(inMemory);
  await threeMonths(onDynamodb);
  const invoices = await invoicesOf(onDynamodb);
  expect(invoices.map(({ invoiceOn }) => invoiceOn)).toEqual(['2018-03-31', '2018-02-28', '2018-01-31']);
  expect(invoices).toEqual(await invoicesOf(inMemory));
  for (const invoice of invoices) expect(licenseFile(onDynamodb, invoice)).toBe(licenseFile(inMemory, invoice));
  expect([...onDynamodb.files.stored.keys()].sort()).toEqual([...inMemory.files.stored.keys()].sort());
  expect(await periodStore(dynamodb.table).latest(PARTNER)).toEqual(await periodStore(inMemory.table).latest(PARTNER));
});
