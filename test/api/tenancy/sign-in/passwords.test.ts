import { describe, expect, test } from 'vitest';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  aCustomer,
  activePartner,
  aNomination,
  chooseOwnPassword,
  createdCustomer,
  type EnrolledPartner,
  OWN_PASSWORD,
  otherCustomer,
  partnerUser,
  refreshed,
  signedIn,
  tenancyWorld,
  tokenOf,
  tokenOfLink,
  type World,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];
const GIVEN = 'Given-by-another-1';
const OTHER = 'Given-by-another-2';
const invited = { kind: 'reseller-invitation', generation: 1 } as const;

async function agentWith(world: World, partner: EnrolledPartner, roles: readonly string[]) {
  const userId = await partnerUser(world, { token: partner.admin, partnerId: partner.partnerId, roles });
  return { userId, token: tokenOf({ tenantId: partner.partnerId, userId }) };
}

/** A customer with one plain user `pat`, made by an admin agent of its partner; and everybody who may set passwords. */
async function setting() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const domain = 'contoso.onprogram.example';
  const customer = await createdCustomer(world, partner, { domain });
  const agent = await agentWith(world, partner, ['AdminAgent']);
  const helpdesk = await agentWith(world, partner, ['HelpdeskAgent']);
  const users = `/v1/customers/${customer.customerId}/users`;
  const userName = `pat@${domain}`;
  const passwordProfile = { password: GIVEN, forceChangePassword: false };
  const body = { userPrincipalName: userName, displayName: 'Pat', passwordProfile };
  const made = await world.ask('POST', users, { token: agent.token, body });
  const path = `${users}/${made.json.id}`;
  const reset = (token: string, password: string, at = path) =>
    world.ask('PATCH', at, { token, body: { passwordProfile: { password, forceChangePassword: false } } });
  return { ...world, world, partner, ...customer, domain, agent, helpdesk, users, userName, made, path, reset };
}
type Setting = Awaited<ReturnType<typeof setting>>;

/** Pat with a password of its own, and signed in. */
async function patSignedIn(at: Setting): Promise<string> {
  await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN });
  return (await signedIn(at.world, at.userName, OWN_PASSWORD))!;
}
const patReads = (at: Setting, token: string) => at.ask('GET', `/v1/my/users/${at.made.json.id}`, { token });
const aMinuteLater = ({ clock }: Pick<World, 'clock'>): void => {
  clock.now = new Date(Date.parse(clock.now) + 61_000).toISOString() as never;
};

