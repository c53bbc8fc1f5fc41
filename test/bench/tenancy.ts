import { recordEvent } from '../../functions/tenancy/audit/operations/record-event.ts';
import { customerStore } from '../../functions/tenancy/customers/store/customer-store.ts';
import { pairStore } from '../../functions/tenancy/relationships/store/pair-store.ts';
import { regionStore } from '../../functions/tenancy/tenants/store/region-store.ts';
import { examples } from '../support/examples.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable } from '../support/scale/counted-table.ts';
import { manyCustomers, manyEntries } from '../support/scale/many-customers.ts';
import { customerOfMany, renameCustomer } from '../support/scale/many-partners.ts';
import { partnerListCosts } from '../support/scale/partner-list.ts';
import type { Figure } from './figure.ts';

const PARTNERS = 1000;

/** What tenancy's stores cost at the sizes that they promise, counted on the memory twin. */
export const tenancyBench = async (): Promise<Figure[]> => [
  ...(await renameFigures()),
  ...(await listFigures()),
  ...(await partnerListFigures()),
  ...(await regionFigures()),
  ...(await auditFigures()),
];

const MILLION = 1_000_000;
const UNIT_BYTES = 4096;

async function listFigures(): Promise<Figure[]> {
  const own = manyEntries('partner', MILLION);
  await pairStore(own.table).entries({ partnerId: 'partner', namePrefix: '' }).page({ size: 500 });
  const ofProgram = async (isWanted: () => boolean): Promise<number> => {
    const { table, spent } = await manyCustomers(MILLION);
    await customerStore(table).list(isWanted).page({ size: 500 });
    // Half as many: an index is read as it may lag.
    return spent.bytes / UNIT_BYTES / 2;
  };
  const unit = 'read units';
  return [
    { name: "a page of 500 of a partner's million customers", value: own.spent.bytes / UNIT_BYTES, unit, budget: 60 },
    { name: 'a page of 500 of a million of the program', value: await ofProgram(() => true), unit, budget: 130 },
    { name: 'the same, filtered to nothing', value: await ofProgram(() => false), unit, budget: 140 },
  ];
}

/** CUS-2: a page costs the same with a hundred customers and with ten thousand. */
async function partnerListFigures(): Promise<Figure[]> {
  const [few, many] = [await partnerListCosts(100), await partnerListCosts(10_000)];
  return [...many].map(([question, { readUnits }]) => ({
    name: `${question} of a partner's 10,000 customers`,
    value: readUnits,
    unit: 'read units',
    budget: few.get(question)!.readUnits,
  }));
}

async function regionFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const writes = (...markets: string[]) => regionStore(table).writes({ name: 'US', markets, territories: [] });
  await table.write(await writes('US'));
  table.counted();
  await table.write(await writes('US', 'GU'));
  const { writeUnits } = table.counted();
  return [
    { name: 'a region gets a country, of however many partners', value: writeUnits, unit: 'write units', budget: 1 },
  ];
}

/** API-3: what it costs to keep a change in the logs of its partner, its customer and the program. */
async function auditFigures(): Promise<Figure[]> {
  const { event } = examples.find(({ file }) => file === 'SubscriptionUpdated.v1.json')!;
  const table = countedTable(memoryTable());
  await recordEvent(event, { table });
  const { writeUnits, readUnits } = table.counted();
  const name = 'an audit record of a changed subscription, in three logs';
  return [
    { name, value: writeUnits, unit: 'write units', budget: 3 },
    { name, value: readUnits, unit: 'read units', budget: 0 },
  ];
}

async function renameFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  await customerOfMany(table, PARTNERS);
  table.counted();
  const renamed = await renameCustomer(table, 'New Name');
  const call = table.counted();
  await pairStore(table).renameEverywhere(renamed);
  const behind = table.counted();
  await pairStore(table).renameEverywhere(renamed);
  const again = table.counted();
  const of = `a customer of ${PARTNERS.toLocaleString('en')} partners`;
  return [
    { name: `${of} is renamed: the call`, value: call.writeUnits, unit: 'write units', budget: 30 },
    {
      name: `${of} is renamed: its partners' lists`,
      value: behind.writeUnits / PARTNERS,
      unit: 'write units a partner',
      budget: 12,
    },
    {
      name: `${of} is renamed: its partners' lists`,
      value: behind.readUnits / PARTNERS,
      unit: 'read units a partner',
      budget: 5,
    },
    { name: `${of}: the same event again`, value: again.readUnits / PARTNERS, unit: 'read units a partner', budget: 2 },
  ];
}
