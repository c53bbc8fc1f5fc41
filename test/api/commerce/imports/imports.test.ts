import { beforeAll, describe, expect, test } from 'vitest';
import { OFFERS } from '../../../support/sales.ts';
import { addApplication, addUser, enrolPartner } from '../../../support/world.ts';
import {
  CUSTOMER_HEAD,
  csvOf,
  customerRow,
  type ImportStage,
  imported,
  importNow,
  importStage,
  ORDER_HEAD,
  type ResultRow,
  startImport,
} from './stage.ts';

/** A row without the ids that nobody can foretell. */
const told = ({ row, key, status, errors }: ResultRow) => [
  row,
  key,
  status,
  ...errors.map(({ field, code }) => `${field} ${code}`),
];

describe('ORD-8: rows of a file become customers and orders', () => {
  let stage: ImportStage;
  beforeAll(async () => {
    stage = await importStage();
  });
  const get = async (path: string) => (await stage.send({ path })).body;

  test('ORD-8, CUS-1, AGR-1: customers, sold to at once where the row attests the agreement; what is wrong is said of its column', async () => {
    const unsigned = { signerFirstName: '', signerLastName: '', signerEmail: '', agreementDate: '' };
    const file = csvOf([
      CUSTOMER_HEAD,
      customerRow('one'),
      customerRow('two', 'two', { signerFirstName: '', agreementDate: 'yesterday' }),
      customerRow('three', 'three', unsigned),
      customerRow('four', 'fabrikam'),
      customerRow('five', 'one'),
      customerRow('six', 'six', { email: 'nobody', company: '' }),
      customerRow('seven', 'seven', { agreementDate: '2027-01-01' }),
      customerRow('eight', 'eight', { country: 'FR', state: '', postalCode: '69003' }),
    ]);
    const { state, results } = await imported(stage, 'type=customers', file);
    expect(results.map(told)).toEqual([
      [1, 'one', 'created'],
      [2, 'two', 'failed', 'signerFirstName 3000', 'agreementDate 3000'],
      [3, 'three', 'created'],
      [4, 'four', 'failed', 'domain 980006'],
      [5, 'five', 'failed', 'domain 3000'],
      [6, 'six', 'failed', 'email 3000', 'company 3000'],
      [7, 'seven', 'failed', 'agreementDate 800002'],
      [8, 'eight', 'failed', 'rowKey 2030'],
    ]);
    expect(results[5]!.errors[1]!.description).toBe('company: is missing');
    expect(state).toMatchObject({ state: 'done', rows: { total: 8, succeeded: 2, failed: 6, pending: 0 } });
    const [one, , three] = results.map(({ resource }) => resource?.id);
    const customer = await get(`/v1/customers/${one}`);
    expect(customer.companyProfile).toMatchObject({ companyName: 'Company one', domain: 'one.onprogram.example' });
    expect(customer.userCredentials, 'no answer shows a password later').toBeUndefined();
    expect((await get(`/v1/customers/${one}/agreements`)).items).toMatchObject([
      { primaryContact: { firstName: 'Kim', email: 'kim@one.example' }, dateAgreed: '2026-01-04T00:00:00Z' },
    ]);
    expect((await get(`/v1/customers/${three}/agreements`)).items).toEqual([]);
    expect(stage.world.program.identity.users.get('admin@one.onprogram.example')?.tenantId).toBe(one);
  });

  test('ORD-8, ORD-1, ORD-2, CAT-5: orders, one each; an add-on names the row of its base, wherever that stands', async () => {
    const { customerId, domain } = stage;
    const file = csvOf([
      ORDER_HEAD,
      ['addon', customerId, '', OFFERS.addOn, 3, '', '', 'base'],
      ['base', customerId, '', OFFERS.base, 5, 'annual', 'Head office', ''],
      ['by-domain', '', domain, OFFERS.base, 2, '', '', ''],
      ['nobody', '', 'nobody.onprogram.example', OFFERS.base, 2, '', '', ''],
      ['none', customerId, '', OFFERS.base, 0, '', '', ''],
      ['half', customerId, '', OFFERS.base, '1.5', '', '', ''],
      ['unknown', customerId, '', 'nothing', 1, '', '', ''],
      ['base', customerId, '', OFFERS.base, 1, '', '', ''],
      ['orphan', customerId, '', OFFERS.addOn, 1, '', '', 'nothing'],
      ['of-failed', customerId, '', OFFERS.addOn, 1, '', '', 'unknown'],
      ['of-addon', customerId, '', OFFERS.addOn, 1, '', '', 'addon'],
      ['monthly', customerId, '', OFFERS.addOn, 1, 'monthly', '', 'base'],
      ['', customerId, '', OFFERS.base, 1, '', '', ''],
      ['whose', '', '', OFFERS.base, 1, '', '', ''],
      ['stranger', '99999999-9999-4999-8999-999999999999', '', OFFERS.base, 1, '', '', ''],
    ]);
    const { state, results } = await imported(stage, 'type=orders', file);
    expect(results.map(told)).toEqual([
      [1, 'addon', 'created'],
      [2, 'base', 'created'],
      [3, 'by-domain', 'created'],
      [4, 'nobody', 'failed', 'domain 20002'],
      [5, 'none', 'failed', 'quantity 2002'],
      [6, 'half', 'failed', 'quantity 3000'],
      [7, 'unknown', 'failed', 'offerId 800004'],
      [8, 'base', 'failed', 'rowKey 3000'],
      [9, 'orphan', 'failed', 'parentRowKey 3000'],
      [10, 'of-failed', 'failed', 'parentRowKey 3000'],
      [11, 'of-addon', 'failed', 'parentRowKey 3000'],
      [12, 'monthly', 'failed', 'billingCycle 800085'],
      [13, '', 'failed', 'rowKey 3000'],
      [14, 'whose', 'failed', 'customerId 3000'],
      [15, 'stranger', 'failed', 'customerId 20002'],
    ]);
    expect(state.rows).toEqual({ total: 15, succeeded: 3, failed: 12, pending: 0 });
    const { items } = await get(`/v1/customers/${customerId}/subscriptions`);
    const of = (row: number) => items.find(({ id }: { id: string }) => id === results[row - 1]!.subscriptionId);
    expect(of(2)).toMatchObject({ quantity: 5, billingCycle: 'annual', friendlyName: 'Head office' });
    expect(of(1)).toMatchObject({ quantity: 3, billingCycle: 'annual', parentSubscriptionId: of(2).id });
    expect(results[2]!.customerId).toBe(customerId);
    const order = await get(`/v1/customers/${customerId}/orders/${results[0]!.resource!.id}`);
    expect(order.lineItems).toMatchObject([{ subscriptionId: of(1).id }]);
  });

  test('ORD-8, ORD-6: a key makes once for its partner; the same row again is skipped, another one with it fails', async () => {
    const { customerId } = stage;
    const row = ['once', customerId, '', OFFERS.base, 4, '', '', ''];
    const first = await imported(stage, 'type=orders', csvOf([ORDER_HEAD, row]));
    const again = await imported(
      stage,
      'type=orders',
      csvOf([ORDER_HEAD, row, ['child', customerId, '', OFFERS.addOn, 1, '', '', 'once']]),
    );
    expect(again.results.map(told)).toEqual([
      [1, 'once', 'skipped'],
      [2, 'child', 'created'],
    ]);
    expect(again.results[0]!.resource).toEqual(first.results[0]!.resource);
    const other = await imported(stage, 'type=orders', csvOf([ORDER_HEAD, row.with(4, 5)]));
    expect(other.results.map(told)).toEqual([[1, 'once', 'failed', 'rowKey 3000']]);
    const { items } = await get(`/v1/customers/${customerId}/subscriptions`);
    expect(items.filter(({ quantity }: { quantity: number }) => quantity === 4)).toHaveLength(1);
    expect(items.filter(({ id }: { id: string }) => id === again.results[1]!.subscriptionId)).toHaveLength(1);
    const customers = csvOf([CUSTOMER_HEAD, customerRow('same'), customerRow('same-2', 'same-2')]);
    const made = await imported(stage, 'type=customers', customers);
    const remade = await imported(stage, 'type=customers', customers);
    expect(remade.results.map(({ status, resource }) => [status, resource])).toEqual(
      made.results.map(({ resource }) => ['skipped', resource]),
    );
    const moved = await imported(stage, 'type=customers', csvOf([CUSTOMER_HEAD, customerRow('same', 'elsewhere')]));
    expect(moved.results.map(told)).toEqual([[1, 'same', 'failed', 'rowKey 3000']]);
  });

  test('ORD-8: a dry run says the same of every row and makes nothing', async () => {
    const { customerId, domain, world } = stage;
    const before = (await get(`/v1/customers/${customerId}/subscriptions`)).totalCount;
    const orders = csvOf([
      ORDER_HEAD,
      ['dry-addon', '', domain, OFFERS.addOn, 3, '', '', 'dry'],
      ['dry', customerId, '', OFFERS.base, 5, '', '', ''],
      ['dry-bad', customerId, '', OFFERS.base, 5000, '', '', ''],
    ]);
    const dry = await imported(stage, 'type=orders&dryRun=true', orders);
    expect(dry.results.map(told)).toEqual([
      [1, 'dry-addon', 'valid'],
      [2, 'dry', 'valid'],
      [3, 'dry-bad', 'failed', 'quantity 2002'],
    ]);
    expect(dry.state).toMatchObject({
      dryRun: true,
      state: 'done',
      rows: { total: 3, succeeded: 2, failed: 1, pending: 0 },
    });
    const customers = csvOf([CUSTOMER_HEAD, customerRow('dry'), customerRow('dry-2', 'fabrikam')]);
    const none = await imported(stage, 'type=customers&dryRun=true', customers);
    expect(none.results.map(told)).toEqual([
      [1, 'dry', 'valid'],
      [2, 'dry-2', 'failed', 'domain 980006'],
    ]);
    expect((await get(`/v1/customers/${customerId}/subscriptions`)).totalCount).toBe(before);
    expect(world.program.identity.users.has('admin@dry.onprogram.example')).toBe(false);
    const real = await imported(stage, 'type=orders', orders);
    expect(real.results.map(({ status }) => status)).toEqual(['created', 'created', 'failed']);
  });

  test('ORD-8: many rows, in their order; results page by row, by state and as CSV', async () => {
    const { customerId } = stage;
    const rows = Array.from({ length: 130 }, (_, index) => [
      `many-${index + 1}`,
      customerId,
      '',
      OFFERS.base,
      index % 10 === 3 ? 0 : 1,
      '',
      '"=1+1, of ""course"""',
      '',
    ]);
    const { id, state, results } = await imported(stage, 'type=orders', csvOf([ORDER_HEAD, ...rows], ','));
    expect(state.rows).toEqual({ total: 130, succeeded: 117, failed: 13, pending: 0 });
    expect(results.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1));
    const paths: string[] = [];
    const keys: string[] = [];
    for (let path: string | undefined = `/v1/imports/${id}/results?size=40`; path; ) {
      const page = await get(path);
      paths.push(path);
      keys.push(...page.items.map(({ key }: ResultRow) => key));
      path = page.links.next && `/v1${page.links.next.uri}`;
    }
    expect(paths).toHaveLength(4);
    expect(keys).toEqual(rows.map(([key]) => key));
    const failed = await get(`/v1/imports/${id}/results?state=failed&size=5`);
    expect(failed.items.map(({ row }: ResultRow) => row)).toEqual([4, 14, 24, 34, 44]);
    const rest = await get(`/v1${failed.links.next.uri}`);
    expect(rest.items.map(({ row }: ResultRow) => row)).toEqual([54, 64, 74, 84, 94]);
    expect((await get(`/v1/imports/${id}/results?offset=129`)).items.map(({ row }: ResultRow) => row)).toEqual([130]);
    expect((await get(`/v1/imports/${id}/results?offset=130`)).items).toEqual([]);
    const csv = await stage.send({
      path: `/v1/imports/${id}/results?offset=2&size=2&bom=true`,
      headers: { accept: 'text/csv' },
    });
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.headers.link).toContain('offset=4');
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFFrow,key,status,resourceType,resourceId,customerId,subscriptionId,errorFields,errorCodes,errors',
    );
    expect(lines[1]).toMatch(/^3,many-3,created,order,/);
    expect(lines[2]).toMatch(/^4,many-4,failed,,,,,quantity,2002,quantity: must be from 1/);
  });

  test('ORD-8, SUB-7: another partner’s import does not exist; the list is the partner’s own, newest first', async () => {
    const { world } = stage;
    const other = await enrolPartner(world, { name: 'litware' });
    await world.program.settle();
    const mine = await imported(stage, 'type=orders', csvOf([ORDER_HEAD, ['x', '', '', '', '', '', '', '']]));
    const as = other.adminAgent;
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/results'],
      ['POST', '/resume'],
      ['POST', '/cancel'],
    ] as const) {
      const answer = await stage.send({ method, path: `/v1/imports/${mine.id}${path}`, as });
      expect([answer.status, answer.body.code], path).toEqual([404, 1000]);
    }
    expect((await stage.send({ path: '/v1/imports', as })).body.items).toEqual([]);
    const listed = await get('/v1/imports?size=2');
    expect(listed.items[0].createdDate >= listed.items[1].createdDate).toBe(true);
    expect(listed.links.next).toBeDefined();
    const others = await startImport(
      stage,
      'type=orders',
      csvOf([ORDER_HEAD, ['once', stage.customerId, '', OFFERS.base, 4, '', '', '']]),
      { as },
    );
    await world.program.settle();
    const { body } = await stage.send({ path: `/v1/imports/${others.body.id}/results`, as });
    expect(body.items.map(told), 'keys of partners do not meet; nor do they sell to each other’s customers').toEqual([
      [1, 'once', 'failed', 'customerId 20002'],
    ]);
  });

  test('ORD-8: templates have the columns that an import takes, and a row that is right', async () => {
    for (const type of ['customers', 'orders']) {
      const template = await stage.send({ path: `/v1/imports/templates/${type}` });
      expect(template.status).toBe(200);
      const { state } = await imported(stage, `type=${type}&dryRun=true`, template.text);
      expect(state.rows.total).toBe(1);
    }
    const customers = await stage.send({ path: '/v1/imports/templates/Customers' });
    const { results } = await imported(
      stage,
      'type=customers&dryRun=true',
      customers.text.replace('2026-11-02', '2026-01-02'),
    );
    expect(results.map(({ status }) => status)).toEqual(['valid']);
    expect((await stage.send({ path: '/v1/imports/templates/users' })).body.code).toBe(1000);
  });

  test.each([
    ['', 'rowKey\r\n', 400, 800002, 'the type is missing'],
    ['type=users', 'rowKey\r\n', 400, 800002, 'there is no such type'],
    ['type=orders&dryRun=maybe', 'rowKey\r\n', 400, 800002, 'it is no flag'],
    ['type=orders', 'rowKey,quantity\r\n1,2\r\n', 400, 800002, 'a column is missing'],
    ['type=orders', 'rowKey,quantity,offerId\r\n1,2,3\r\n', 400, 800002, 'nothing says whose the orders are'],
    ['type=customers', '', 400, 800002, 'it is empty'],
    ['type=customers', Buffer.from([0x72, 0xff, 0xfe, 0x41]), 400, 3000, 'it is no UTF-8'],
  ])(
    'ORD-8: %s with %j is refused with %i/%i: %s',
    async (query, file: string | Uint8Array, status, code, _because) => {
      const answer = await startImport(stage, query, file);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    },
  );

  test.each([
    ['rowKey,customerId,offerId,quantity\r\n', 'The file has no rows.'],
    ['rowKey,customerId,offerId,quantity\r\n1,"2,3,4\r\n', 'not closed'],
    [`rowKey,customerId,offerId,quantity\r\n1,"${'x'.repeat(70_000)}",3,4\r\n`, 'longer than 65536 bytes'],
  ])('ORD-8: a file that cannot be read makes nothing, and says why', async (file, why) => {
    const { state, results } = await imported(stage, 'type=orders', file);
    expect(state).toMatchObject({ state: 'failed', rows: { total: 0 }, error: { code: 3000 } });
    expect(state.error.description).toContain(why);
    expect(results).toEqual([]);
    const resumed = await stage.send({ method: 'POST', path: `/v1/imports/${state.id}/resume` });
    expect([resumed.status, resumed.body.state]).toEqual([202, 'failed']);
  });

  test('ORD-8, ROL-2: who may not sell may not import', async () => {
    const { world, partner, customerId } = stage;
    const file = csvOf([ORDER_HEAD, ['right', customerId, '', OFFERS.base, 1, '', '', '']]);
    const as = await addUser(world, partner, ['HelpdeskAgent']);
    expect((await startImport(stage, 'type=orders', file, { as })).body.code).toBe(900150);
    expect((await stage.send({ path: '/v1/imports', as })).body.code).toBe(900150);
  });

  test('AGR-1: an application without a person behind it attests nothing', async () => {
    const { world, partner } = stage;
    const as = await addApplication(world, partner);
    await world.program.settle();
    const started = await startImport(stage, 'type=customers', csvOf([CUSTOMER_HEAD, customerRow('app')]), { as });
    await world.program.settle();
    expect((await importNow(stage, started.body.id)).results.map(told)).toEqual([
      [1, 'app', 'failed', 'signerFirstName 2032'],
    ]);
  });
});