describe('CUS-3: a password that somebody else set is temporary', () => {
  const WAYS: [string, (at: Setting) => Promise<{ answer: Answer; userName: string; password: string }>][] = [
    [
      'a partner creates a customer',
      async ({ world, partner }) => {
        const answer = await world.ask('POST', '/v1/customers', { token: partner.agent, body: aCustomer() });
        const { companyProfile, userCredentials } = answer.json;
        return { answer, userName: `admin@${companyProfile.domain}`, password: userCredentials.password };
      },
    ],
    ['an admin agent adds a user', async ({ made, userName }) => ({ answer: made, userName, password: GIVEN })],
    [
      'an admin agent resets one',
      async ({ reset, agent, userName }) => ({
        answer: await reset(agent.token, OTHER),
        userName,
        password: OTHER,
      }),
    ],
    [
      'a helpdesk agent resets one',
      async ({ reset, helpdesk, path, userName }) => ({
        answer: await reset(helpdesk.token, OTHER, `${path}/resetpassword`),
        userName,
        password: OTHER,
      }),
    ],
    [
      'the customer adds a user',
      async ({ ask, admin, domain }) => {
        const userName = `kim@${domain}`;
        const passwordProfile = { password: GIVEN, forceChangePassword: false };
        const body = { userPrincipalName: userName, displayName: 'Kim', passwordProfile };
        return { answer: await ask('POST', '/v1/my/users', { token: admin, body }), userName, password: GIVEN };
      },
    ],
    [
      'the customer resets one',
      async ({ reset, admin, made, userName }) => ({
        answer: await reset(admin, OTHER, `/v1/my/users/${made.json.id}`),
        userName,
        password: OTHER,
      }),
    ],
  ];

  test.each(WAYS)(
    'CUS-3: %s: it signs nobody in, is shown in that answer alone, and the chosen one signs in',
    async (_, way) => {
      const at = await setting();
      const { answer, userName, password } = await way(at);
      if (answer.json.passwordProfile)
        expect(answer.json.passwordProfile).toEqual({ password, forceChangePassword: true });
      expect(await signedIn(at.world, userName, password)).toBeUndefined();
      expect(at.identity.users.get(userName)?.password).not.toBe(password);
      expect(await refreshed(at.world, userName)).toBeUndefined();
      expect(storedTexts(at.table.items.values())).not.toContain(password);
      expect((await chooseOwnPassword(at.world, { userName: userName.toUpperCase(), current: password })).status).toBe(
        200,
      );
      expect(await signedIn(at.world, userName, OWN_PASSWORD)).toBeDefined();
      expect(
        (await chooseOwnPassword(at.world, { userName, current: password, password: OTHER.toUpperCase() })).status,
      ).toBe(400);
      expect(await signedIn(at.world, userName, OWN_PASSWORD)).toBeDefined();
      expect(at.said.join()).not.toContain(password);
    },
  );

  test('CUS-3: reads say that it has to be changed, and never what it is', async () => {
    const at = await setting();
    const read = () => at.ask('GET', at.path, { token: at.agent.token });
    expect((await read()).json.passwordProfile).toEqual({ forceChangePassword: true });
    await at.ask('PATCH', at.path, {
      token: at.agent.token,
      body: { displayName: 'P', passwordProfile: { forceChangePassword: false } },
    });
    expect((await read()).json).toMatchObject({ displayName: 'P', passwordProfile: { forceChangePassword: true } });
    await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN });
    expect((await read()).json.passwordProfile).toEqual({ forceChangePassword: false });
    const forced = await at.ask('PATCH', at.path, {
      token: at.agent.token,
      body: { passwordProfile: { forceChangePassword: true } },
    });
    expect(outcome(forced)).toEqual([400, 3000]);
  });

  test.each([
    [{ userName: 'nobody@contoso.onprogram.example' }, 'unknown'],
    [{ userName: 'nobody' }, 'no sign-in name'],
    [{ current: 'Wrong-guess-1' }, 'wrong'],
    [{ current: '' }, 'empty'],
  ])('CUS-3: %j on the page (%s) reads as every other wrong one, and tells nothing', async (over, _because) => {
    const at = await setting();
    const right = { userName: at.userName, current: 'Wrong-guess-0' };
    const [one, other] = [
      await chooseOwnPassword(at.world, right),
      await chooseOwnPassword(at.world, { ...right, ...over }),
    ];
    const plain = ({ text }: Answer) => text.replaceAll(/value="[^"]*"/g, '');
    expect([other.status, plain(other)]).toEqual([400, plain(one)]);
  });

  test.each([
    [{ password: 'weakest' }, 'Use at least 8 characters.'],
    [{ password: 'onlylowercase' }, 'Use three of these'],
    [{ password: GIVEN }, 'Choose another password'],
    [{ repeat: 'Something-else-1' }, 'The two passwords differ'],
  ])('CUS-3: the new password %j is refused beside its field, and the given one stays', async (over, words) => {
    const at = await setting();
    const answer = await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN, ...over });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
    expect(answer.text).not.toContain(GIVEN);
    expect((await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN })).status).toBe(200);
  });
});

describe('CUS-3: two forms at once replace one temporary password', () => {
  const send = (at: Setting, password: string) =>
    chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN, password });
  const OWN = ['Chosen-by-pat-1', 'Chosen-by-setter-1'] as const;

  test('CUS-3: the password of the form that is told so is the only one that signs in', async () => {
    const at = await setting();
    const { setPassword } = at.identity;
    let second: Promise<Answer> | undefined;
    at.identity.setPassword = async (name, password) => {
      second ??= send(at, OWN[1]);
      await second;
      await setPassword(name, password);
    };
    const first = await send(at, OWN[0]);
    expect([first.status, (await second!).status, Number((await second!).headers['retry-after'])]).toEqual([
      200, 429, 30,
    ]);
    expect(await signedIn(at.world, at.userName, OWN[0])).toBeDefined();
    expect(await signedIn(at.world, at.userName, OWN[1])).toBeUndefined();
  });

  test('CUS-3: one that never ended holds nobody for longer than it could have worked', async () => {
    const at = await setting();
    const { setPassword } = at.identity;
    const dead = new Promise<void>((reached) => {
      at.identity.setPassword = () => {
        reached();
        return new Promise(() => {});
      };
    });
    void send(at, OWN[0]);
    await dead;
    at.identity.setPassword = setPassword;
    expect((await send(at, OWN[0])).status).toBe(429);
    aMinuteLater(at);
    expect((await send(at, OWN[0])).status).toBe(200);
  });
});

