import { expect, test } from 'vitest';
import type { TokenClaims } from '../../shared/identity/token.ts';
import type { Program } from '../support/program.ts';
import { OFFERS, putOnSale } from '../support/sales.ts';
import { createWorld, enrolPartner } from '../support/world.ts';

/**
 * A partner moves its business into the program: its customers, and a thousand orders for them, come as files from its old
 * system. It looks at what is wrong first, mends some of it, and is interrupted by a power cut on the way.
 */
const CUSTOMERS = 60;
const ORDERS = 1000;

class PowerCut extends Error {}

test('ORD-8: a business moves in by files: tried first, mended, cut off on the way, and all of it is there once', async () => {
  let writesLeft = Number.POSITIVE_INFINITY;
  const cut = (): void => {
    writesLeft -= 1;
    if (writesLeft <= 0) throw new PowerCut();
  };
  const world = await createWorld({ at: '2026-01-05T09:00:00Z', settles: false, hooks: { beforeWrite: cut } });
  const { program } = world;
  const partner = await enrolPartner(world, { name: 'contoso' });
  await program.settle();
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.01' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.03', addOnTo: [OFFERS.base] },
  ]);
  await program.settle();
  const as = partner.adminAgent;
  const { send } = world;
  const csv = { headers: { 'content-type': 'text/csv' }, as };

  const columns = (await send({ path: '/v1/imports/templates/customers', as })).text.split('\r\n')[0]!;
  const customer = (number: number): string => {
    const cells: Readonly<Record<string, string>> = {
      ...{ rowKey: `customer-${number}`, company: `Company ${number}`, domain: `company${number}`, country: 'US' },
      ...{
        addressLine1: '1 Main Street',
        city: 'Redmond',
        state: 'WA',
        postalCode: '98052',
        phoneNumber: '4255550100',
      },
      ...{ firstName: 'Bob', lastName: 'Fischer', email: `bob@company${number}.example`, agreementDate: '2026-01-02' },
      ...{ signerFirstName: 'Kim', signerLastName: 'Lee', signerEmail: `kim@company${number}.example` },
    };
    return columns
      .split(',')
      .map((name) => cells[name] ?? '')
      .join(',');
  };
  const customers = [columns, ...Array.from({ length: CUSTOMERS }, (_, number) => customer(number))].join('\r\n');
  const { body: first } = await send({ method: 'POST', path: '/v1/imports?type=customers', body: customers, ...csv });
  await program.settle();
  expect(await stateOf(program, as, first.id)).toMatchObject({
    state: 'done',
    rows: { succeeded: CUSTOMERS, failed: 0 },
  });

  // Every tenth row is an add-on of the one before it; every hundredth asks for nothing.
  const order = (number: number): string => {
    const isAddOn = number % 10 === 9;
    const domain = `company${Math.floor(number / 10) % CUSTOMERS}.onprogram.example`;
    const quantity = number % 100 === 50 ? 0 : 1 + (number % 7);
    const base = isAddOn ? `order-${number - 1}` : '';
    return `order-${number};${domain};${isAddOn ? OFFERS.addOn : OFFERS.base};${quantity};${base}`;
  };
  const head = 'Row key;Domain;Offer ID;Seats;Parent row key';
  const orders = [head, ...Array.from({ length: ORDERS }, (_, number) => order(number))].join('\n');
  const tried = await send({ method: 'POST', path: '/v1/imports?type=orders&dryRun=true', body: orders, ...csv });
  await program.settle();
  expect(await stateOf(program, as, tried.body.id)).toMatchObject({
    rows: { total: ORDERS, succeeded: 990, failed: 10 },
  });
  const { body: wrong } = await send({ path: `/v1/imports/${tried.body.id}/results?state=failed&size=3`, as });
  expect(wrong.items.map(({ row, errors }: Result) => [row, errors[0]!.field, errors[0]!.code])).toEqual([
    [51, 'quantity', 2002],
    [151, 'quantity', 2002],
    [251, 'quantity', 2002],
  ]);
  expect(await soldBy(program, as), 'nothing was bought').toBe(0);

  const size = Buffer.byteLength(orders);
  const { body: upload } = await send({
    method: 'POST',
    path: '/v1/imports?type=orders',
    as,
    body: { uploadUrl: true, size },
  });
  const place = decodeURIComponent(new URL(upload.uploadUrl).pathname.slice(1));
  await program.files.put(place, Buffer.from(orders), { contentType: 'text/csv' });
  await send({ method: 'POST', path: `/v1/imports/${upload.id}/resume`, as });
  writesLeft = 1500;
  await expect(program.settle()).rejects.toThrow(PowerCut);
  writesLeft = Number.POSITIVE_INFINITY;
  const halfway = await soldBy(program, as);
  expect(halfway).toBeGreaterThan(100);
  expect(halfway).toBeLessThan(800);

  await send({ method: 'POST', path: `/v1/imports/${upload.id}/cancel`, as });
  await program.settle();
  expect(await stateOf(program, as, upload.id)).toMatchObject({ state: 'cancelled' });
  await send({ method: 'POST', path: `/v1/imports/${upload.id}/resume`, as });
  await program.settle();
  expect(await stateOf(program, as, upload.id)).toMatchObject({
    state: 'done',
    rows: { total: ORDERS, succeeded: 990, failed: 10, pending: 0 },
  });
  expect(await soldBy(program, as), 'each once').toBe(990);

  // The rows that were wrong are mended; the whole file is sent again, and makes nothing else.
  const { body: again } = await send({
    method: 'POST',
    path: '/v1/imports?type=orders',
    body: orders.replaceAll(/^(order-\d*50;.*;)0;/gm, '$12;'),
    ...csv,
  });
  await program.settle();
  const { body: page } = await send({ path: `/v1/imports/${again.id}/results?size=1000`, as });
  const count = (status: string): number => page.items.filter((row: Result) => row.status === status).length;
  expect({ created: count('created'), skipped: count('skipped'), failed: count('failed') }).toEqual({
    created: 10,
    skipped: 990,
    failed: 0,
  });
  expect(await soldBy(program, as)).toBe(ORDERS);
  const { body: list } = await send({ path: '/v1/imports', as });
  expect(list.items).toHaveLength(4);
});

interface Result {
  readonly row: number;
  readonly status: string;
  readonly errors: readonly { readonly field: string; readonly code: number }[];
}

const stateOf = async (program: Program, as: TokenClaims, id: string) =>
  (await program.request({ path: `/v1/imports/${id}`, as })).body;

async function soldBy(program: Program, as: TokenClaims): Promise<number> {
  let sold = 0;
  for (let path: string | undefined = '/v1/subscriptions?size=500'; path; ) {
    const { body } = await program.request({ path, as });
    sold += body.items.length;
    path =
      body.links.next && `/v1${body.links.next.uri}&MS-ContinuationToken=${encodeURIComponent(body.continuationToken)}`;
  }
  return sold;
}
