import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyPairEvent,
  confirmAgreement,
  newPair,
  nextPairState,
  type Pair,
  type PairEvent,
  type PairState,
} from '../../../../functions/tenancy/relationships/domain/relationship.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';

const events: readonly PairEvent[] = [
  'partnerCreatedCustomer',
  'customerAcceptedResellerInvitation',
  'customerAcceptedAdvisorInvitation',
  'customerRemovedPrivileges',
  'partnerGaveUpPrivileges',
  'partnerRemovedRelationship',
  'partnerTerminated',
];
const GRANTING: readonly PairEvent[] = [
  'partnerCreatedCustomer',
  'customerAcceptedResellerInvitation',
  'customerAcceptedAdvisorInvitation',
];

const state = (text: string): PairState => {
  const [relationship, dap] = text.split('+');
  return { relationship: relationship as PairState['relationship'], delegatedAdmin: dap === 'dap' };
};

describe('REL-3, DAP-1: what a partner and a customer are to each other', () => {
  test.each([
    ['none', 'partnerCreatedCustomer', 'reseller+dap', 'CUS-1: created at once with administration'],
    ['none', 'customerAcceptedResellerInvitation', 'reseller+dap', 'REL-3: acceptance'],
    ['advisor+dap', 'customerAcceptedResellerInvitation', 'reseller+dap', 'REL-3: an advisor becomes reseller'],
    [
      'reseller',
      'customerAcceptedResellerInvitation',
      'reseller+dap',
      'REL-6: accepting again restores administration',
    ],
    ['none', 'customerAcceptedAdvisorInvitation', 'advisor+dap', 'REL-8: administration only'],
    ['reseller', 'customerAcceptedAdvisorInvitation', 'reseller+dap', 'a reseller stays one'],
    ['reseller+dap', 'customerRemovedPrivileges', 'reseller', 'DAP-2: it goes on selling'],
    ['advisor+dap', 'customerRemovedPrivileges', 'none', 'an advisor has nothing else'],
    ['reseller+dap', 'partnerGaveUpPrivileges', 'reseller', 'given up by the partner'],
    ['reseller+dap', 'partnerRemovedRelationship', 'none', 'the partner leaves'],
    ['reseller', 'partnerTerminated', 'none', 'PRG-8: the end of the run-off'],
  ] as const)('%s, then %s: %s (%s)', (before, event, after, _because) => {
    expect(nextPairState(state(before), event)).toEqual(state(after));
  });

  test('REL-6: every event is allowed in every state, and a repeat of it changes nothing', () => {
    const states = fc.record({
      relationship: fc.constantFrom('none', 'advisor', 'reseller'),
      delegatedAdmin: fc.boolean(),
    }) as fc.Arbitrary<PairState>;
    fc.assert(
      fc.property(states, fc.constantFrom(...events), (before, event) => {
        const once = nextPairState(before, event);
        expect(nextPairState(once, event)).toEqual(once);
      }),
    );
  });

  test('DAP-1: whatever happens, an advisor has administration, nobody has it without a relationship, and only the customer grants', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (history) => {
        let pair = newPair('partner', 'customer');
        history.forEach((event, index) => {
          const after: Pair = applyPairEvent(pair, event, instant(index * 1000));
          if (after.relationship === 'advisor') expect(after.delegatedAdmin).toBe(true);
          if (after.relationship === 'none') expect(after.delegatedAdmin).toBe(false);
          if (after.delegatedAdmin && !pair.delegatedAdmin) expect(GRANTING).toContain(event);
          const open = after.grants.filter(({ endedAt }) => endedAt === undefined);
          expect(open).toHaveLength(after.delegatedAdmin ? 1 : 0);
          pair = after;
        });
      }),
    );
  });

  test('REL-6: what changes nothing is the same object, so nothing is saved or raised', () => {
    const pair = applyPairEvent(
      newPair('p', 'c'),
      'customerAcceptedResellerInvitation',
      instant('2026-11-01T00:00:00Z'),
    );
    expect(applyPairEvent(pair, 'customerAcceptedResellerInvitation', instant('2026-11-02T00:00:00Z'))).toBe(pair);
    expect(applyPairEvent(pair, 'partnerCreatedCustomer', instant('2026-11-02T00:00:00Z'))).toBe(pair);
  });

  test('REL-3: since when counts the relationship, not the administration', () => {
    const begun = instant('2026-11-01T00:00:00Z');
    const pair = applyPairEvent(newPair('p', 'c'), 'customerAcceptedResellerInvitation', begun);
    const without = applyPairEvent(pair, 'customerRemovedPrivileges', instant('2026-11-02T00:00:00Z'));
    expect(applyPairEvent(without, 'customerAcceptedResellerInvitation', instant('2026-11-03T00:00:00Z')).since).toBe(
      begun,
    );
  });
});

test('DAP-1: a pair keeps its last hundred spans of administration, the open one always', () => {
  let pair = newPair('p', 'c');
  for (let day = 1; day <= 150; day += 1) {
    const at = addMs(instant('2026-01-01T00:00:00Z'), day * 86_400_000);
    pair = applyPairEvent(pair, 'customerAcceptedResellerInvitation', at);
    if (day < 150) pair = applyPairEvent(pair, 'customerRemovedPrivileges', at);
  }
  expect(pair.grants).toHaveLength(100);
  expect(pair.grants.filter(({ endedAt }) => endedAt === undefined)).toEqual([pair.grants.at(-1)]);
});

describe('AGR-1: attestations', () => {
  const confirmation = {
    templateId: 't1',
    agreementType: 'MicrosoftCloudAgreement',
    agreedAt: instant('2026-11-01T00:00:00Z'),
    primaryContact: { firstName: 'Clara', lastName: 'Client', email: 'clara@contoso.example' },
    userId: 'u1',
    confirmedAt: instant('2026-11-02T00:00:00Z'),
  };
  const { primaryContact } = confirmation;

  test.each([
    [{}, false, 'the same again'],
    [{ agreedAt: instant('2026-10-01T00:00:00Z'), userId: 'u2' }, false, 'by another user, on another day'],
    [{ primaryContact: { ...primaryContact, email: 'CLARA@contoso.example' } }, false, 'the same mail in capitals'],
    [{ primaryContact: { ...primaryContact, phoneNumber: '1' } }, true, 'a phone number more'],
    [{ primaryContact: { ...primaryContact, lastName: 'Other' } }, true, 'another person'],
    [{ templateId: 't2' }, true, 'another version'],
  ])('AGR-1: after one, %j is taken: %s (%s)', (over, taken, _because) => {
    const first = confirmAgreement(newPair('p', 'c'), confirmation);
    if (!first.ok) throw new Error('the first is taken');
    expect(confirmAgreement(first.value, { ...confirmation, ...over }).ok).toBe(taken);
  });

  test('AGR-1: a version is confirmed with ten contacts, and another version again', () => {
    let pair = newPair('p', 'c');
    const confirm = (contact: number, templateId = 't1') => {
      const done = confirmAgreement(pair, {
        ...confirmation,
        templateId,
        primaryContact: { ...primaryContact, phoneNumber: String(contact) },
      });
      if (done.ok) pair = done.value;
      return done.ok ? 'taken' : done.refusal.name;
    };
    expect(Array.from({ length: 10 }, (_, contact) => confirm(contact))).toEqual(Array(10).fill('taken'));
    expect(confirm(10)).toBe('too_many_confirmations');
    expect(confirm(3)).toBe('agreement_confirmation_exists');
    expect(confirm(10, 't2')).toBe('taken');
    expect(pair.confirmations).toHaveLength(11);
  });
});