describe('API-1: guesses on the page of passwords', () => {
  test('API-1: of many at once ten are looked at: a right one among them passes no more than one behind them', async () => {
    const at = await setting();
    const guesses = Array.from({ length: 30 }, (_, index) => (index === 29 ? GIVEN : `Wrong-guess-${index}`));
    const answers = await Promise.all(
      guesses.map((current) => chooseOwnPassword(at.world, { userName: at.userName, current })),
    );
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(400), ...Array(20).fill(429)]);
  });

  test('API-1: right ones count for nothing, however weak what was chosen', async () => {
    const at = await setting();
    const choose = (password: string) =>
      chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN, password });
    for (let tried = 0; tried < 12; tried += 1) expect((await choose('weakest')).status).toBe(400);
    expect((await choose(OWN_PASSWORD)).status).toBe(200);
  });

  test('API-1: after ten wrong ones in a minute user and address wait, even with the right one; others notice nothing', async () => {
    const at = await setting();
    const guess = () => chooseOwnPassword(at.world, { userName: at.userName, current: 'Wrong-guess-1' });
    for (let tried = 0; tried < 10; tried += 1) expect((await guess()).status).toBe(400);
    const right = () => chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN });
    const blocked = await right();
    expect([blocked.status, Number(blocked.headers['retry-after']) > 0]).toEqual([429, true]);
    const other = await chooseOwnPassword(at.world, { userName: `kim@${at.domain}`, current: GIVEN });
    expect(other.status).toBe(400);
    aMinuteLater(at);
    expect((await right()).status).toBe(200);
  });
});

describe('DAP-1: a temporary password ends with the right of whoever set it', () => {
  const removePrivileges = ({ ask, admin, partner }: Setting) =>
    ask('DELETE', `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`, { token: admin });
  const acceptAgain = ({ ask, admin, partner }: Setting) => {
    const token = tokenOfLink({ ...invited, subject: linkSubjects.invitation(partner.partnerId) });
    return ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: admin });
  };
  const ENDS: [string, (at: Setting) => Promise<unknown>][] = [
    ['the customer takes delegated administration away', removePrivileges],
    [
      'it is taken away and granted anew',
      async (at) => {
        await at.ask('GET', '/v1/customers/relationshiprequests', { token: at.partner.agent });
        await removePrivileges(at);
        aMinuteLater(at);
        expect((await acceptAgain(at)).status).toBe(201);
      },
    ],
    [
      'the partner gives it up',
      ({ ask, agent, customerId }) =>
        ask('PATCH', `/v1/customers/${customerId}`, { token: agent.token, body: { allowDelegatedAccess: false } }),
    ],
    [
      'the partner ends the relationship',
      ({ ask, agent, customerId }) =>
        ask('PATCH', `/v1/customers/${customerId}`, { token: agent.token, body: { relationshipToPartner: 'none' } }),
    ],
    [
      'the customer becomes a partner',
      async ({ ask, world, customerId, domain }) => {
        const token = world.operatorToken;
        await ask('POST', '/v1/operator/partners', { token, body: aNomination({ id: customerId, domain }) });
        await ask('PATCH', `/v1/operator/partners/${customerId}`, { token, body: { status: 'approved' } });
      },
    ],
    [
      'the agent is no user any more',
      ({ ask, partner, agent }) =>
        ask('PATCH', `/v1/partner/users/${agent.userId}`, { token: partner.admin, body: { state: 'inactive' } }),
    ],
    [
      'the agent is no admin agent any more',
      ({ ask, partner, agent }) =>
        ask('PATCH', `/v1/partner/users/${agent.userId}`, {
          token: partner.admin,
          body: { agentRoles: ['SalesAgent', 'HelpdeskAgent'] },
        }),
    ],
    [
      'seven days are over',
      async ({ clock }) => {
        clock.now = '2026-11-09T09:00:00.000Z' as never;
      },
    ],
    ['the user is deleted', ({ ask, agent, path }) => ask('DELETE', path, { token: agent.token })],
    ['another one is set', ({ reset, helpdesk }) => reset(helpdesk.token, OTHER)],
  ];

  test.each(ENDS)('DAP-1: %s: it opens nothing any more', async (_, end) => {
    const at = await setting();
    await end(at);
    const answer = await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN });
    expect(answer.status).toBe(400);
    expect(at.identity.users.get(at.userName)?.password).not.toBe(OWN_PASSWORD);
    expect(await signedIn(at.world, at.userName, GIVEN)).toBeUndefined();
  });

  test('DAP-1: until then it lives, and a password that the user chose outlives everything', async () => {
    const at = await setting();
    at.clock.now = '2026-11-09T08:59:59.999Z' as never;
    expect((await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN })).status).toBe(200);
    await removePrivileges(at);
    at.clock.now = '2026-12-24T09:00:00.000Z' as never;
    expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeDefined();
  });

  test.each(['takes delegated administration away', 'becomes a partner'])(
    'DAP-1: a customer that %s between the check and the choice is safe: the chosen password signs nobody in',
    async (what) => {
      const at = await setting();
      const { setPassword } = at.identity;
      at.identity.setPassword = async (name, password) => {
        at.identity.setPassword = setPassword;
        await setPassword(name, password);
        await ENDS.find(([end]) => end.includes(what))![1](at);
      };
      expect((await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN })).status).toBe(400);
      expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeUndefined();
      expect(await refreshed(at.world, at.userName)).toBeUndefined();
    },
  );
});

