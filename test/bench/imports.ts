import { commerceContext } from '../../functions/commerce/lambda/context.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import {
  CUSTOMER_HEAD,
  csvOf,
  customerRow,
  importNow,
  importStage,
  ORDER_HEAD,
  startImport,
} from '../api/commerce/imports/stage.ts';
import { offers, openStockedShop, type Shop, storeBuyer } from '../support/commerce.ts';
import { memoryTable } from '../support/memory-table.ts';
import { type CountedTable, countedTable } from '../support/scale/counted-table.ts';
import { cpuMicroseconds, type Figure } from './figure.ts';

const ORDERS = 10_000;
const CUSTOMERS_OF_ORDERS = 200;
const CUSTOMERS = 1000;

/** What an import of orders costs a row, with the purchases, counted on the memory twin; and how fast a processor is at it. */
export async function importBench(): Promise<Figure[]> {
  return [...(await orderFigures()), ...(await customerFigures())];
}

async function orderFigures(): Promise<Figure[]> {
  const told: EventRecord[] = [];
  const memory = memoryTable({
    afterWrite: (_, stored) =>
      void told.push(...stored.flatMap(eventsOf).filter(({ type }) => type === 'ImportAdvanced')),
  });
  const table: CountedTable = countedTable(memory);
  const shop = await openStockedShop({ table });
  const ids = Array.from(
    { length: CUSTOMERS_OF_ORDERS },
    (_, index) => `33333333-3333-4333-8333-${String(index).padStart(12, '0')}`,
  );
  for (const customerId of ids) await storeBuyer(table as never, { customerId });
  const rows = Array.from({ length: ORDERS }, (_, index) => [
    ...[`row-${index}`, ids[index % ids.length]!, '', offers.e3, 5, 'monthly', `Branch ${index}`, ''],
  ]);
  const head = csvOf([ORDER_HEAD]);
  // As an upload would have it: more than one call takes.
  const { body } = await shop.send({
    method: 'POST',
    path: '/v1/imports?type=orders',
    body: { uploadUrl: true, size: 1 },
  });
  const folder = `commerce/imports/${shop.seller.tenantId}/${body.id}`;
  await shop.deps.files.put(`${folder}/upload.csv`, Buffer.from(head + csvOf(rows)), { contentType: 'text/csv' });
  told.length = 0;
  table.counted();
  await shop.send({ method: 'POST', path: `/v1/imports/${body.id}/resume` });
  const microseconds = await cpuMicroseconds(() => work(shop, told));
  const { readUnits, writeUnits } = table.counted();
  const { body: done } = await shop.send({ path: `/v1/imports/${body.id}` });
  if (done.rows.succeeded !== ORDERS) throw new Error(`not all rows were bought: ${JSON.stringify(done)}`);
  const of = `Import of ${ORDERS.toLocaleString('en')} orders`;
  return [
    {
      name: `${of}: read units a row, its check and its purchase`,
      value: readUnits / ORDERS,
      unit: 'read units',
      budget: 18,
    },
    { name: `${of}: write units a row, its purchase`, value: writeUnits / ORDERS, unit: 'write units', budget: 28 },
    {
      name: `${of}: rows that a processor works`,
      value: ORDERS / (microseconds / 1e6),
      unit: 'rows/s (more is better)',
    },
  ];
}

async function work({ deps }: Shop, told: EventRecord[]): Promise<void> {
  for (let event = told.shift(); event; event = told.shift())
    await dispatchEvent(commerceContext.consumers, commerceContext.consumerFunctions, event, deps);
}

async function customerFigures(): Promise<Figure[]> {
  const stage = await importStage({ settles: false });
  await stage.world.program.settle();
  const rows = Array.from({ length: CUSTOMERS }, (_, index) => customerRow(`bench-${index}`));
  const { body } = await startImport(stage, 'type=customers', csvOf([CUSTOMER_HEAD, ...rows]));
  const microseconds = await cpuMicroseconds(() => stage.world.program.settle());
  const { state } = await importNow(stage, body.id);
  if (state.rows.succeeded !== CUSTOMERS) throw new Error(`not all rows were created: ${JSON.stringify(state)}`);
  return [
    {
      name: `Import of ${CUSTOMERS.toLocaleString('en')} customers: rows that a processor works, in all contexts`,
      value: CUSTOMERS / (microseconds / 1e6),
      unit: 'rows/s (more is better)',
    },
  ];
}
