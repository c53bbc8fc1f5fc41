import { beforeEach, describe, expect, it, test } from 'vitest';
import { allContributors, exportContributors } from '../../../../events/exports.ts';
import { CustomerExportRequested } from '../../../../events/tenancy.ts';
import { manifests } from '../../../../infra/manifests.ts';
import type { EventDefinition } from '../../../../shared/contracts/events.ts';
import {
  askForExport,
  downloaded,
  type ExportWorld,
  exportOf,
  exportWorld,
  heldBack,
} from '../../../support/exports/exporting.ts';
import { rowsOf } from '../../../support/exports/unzipped.ts';
import type { Mark } from '../../../support/memory-table.ts';

let on: ExportWorld;
let start: Mark;
beforeEach(async () => {
  if (on) return start.undo();
  on = await exportWorld();
  start = on.world.program.table.mark();
});

async function exported(scope?: string): Promise<ReadonlyMap<string, string>> {
  const { body } = await askForExport(on.world, on.admin, scope);
  const done = await exportOf(on.world, on.admin, body.id);
  expect(done).toMatchObject({ state: 'ready', scope: scope ?? 'all' });
  return downloaded(on.world.program, done);
}

describe('an export of a customer’s data', () => {
  test('CUS-6: is asked for, runs, and leads to an archive with an end', async () => {
    const asked = await askForExport(on.world, on.admin);
    expect(asked.status).toBe(202);
    expect(asked.headers.location).toBe(`/v1/my/exports/${asked.body.id}`);
    expect(asked.body).toMatchObject({ state: 'queued', scope: 'all', createdDate: '2026-01-05T09:00:00Z' });
    const done = await exportOf(on.world, on.admin, asked.body.id);
    expect(done).toMatchObject({ state: 'ready', expiryDate: '2026-01-12T09:00:00Z' });
    expect(done.downloadUrl).toMatch(/^https:/);
  });

  test('CUS-6: has everything that is the customer’s, of all its partners', async () => {
    const files = await exported();
    expect([...files.keys()]).toEqual([
      'README.txt',
      'billing/partner-products.jsonl',
      'billing/agreed-prices.jsonl',
      'commerce/subscriptions.jsonl',
      'commerce/subscription-history.jsonl',
      'commerce/orders.jsonl',
      'commerce/licences.jsonl',
      'commerce/licence-pools.jsonl',
      'commerce/transition-plans.jsonl',
      'directory/organization.jsonl',
      'directory/users.jsonl',
      'directory/relationships.jsonl',
      'directory/agreements.jsonl',
      'directory/audit.jsonl',
      'directory/accepted-agreements.jsonl',
      'directory/application-consents.jsonl',
    ]);
    const partnerIds = on.partners.map(({ partnerId }) => partnerId).sort();
    const ofEach = (name: string) => [...new Set(rowsOf(files, name).map(({ partnerId }) => partnerId))].sort();
    expect(rowsOf(files, 'directory/organization.jsonl')).toMatchObject([
      { id: on.customerId, companyName: 'fabrikam', customDomains: ['fabrikam.onprogram.example'] },
    ]);
    expect(rowsOf(files, 'directory/users.jsonl')).toMatchObject([
      { userPrincipalName: 'admin@fabrikam.onprogram.example', roles: ['GlobalAdmin'], state: 'active' },
    ]);
    expect(ofEach('directory/relationships.jsonl')).toEqual(partnerIds);
    expect(rowsOf(files, 'directory/agreements.jsonl').map(({ primaryContact }) => primaryContact)).toContainEqual({
      firstName: 'Ana',
      lastName: 'Silva',
      email: 'ana@fabrikam.example',
    });
    expect(ofEach('commerce/subscriptions.jsonl')).toEqual(partnerIds);
    expect(rowsOf(files, 'commerce/subscriptions.jsonl').map(({ quantity }) => quantity)).toEqual([12, 12]);
    expect(
      rowsOf(files, 'commerce/subscription-history.jsonl').map(({ sequence, changes }) => [sequence, changes]),
    ).toEqual(expect.arrayContaining([[2, { quantity: { before: 10, after: 12 } }]]));
    expect(ofEach('commerce/orders.jsonl')).toEqual(partnerIds);
    const [pool] = rowsOf(files, 'commerce/licence-pools.jsonl');
    expect(pool).toMatchObject({ active: 24, assigned: 1 });
    expect((pool!.channels as { soldBy: string }[]).map(({ soldBy }) => soldBy).sort()).toEqual(partnerIds);
    expect(rowsOf(files, 'commerce/licences.jsonl')).toMatchObject([
      { userId: on.admin.userId, licences: [{ planId: pool!.planId, excludedPlans: [] }] },
    ]);
    const kinds = rowsOf(files, 'directory/audit.jsonl').map(({ operationType }) => operationType);
    expect(kinds).toEqual(expect.arrayContaining(['add_customer', 'create_order', 'update_subscription']));
  });

  test('CUS-6: has nothing of anybody else: no price, name or note of a partner, no other customer', async () => {
    const files = await exported();
    const text = [...files.values()].join('\n');
    const others = ['wingtip', on.siblingId, on.siblingAdmin.userId!];
    const prices = ['20.37', '16.91', 'priceLock', 'wholesale', 'margin: seventeen'];
    const partners = on.partners.flatMap(({ adminAgent, mpnId }) => [mpnId, `"confirmedBy":"${adminAgent.userId}`]);
    const secrets = ['temporaryPassword', 'hash', 'Pass-'];
    expect([...others, ...prices, ...partners, ...secrets].filter((word) => text.includes(word))).toEqual([]);
    for (const name of files.keys())
      for (const row of rowsOf(name.endsWith('.jsonl') ? files : new Map(), name))
        expect(JSON.stringify(row)).not.toMatch(/"(pk|sk|kind|shape|version|gsi1pk)"/);
  });

  test('CUS-6: says in its README what is where, and what is in no file', async () => {
    const text = (await exported()).get('README.txt')!;
    expect(text).toContain(`organization ${on.customerId}`);
    expect(text).toMatch(/commerce\/subscriptions\.jsonl \(2 rows\): subscriptions/);
    expect(text).toMatch(/billing\/partner-products\.jsonl \(0 rows\): products/);
    expect(text).toMatch(/support: Nothing of a customer is kept here yet/);
    expect(text).toMatch(/for themselves: their invoices, prices that are not agreed with it, margins/);
  });

  it.each([
    ['directory', /^(README|directory)/],
    ['commerce', /^(README|commerce)/],
    // Nothing is kept there yet, and the archive says so.
    ['support', /^README/],
  ])('CUS-6: of the scope %s has that alone', async (scope, names) => {
    const files = await exported(scope);
    expect([...files.keys()].filter((name) => !names.test(name))).toEqual([]);
    expect(files.size).toBeGreaterThan(scope === 'support' ? 0 : 1);
  });

  test('CUS-6: ends after seven days, and is forgotten after thirty', async () => {
    const { body } = await askForExport(on.world, on.admin);
    on.world.program.setClock('2026-01-12T08:59:59Z');
    expect(await exportOf(on.world, on.admin, body.id)).toHaveProperty('downloadUrl');
    on.world.program.setClock('2026-01-12T09:00:00Z');
    expect(await exportOf(on.world, on.admin, body.id)).not.toHaveProperty('downloadUrl');
    on.world.program.setClock('2026-02-04T09:00:00Z');
    const gone = await on.world.program.request({ path: `/v1/my/exports/${body.id}`, as: on.admin });
    expect([gone.status, gone.body.code]).toEqual([404, 1000]);
    on.world.program.setClock('2026-01-05T09:00:00Z');
  });
});

