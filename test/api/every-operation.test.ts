import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { Item } from '../../shared/dynamo/table.ts';
import { TEST_ROOT } from '../support/api.ts';
import { type Cast, createCast } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { callWell } from '../support/every-operation.ts';

/** What holds for every operation of every context, called with good input by whoever may. */
let cast: Cast;
let before: readonly Item[];
beforeAll(async () => {
  cast = await createCast();
  before = [...cast.world.program.table.items.values()];
});
beforeEach(() => cast.world.program.table.restore(before));

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
