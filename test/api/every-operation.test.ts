import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { linkHash } from '../../shared/identity/links.ts';
import { TEST_ROOT } from '../support/api.ts';
import { type Cast, createCast } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { callWell } from '../support/every-operation.ts';
import type { Mark } from '../support/memory-table.ts';
import { hasRight, rightsInClear, rightsOf } from '../support/rights-in-clear.ts';
import { requestId } from '../support/world.ts';

/** What holds for every operation of every context, called with good input by whoever may. */
let cast: Cast;
let start: Mark;
beforeAll(async () => {
  cast = await createCast();
  start = cast.world.program.table.mark();
});
beforeEach(() => start.undo());

describe('API-1: a host that the caller names', () => {
  const FOREIGN = 'links-lead-here.example';
  const headers = {
    host: FOREIGN,
    'x-forwarded-host': FOREIGN,
    'x-forwarded-proto': 'gopher',
    'x-original-host': FOREIGN,
    'x-forwarded-server': FOREIGN,
    forwarded: `host=${FOREIGN};proto=gopher`,
    origin: `https://${FOREIGN}`,
    referer: `https://${FOREIGN}/`,
  };
  const rooted = new Set<string>();

  it.each(composedRoutes)('API-1: %s: neither the answer nor what is kept or mailed shows it', async (name, route) => {
    const { program } = cast.world;
    const answer = await callWell(cast, name, route, headers);
    const left = JSON.stringify([answer, [...program.table.items.values()], program.mailer.sent]);
    expect(left).not.toContain(FOREIGN);
    expect(left).not.toContain('gopher');
    const shown = (answer.text + answer.headers.location).replaceAll('%3A', ':').replaceAll('%2F', '/');
    if (shown.includes(TEST_ROOT)) rooted.add(name.split(' ')[1]!);
  });

  test('API-1: links, redirects and answers carry the configured root', () => {
    expect([...rooted]).toEqual(
      expect.arrayContaining([
        'confirmCustomerAgreement',
        'listAgreementTemplates',
        'listCustomerAgreements',
        'publishAgreementTemplate',
        'rotateInvitation',
        'startInvitationSignIn',
        'viewAgreementDocument',
        'viewDelegatedAdminRequest',
        'viewPartnershipRequest',
        'viewRelationshipRequest',
      ]),
    );
  });
});

describe('conventions 9: what is stored', () => {
  const repeats = composedRoutes.filter(
    ([, { method, replay, allow }]) => allow !== 'public' && (replay ?? method === 'POST'),
  );
  const passwords = (): string[] =>
    [...cast.world.program.identity.users.values()].flatMap(({ password }) => password ?? []);
  const inClear = (): string[] => rightsInClear(cast.world.program.table.items.values(), passwords());

  it.each(composedRoutes)('conventions 9: %s leaves no password, secret or link readable', async (name, route) => {
    const answer = await callWell(cast, name, route, { 'MS-RequestId': requestId(2_000_000) });
    expect(inClear()).toEqual([]);
    const { program } = cast.world;
    const stored = JSON.stringify([...program.table.items.values()]);
    for (const right of rightsOf(answer.body)) expect(stored).not.toContain(right);
    const said = program.observability.said.join();
    for (const password of passwords()) expect(said).not.toContain(password);
  });

  it.each(repeats.filter(([, { sealed }]) => sealed))(
    'conventions 9: %s answers a repeat the same',
    async (name, route) => {
      const headers = { 'MS-RequestId': requestId(2_000_001) };
      const first = await callWell(cast, name, route, headers);
      expect(first.status).toBeLessThan(300);
      expect(rightsOf(first.body)).not.toEqual([]);
      const again = await callWell(cast, name, route, headers);
      expect([again.status, again.body]).toEqual([first.status, first.body]);
    },
  );

  test('conventions 9: whoever answers with a right says that it is to be sealed', () => {
    const forgetful = repeats.filter(
      ([, { response, sealed }]) =>
        !sealed && Object.values(response).some((schema) => schema !== null && 'parse' in schema && hasRight(schema)),
    );
    expect(forgetful.map(([name]) => `${name}: add sealed: true to its route`)).toEqual([]);
  });

  test('conventions 9: the search finds what lies open', () => {
    const key = { pk: 'a', sk: 'b' };
    const token = 'x'.repeat(43);
    const hash = { ...key, hash: linkHash(token) };
    expect(rightsInClear([hash, { ...key, url: `https://a.example/${token}?b` }], [])).toHaveLength(1);
    expect(rightsInClear([{ ...key, note: 'Passw0rd!' }], ['Passw0rd!'])).toHaveLength(1);
    const reply = gzipSync(JSON.stringify({ token })).toString('base64');
    expect(rightsInClear([hash, { ...key, reply, isPacked: true }], [])).toHaveLength(1);
    expect(rightsInClear([hash, { ...key, other: 'y'.repeat(43) }], ['Passw0rd!'])).toEqual([]);
  });
});