describe('ROL-2: nobody reaches above itself', () => {
  test('ROL-2: a helpdesk agent sets no password of a global admin, by neither path, and nothing changes', async () => {
    const at = await setting();
    const admin = `${at.users}/${at.userId}`;
    const before = [...at.table.items.values()];
    for (const path of [admin, `${admin}/resetpassword`])
      expect(outcome(await at.reset(at.helpdesk.token, OTHER, path))).toEqual([403, 900150]);
    expect([...at.table.items.values()]).toEqual(before);
    expect((await at.reset(at.agent.token, OTHER, admin)).status).toBe(200);
  });
});

describe('ROL-1: every change of a password, role or state ends what a user is signed in to', () => {
  const CHANGES: [string, (at: Setting) => Promise<Answer>][] = [
    ['an admin agent sets a password', ({ reset, agent }) => reset(agent.token, OTHER)],
    ['a helpdesk agent sets a password', ({ reset, helpdesk }) => reset(helpdesk.token, OTHER)],
    ['the customer sets a password', ({ reset, admin, made }) => reset(admin, OTHER, `/v1/my/users/${made.json.id}`)],
    ['the partner deletes it', ({ ask, agent, path }) => ask('DELETE', path, { token: agent.token })],
    [
      'the customer deletes it',
      ({ ask, admin, made }) => ask('DELETE', `/v1/my/users/${made.json.id}`, { token: admin }),
    ],
    [
      'it is deleted and restored',
      async ({ ask, agent, path }) => {
        await ask('DELETE', path, { token: agent.token });
        return ask('PATCH', path, { token: agent.token, body: { state: 'active' } });
      },
    ],
  ];

  test.each(CHANGES)('ROL-1: %s: its token ends within a minute, its refresh tokens at once', async (_, change) => {
    const at = await setting();
    const token = await patSignedIn(at);
    expect((await patReads(at, token)).status).toBe(200);
    const { signedOut } = at.identity.users.get(at.userName)!;
    expect((await change(at)).status).toBeLessThan(300);
    expect(at.identity.users.get(at.userName)!.signedOut).toBeGreaterThan(signedOut);
    aMinuteLater(at);
    expect((await patReads(at, token)).status).toBe(401);
  });

  test('ROL-1: a new sign-in keeps no old token alive', async () => {
    const at = await setting();
    const token = await patSignedIn(at);
    await at.reset(at.agent.token, OTHER);
    await chooseOwnPassword(at.world, { userName: at.userName, current: OTHER });
    aMinuteLater(at);
    const fresh = (await signedIn(at.world, at.userName, OWN_PASSWORD))!;
    expect((await patReads(at, fresh)).status).toBe(200);
    expect((await patReads(at, token)).status).toBe(401);
  });

  test.each([
    [-1, 401, 'a browser that signed in before goes on'],
    [0, 200, 'the person signs in within the same second'],
    [1, 200, 'the person signs in after it'],
  ])('ROL-1: a token of a sign-in %i seconds from the change answers %i: %s', async (seconds, status, _because) => {
    const at = await setting();
    await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN });
    const signedInAt = Date.parse(at.clock.now) / 1000 + seconds;
    const token = tokenOf({ tenantId: at.customerId, userId: at.made.json.id, sessions: 1, signedInAt });
    expect((await patReads(at, token)).status).toBe(status);
  });

  test.each([
    [{ agentRoles: ['SalesAgent'] }, 401],
    [{ ownTenantRole: 'globalAdmin' }, 401],
    [{ state: 'inactive' }, 401],
    [{ displayName: 'Another Name' }, 200],
  ])('ROL-1: a partner changes its user by %j: the token answers %i a minute later', async (body, status) => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { userId, token } = await agentWith(world, partner, ['AdminAgent']);
    const userName = [...world.identity.users].find(([, user]) => user.userId === userId)![0];
    const before = world.identity.users.get(userName)!.signedOut;
    const path = `/v1/partner/users/${userId}`;
    expect((await world.ask('PATCH', path, { token: partner.admin, body })).status).toBe(200);
    aMinuteLater(world);
    expect((await world.ask('GET', '/v1/customers', { token })).status).toBe(status);
    expect(world.identity.users.get(userName)!.signedOut > before).toBe(status === 401);
  });

  test('ROL-1: a password behind a mailed link ends what was signed in before it', async () => {
    const world = await tenancyWorld();
    const { customerId: tenantId, userId, admin, userName } = await otherCustomer(world);
    const link = `/password/${tokenOfLink({ kind: 'password', subject: linkSubjects.password({ tenantId, userId }), generation: 1 })}`;
    expect((await world.ask('GET', '/v1/my/users', { token: admin })).status).toBe(200);
    await world.ask('POST', link, { form: { password: OWN_PASSWORD, repeat: OWN_PASSWORD } });
    aMinuteLater(world);
    expect((await world.ask('GET', '/v1/my/users', { token: admin })).status).toBe(401);
    expect(world.identity.users.get(userName)!.signedOut).toBe(1);
    const token = (await signedIn(world, userName, OWN_PASSWORD))!;
    expect((await world.ask('GET', '/v1/my/users', { token })).status).toBe(200);
  });
});