describe('ORD-8: an import is stopped, gone on with, uploaded, limited', () => {
  const orders = (stage: ImportStage, count: number, name = 'row') =>
    csvOf([
      ORDER_HEAD,
      ...Array.from({ length: count }, (_, index) => [
        `${name}-${index}`,
        stage.customerId,
        '',
        OFFERS.base,
        1,
        '',
        '',
        '',
      ]),
    ]);
  const post = (stage: ImportStage, path: string, body?: object) =>
    stage.send({ method: 'POST', path, ...(body && { body }) });
  const soldTo = async (stage: ImportStage) =>
    (await stage.send({ path: `/v1/customers/${stage.customerId}/subscriptions` })).body.totalCount;

  test('ORD-8: cancelled, it stops before its next rows; resumed, it goes on with them, and tells when it will end', async () => {
    const stage = await importStage({ settles: false });
    const { world } = stage;
    await world.program.settle();
    const started = await startImport(stage, 'type=orders', orders(stage, 130));
    const { id } = started.body;
    expect(started.headers.location).toBe(`/v1/imports/${id}`);
    const work = async (steps: number) => {
      for (let done = 0; done < steps; ) {
        const next = world.program.waiting.shift()!;
        if (next && 'event' in next && next.event.type === 'ImportAdvanced' && next.context === 'commerce') done += 1;
        world.program.setClock(new Date(Date.parse(world.program.now()) + 1000).toISOString());
        await world.program.deliver(next);
      }
    };
    await work(1);
    const { body: checking } = await stage.send({ path: `/v1/imports/${id}` });
    expect(checking).toMatchObject({ state: 'validating', rows: { total: 100, pending: 100 } });
    expect(checking.estimatedEndDate > world.program.now()).toBe(true);
    await work(1);
    const { body: running } = await stage.send({ path: `/v1/imports/${id}` });
    expect(running).toMatchObject({ state: 'running', rows: { total: 130, succeeded: 50 } });
    const cancelled = await post(stage, `/v1/imports/${id}/cancel`);
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    expect((await post(stage, `/v1/imports/${id}/cancel`)).body).toEqual(cancelled.body);
    await world.program.settle();
    const made = await soldTo(stage);
    const stopped = await importNow(stage, id);
    expect(stopped.state.rows).toMatchObject({ succeeded: made, pending: 130 - made });
    expect(made).toBeLessThan(130);
    const resumed = await post(stage, `/v1/imports/${id}/resume`);
    expect([resumed.status, resumed.body.state]).toEqual([202, 'running']);
    await world.program.settle();
    expect((await importNow(stage, id)).state).toMatchObject({ state: 'done', rows: { succeeded: 130, pending: 0 } });
    expect(await soldTo(stage)).toBe(130);
    expect(
      [...world.program.files.stored.keys()].filter((key) => key.includes('imports')),
      'the file is gone',
    ).toEqual([]);
    expect((await post(stage, `/v1/imports/${id}/resume`)).body.state).toBe('done');
    world.program.setClock('2026-03-07T00:00:00Z');
    expect((await stage.send({ path: `/v1/imports/${id}` })).status, 'kept for 60 days').toBe(404);
  });

  test('ORD-8, ROL-2: whoever lost the right to sell meanwhile makes nothing any more', async () => {
    const stage = await importStage({ settles: false });
    const { world, partner, customerId } = stage;
    const sales = await addUser(world, partner, ['SalesAgent']);
    await world.program.settle();
    const file = csvOf([ORDER_HEAD, ['right', customerId, '', OFFERS.base, 1, '', '', '']]);
    const started = await startImport(stage, 'type=orders&dryRun=true', file, { as: sales });
    await world.program.settle();
    expect((await importNow(stage, started.body.id)).results.map(told)).toEqual([[1, 'right', 'valid']]);
    const again = await startImport(stage, 'type=orders', file, { as: sales });
    const path = `/v1/partner/users/${sales.userId}`;
    const body = { agentRoles: ['HelpdeskAgent'] };
    expect((await stage.send({ method: 'PATCH', path, as: partner.globalAdmin, body })).status).toBe(200);
    await world.program.settle();
    expect((await importNow(stage, again.body.id)).results.map(told)).toEqual([
      [1, 'right', 'failed', 'rowKey 900150'],
    ]);
  });

  test('ORD-8, ORD-6: one file that is imported twice at once makes each row once', async () => {
    const stage = await importStage({ settles: false });
    const { world } = stage;
    await world.program.settle();
    const twice = async (type: string, file: string) => {
      const begun = [await startImport(stage, `type=${type}`, file), await startImport(stage, `type=${type}`, file)];
      await world.program.settle();
      const [one, other] = await Promise.all(begun.map(({ body }) => importNow(stage, body.id)));
      return one!.results.map(({ status, resource }, row) => ({
        statuses: [status, other!.results[row]!.status].sort(),
        isSame: resource?.id === other!.results[row]!.resource?.id,
      }));
    };
    const once = { statuses: ['created', 'skipped'], isSame: true };
    expect(await twice('orders', orders(stage, 30))).toEqual(Array.from({ length: 30 }, () => once));
    expect(await soldTo(stage)).toBe(30);
    const customers = csvOf([CUSTOMER_HEAD, ...Array.from({ length: 30 }, (_, row) => customerRow(`at-once-${row}`))]);
    expect(await twice('customers', customers)).toEqual(Array.from({ length: 30 }, () => once));
    expect((await stage.send({ path: '/v1/customers' })).body.items).toHaveLength(31);
  });

  test('ORD-8: a large file is uploaded by a link that is bound to its size and type, and begins with resume', async () => {
    const stage = await importStage();
    const { files } = stage.world.program;
    const file = Buffer.from(
      orders(stage, 3).replaceAll('\r\n', '\n').replaceAll(',', ';').replace('row-1;', 'Zoë;'),
      'latin1',
    );
    const contentType = 'text/csv; charset=windows-1252';
    const path = '/v1/imports?type=orders';
    const started = await post(stage, path, { uploadUrl: true, size: file.length, contentType });
    expect(started.body).toMatchObject({ state: 'validating', rows: { total: 0 } });
    expect(started.body.uploadUrl).toContain(`bytes=${file.length}`);
    const { id } = started.body;
    expect((await stage.send({ path: `/v1/imports/${id}` })).body.uploadUrl).toContain(id);
    const early = await post(stage, `/v1/imports/${id}/resume`);
    expect([early.status, early.body.code]).toEqual([400, 800002]);
    await files.put(decodeURIComponent(new URL(started.body.uploadUrl).pathname.slice(1)), file, { contentType });
    expect((await post(stage, `/v1/imports/${id}/resume`)).body).not.toHaveProperty('uploadUrl');
    await stage.world.program.settle();
    const { results } = await importNow(stage, id);
    expect(results.map(told)).toEqual([
      [1, 'row-0', 'created'],
      [2, 'Zoë', 'created'],
      [3, 'row-2', 'created'],
    ]);
    for (const body of [
      { uploadUrl: true },
      { uploadUrl: true, size: 0 },
      { uploadUrl: true, size: 60_000_000 },
      { size: 3 },
    ])
      expect((await post(stage, path, body)).body.code).toBe(3000);
    const bound = { uploadUrl: true, size: 5, contentType: 'application/zip' };
    expect((await post(stage, path, bound)).body.code).toBe(3000);
  });

  test('ORD-8: five at once for a partner; one that ends, is cancelled or waits for its file an hour makes room', async () => {
    const stage = await importStage({ settles: false });
    await stage.world.program.settle();
    const begin = () => startImport(stage, 'type=orders&dryRun=true', orders(stage, 1));
    const begun = [];
    for (let count = 0; count < 4; count += 1) begun.push(await begin());
    const upload = await post(stage, '/v1/imports?type=orders', { uploadUrl: true, size: 10 });
    const sixth = await begin();
    expect([sixth.status, Object.keys(sixth.body), Number(sixth.headers['retry-after']) > 0]).toEqual([
      429,
      ['statusCode', 'message'],
      true,
    ]);
    expect((await post(stage, `/v1/imports/${begun[0]!.body.id}/cancel`)).status).toBe(200);
    expect((await begin()).status).toBe(202);
    expect((await post(stage, `/v1/imports/${begun[0]!.body.id}/resume`)).status).toBe(429);
    stage.world.program.setClock('2026-01-05T10:00:01Z');
    expect((await begin()).status, 'the link is over').toBe(202);
    expect((await post(stage, `/v1/imports/${upload.body.id}/resume`)).status).toBe(429);
    await stage.world.program.settle();
    expect((await begin()).status, 'all are done').toBe(202);
  });
});
