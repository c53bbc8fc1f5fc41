import { expect, test } from 'vitest';
import { operationsOf, uncalledOperations } from './called.ts';

/**
 * Operations that no scenario calls for what they are for. Whoever writes the story takes the name away; a new operation comes with
 * a story, or with its name here.
 */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {
  // A browser's or an identity library's: test/pages and test/runtime live them.
  tenancy: [
    'authorize',
    'authorizeV2',
    'completeSignIn',
    'discoverInstance',
    'issueToken',
    'issueTokenV2',
    'listSigningKeys',
    'showAcceptance',
    'showAccepted',
    'showInvitation',
    'showPasswordChoice',
    'showPasswordForm',
    'showStyle',
    'startInvitationSignIn',
    'submitAcceptance',
    'submitChosenPassword',
    'submitPassword',
    'viewOpenidConfiguration',
    'viewOpenidConfigurationV2',
  ],
  commerce: [],
  billing: [],
  notifications: [],
  support: [],
};

/** Contexts whose stories are written: an operation that is added to one comes with a story, or with its name above. */
const TOLD: readonly string[] = ['tenancy', 'commerce', 'billing'];

const uncalled = uncalledOperations();

test.each(TOLD)('API-1: each operation of %s is called by a scenario, or is named here', (context) => {
  const left = uncalled.get(context as 'tenancy')!;
  const known = NOT_YET[context]!;
  const untold = left.filter((name) => !known.includes(name));
  expect(untold, 'let a scenario call it for what it is for, or name it in NOT_YET').toEqual([]);
  const called = known.filter((name) => !left.includes(name));
  expect(called, 'a scenario calls it: take it out of NOT_YET').toEqual([]);
});

test('API-1: what is named here is an operation, and every context has its list', () => {
  const all = new Set(operationsOf().flatMap(({ operations }) => operations));
  expect(
    Object.values(NOT_YET)
      .flat()
      .filter((name) => !all.has(name)),
  ).toEqual([]);
  expect(Object.keys(NOT_YET).sort()).toEqual(
    operationsOf()
      .map(({ context }) => context)
      .sort(),
  );
});