describe('CUS-3: interrupted between any two steps, nothing is open, and a repeat heals', () => {
  const calls = ['createUser', 'setPassword', 'signOut'] as const;

  test.each(calls)('CUS-3: a reset interrupted at %s opens nothing; the repeat sets the password', async (call) => {
    const at = await setting();
    const token = await patSignedIn(at);
    const whole = at.identity[call];
    at.identity[call] = async () => {
      throw new Error('interrupted');
    };
    expect((await at.reset(at.agent.token, OTHER)).status).toBe(500);
    at.identity[call] = whole as never;
    expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeUndefined();
    expect(await refreshed(at.world, at.userName)).toBeUndefined();
    aMinuteLater(at);
    expect((await patReads(at, token)).status).toBe(401);
    const { signedOut } = at.identity.users.get(at.userName)!;
    expect((await at.reset(at.agent.token, OTHER)).status).toBe(200);
    expect(at.identity.users.get(at.userName)!.signedOut).toBeGreaterThan(signedOut);
    expect((await chooseOwnPassword(at.world, { userName: at.userName, current: OTHER })).status).toBe(200);
  });

  test.each(calls)('CUS-3: a choice interrupted at %s opens nothing; the same form again does it', async (call) => {
    const at = await setting();
    const whole = at.identity[call];
    at.identity[call] = async () => {
      throw new Error('interrupted');
    };
    expect((await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN })).status).toBe(500);
    at.identity[call] = whole as never;
    expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeUndefined();
    expect((await chooseOwnPassword(at.world, { userName: at.userName, current: GIVEN })).status).toBe(200);
    expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeDefined();
  });

  test('CUS-3: a restore interrupted before the issuer knew is told again', async () => {
    const at = await setting();
    await patSignedIn(at);
    const token = at.agent.token;
    await at.ask('DELETE', at.path, { token });
    const { enableUser } = at.identity;
    at.identity.enableUser = async () => {
      throw new Error('interrupted');
    };
    const restore = () => at.ask('PATCH', at.path, { token, body: { state: 'active' } });
    expect((await restore()).status).toBe(500);
    at.identity.enableUser = enableUser;
    expect((await restore()).status).toBe(200);
    expect(await signedIn(at.world, at.userName, OWN_PASSWORD)).toBeDefined();
  });
});
