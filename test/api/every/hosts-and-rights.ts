import { describe, expect, it, test } from 'vitest';
import type { ContextName } from '../../../shared/contracts/routes.ts';
import { TEST_ROOT } from '../../support/api.ts';
import { callWell } from '../../support/every-operation.ts';
import { hasRight, rightsInClear, rightsOf } from '../../support/rights-in-clear.ts';
import { requestId } from '../../support/world.ts';
import { routesOf, type Stage } from './stage.ts';

/** What an operation leaves behind when it is called with good input by whoever may. */
export function hostsAndRights(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

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

    it.each(routes)('API-1: %s: neither the answer nor what is kept or mailed shows it', async (name, route) => {
      const { program } = on.cast.world;
      const answer = await callWell(on.cast, name, route, headers);
      const left = JSON.stringify([answer, on.start.changes(), program.mailer.sent]);
      expect(left).not.toContain(FOREIGN);
      expect(left).not.toContain('gopher');
      const shown = (answer.text + answer.headers.location).replaceAll('%3A', ':').replaceAll('%2F', '/');
      if (shown.includes(TEST_ROOT)) rooted.add(name.split(' ')[1]!);
    });

    test('API-1: links, redirects and answers carry the configured root', () => {
      const expected = ROOTED.filter((operationId) => routes.some(([name]) => name === `${context} ${operationId}`));
      expect([...rooted]).toEqual(expect.arrayContaining(expected));
    });
  });

  describe('conventions 9: what is stored', () => {
    const repeats = routes.filter(
      ([, { method, replay, allow }]) => allow !== 'public' && (replay ?? method === 'POST'),
    );
    const passwords = (): string[] =>
      [...on.cast.world.program.identity.users.values()].flatMap(({ password }) => password ?? []);
    const inClear = (): string[] => rightsInClear(on.cast.world.program.table.items.values(), passwords());

    it.each(routes)('conventions 9: %s leaves no password, secret or link readable', async (name, route) => {
      const answer = await callWell(on.cast, name, route, { 'MS-RequestId': requestId(2_000_000) });
      expect(inClear()).toEqual([]);
      const { program } = on.cast.world;
      const stored = JSON.stringify(on.start.changes());
      for (const right of rightsOf(answer.body)) expect(stored).not.toContain(right);
      const said = program.observability.said.join();
      for (const password of passwords()) expect(said).not.toContain(password);
    });

    it.each(repeats.filter(([, { sealed }]) => sealed))(
      'conventions 9: %s answers a repeat the same',
      async (name, route) => {
        const headers = { 'MS-RequestId': requestId(2_000_001) };
        const first = await callWell(on.cast, name, route, headers);
        expect(first.status).toBeLessThan(300);
        expect(rightsOf(first.body)).not.toEqual([]);
        const again = await callWell(on.cast, name, route, headers);
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
  });
}

/** Operations of which it is known that they show the root. */
export const ROOTED: readonly string[] = [
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
];
