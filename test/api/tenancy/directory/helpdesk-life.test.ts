import { expect, test } from 'vitest';
import { createCustomer, createWorld, enrolPartner, userClaims } from '../../../support/world.ts';

const DOMAIN = 'fabrikam.onprogram.example';
const GIVEN = { passwordProfile: { password: 'Given-1-password' } };

interface Logged {
  readonly operationType: string;
  readonly resourceNewValue?: string;
}
interface Named {
  readonly id: string;
  readonly name: string;
}

/** One role from its beginning to its end, as the partner, the customer's admin and the user itself live it. */
test('CUS-3, ROL-2, API-3: a helpdesk administrator made by a partner helps colleagues until the customer takes the role away', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, send } = world;
  const partner = await enrolPartner(world, { name: 'contoso' });
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  const users = `/v1/customers/${customerId}/users`;
  const as = partner.adminAgent;
  const { body: first } = await send({ path: users, as });
  const admin = userClaims(program, first.items[0].userPrincipalName);
  const add = async (name: string) => {
    const body = { userPrincipalName: `${name}@${DOMAIN}`, displayName: name, ...GIVEN };
    return (await send({ method: 'POST', path: users, as, body })).body.id as string;
  };
  const [harry, pat] = [await add('harry'), await add('pat')];
  const asHarry = (sessions: number) => ({ ...userClaims(program, `harry@${DOMAIN}`), sessions });
  const reset = async (id: string, sessions: number) => {
    const { status, body } = await program.request({
      method: 'PATCH',
      path: `/v1/my/users/${id}`,
      as: asHarry(sessions),
      body: { passwordProfile: { password: 'An0ther-password' } },
    });
    return [status, body?.code];
  };
  const pass = (minute: number) => program.moveTo(`2026-01-05T09:${minute}:00Z`, { daily: true });

  expect(await reset(pat, 0), 'a user without a role').toEqual([403, 980002]);
  const { body: roles } = await send({ path: `/v1/customers/${customerId}/directoryroles`, as });
  const helpdesk = roles.items.find(({ name }: Named) => name === 'Helpdesk Administrator').id as string;
  const members = `/v1/customers/${customerId}/directoryroles/${helpdesk}/usermembers`;
  await send({ method: 'POST', path: members, as, body: { id: harry } });

  await pass(10);
  expect(await reset(pat, 0), 'a token of before the role').toEqual([401, 400]);
  expect(await reset(pat, 1), 'a colleague').toEqual([200, undefined]);
  expect(await reset(admin.userId!, 1), 'the global admin').toEqual([403, 900150]);

  const mine = { path: `/v1/my/directoryroles/${helpdesk}/usermembers`, as: admin };
  expect((await send(mine)).body.items.map(({ id }: Named) => id)).toEqual([harry]);
  await send({ method: 'DELETE', path: `${mine.path}/${harry}`, as: admin });
  await pass(20);
  expect(await reset(pat, 1), 'a token of the role').toEqual([401, 400]);
  expect(await reset(pat, 2), 'a user without a role').toEqual([403, 980002]);
  expect((await send({ path: members, as })).body.items).toEqual([]);

  await program.settle();
  const roleOf = ({ resourceNewValue = '{}' }: Logged) => JSON.parse(resourceNewValue).DirectoryRoles;
  const ofHarry = async (path: string, reader: typeof admin) =>
    (await send({ path, as: reader })).body.items
      .filter(({ resourceNewValue = '' }: Logged) => resourceNewValue.includes(harry))
      .map((record: Logged) => [record.operationType, roleOf(record)])
      .sort();
  // The customer reads what partners did in its tenant, the program everything.
  const byPartner = [
    ['create_customer_user', []],
    ['update_customer_user', ['HelpdeskAdministrator']],
  ];
  expect(await ofHarry('/v1/my/auditrecords', admin)).toEqual(byPartner);
  const everything = await ofHarry('/v1/operator/auditrecords', world.operator);
  expect(everything).toEqual([byPartner[0], ['update_customer_user', []], byPartner[1]]);
});