describe('who may export', () => {
  test('CUS-6: a user of the customer without global administration may neither ask nor look', async () => {
    const { send, program } = on.world;
    const { body: asked } = await askForExport(on.world, on.admin);
    const { body: user } = await send({
      method: 'POST',
      path: '/v1/my/users',
      as: on.admin,
      body: {
        userPrincipalName: 'uma@fabrikam.onprogram.example',
        displayName: 'Uma',
        firstName: 'Uma',
        lastName: 'Rao',
        usageLocation: 'US',
        passwordProfile: { password: 'Secret-123456', forceChangePassword: true },
      },
    });
    const as = { ...on.admin, userId: user.id };
    for (const request of [
      { method: 'POST', path: '/v1/my/exports', as } as const,
      { path: `/v1/my/exports/${asked.id}`, as },
    ]) {
      const answer = await program.request(request);
      expect([answer.status, answer.body.code]).toEqual([403, 980002]);
    }
  });

  test('CUS-6: another customer’s export does not exist', async () => {
    const { body } = await askForExport(on.world, on.admin);
    const answer = await on.world.program.request({ path: `/v1/my/exports/${body.id}`, as: on.siblingAdmin });
    expect([answer.status, answer.body.code]).toEqual([404, 1000]);
  });
});

describe('conventions 12: exports at once', () => {
  test('CUS-6: the sixth is refused until one of five is done; other customers notice nothing', async () => {
    const { program } = on.world;
    const ask = (as = on.admin) => program.request({ method: 'POST', path: '/v1/my/exports', as });
    const held = await heldBack(program, async () => {
      for (let asked = 0; asked < 5; asked += 1) expect((await ask()).status).toBe(202);
      const refused = await ask();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await ask(on.siblingAdmin)).status).toBe(202);
    });
    program.waiting.push(...held);
    await program.settle();
    expect((await ask()).status).toBe(202);
  });
});

describe('contexts that have something of a customer', () => {
  const hears = (context: string, definition: EventDefinition): boolean =>
    manifests
      .filter((manifest) => manifest.context === context)
      .some(({ consumers }) => Object.values(consumers.consumers).some(({ on: heard }) => heard.includes(definition)));

  it.each(Object.entries(exportContributors))('CUS-6: %s is asked, or says why it has nothing', (context, what) => {
    expect(hears(context, CustomerExportRequested)).toBe('tells' in what);
    if ('tells' in what) {
      expect(what.tells.source).toBe(context);
      expect(hears(context, what.tells), 'it goes on by its own event').toBe(true);
      expect(hears('tenancy', what.tells), 'its steps are kept').toBe(true);
    } else expect(what.nothing).not.toBe('');
  });

  test('CUS-6: more than one has', () => {
    expect(allContributors.length).toBeGreaterThan(1);
  });
});
