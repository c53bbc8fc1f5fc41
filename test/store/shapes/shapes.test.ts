import { describe, expect, test } from 'vitest';
import { unpackedItem } from '../../../shared/dynamo/packed-kind.ts';
import { compactKind, storedFile, storedKind } from '../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../shared/dynamo/table.ts';
import { createCast } from '../../support/cast.ts';
import { composedRoutes } from '../../support/contexts.ts';
import { callWell } from '../../support/every-operation.ts';
import {
  alwaysThere,
  hashOf,
  isNumberedContext,
  isOf,
  isUnnumbered,
  ofShape,
  rewritten,
  shapeFiles,
  shapeOf,
  storedKinds,
  structureOf,
} from '../../support/stored-shapes.ts';
import { requestId } from '../../support/world.ts';

/** What was stored once is read for ever: examples of every shape, and a number for each. */
const kinds = await storedKinds();
const files = shapeFiles();
const named = kinds.map((kind) => [kind.kind, kind] as const);
/** What stays unwritten however every operation is called, and why. */
const UNWRITTEN: Readonly<Record<string, string>> = {
  seenRequest: 'requests of tests are noted by those who look at the notes',
  seenDay: 'requests of tests are noted by those who look at the notes',
  lackingUser: 'requests of tests are noted by those who look at the notes',
  allowance: 'only seats of an offer with a limit are counted',
  cataloguePart: 'only a catalogue that was saved a hundred times is folded',
  pairPrices: 'prices lay so before they lay in chunks',
  creditClaim: 'only a credit that settles a claim notes which it is',
  partnerStanding: 'only an invoice that is late for long suspends ordering',
  pricePublication: 'a list of few markets is published within the call',
  purchases: 'only purchases of an offer with a limit are counted',
  takenRange: 'only a job that finds hundreds due shares them out',
  walkRun: 'only a job that finds hundreds due shares them out',
  agreementTold: 'only the daily run tells partners',
  succession: 'only customers of a partner out of business go on with another',
  billTo: 'a profile is put as it was read, which changes nothing',
  billedSubscriptionPage: 'only a history of more saves than a test makes goes on to a page',
  billingCase: 'only a fault opens one',
  collectedInvoice: 'only an invoice that is late has one',
  collectionsCase: 'only an invoice that is late for long opens one',
  availableCredit: 'only a partner with a credit limit has one',
  billingTerms: 'a change of terms names the ETag of those before',
  usageAside: 'only a fault writes one',
  choiceOffer: 'a job writes it',
  erasedTenant: 'only a sandbox deletes a customer, or a job',
  requestedCancellation: 'only 25 direct licences or more are cancelled by support',
  mailsErased: 'only a sandbox deletes a customer, or a job',
  offeredChoice: 'only a partner that goes out of business has one',
  usageSheet: 'only the worker that counts usage writes one',
  usageHead: 'only the worker that counts usage writes one',
  usageReported: 'only the worker that counts usage writes one',
  previewRun: 'only a partner of very many subscriptions needs one',
  previewTurn: 'it is written with a previewRun',
  importRows: 'an import that waits for its file has no rows',
  importRowName: 'an import that waits for its file has no rows',
  importedRow: 'an import that waits for its file has no rows',
  exportsUnderway: 'it goes when none is under way any more, which is at once here',
};
const HOW = 'give the kind a new shape with an upgrade that leads to it, and an example of it in test/store/shapes';

describe('OPS-3: every kind of item', () => {
  test('has a name of its own, and a file of examples; no file is left over', () => {
    expect(kinds.map(({ kind }) => kind).sort()).toEqual([...files.keys()].sort());
  });

  test.each(named)('%s is read from every example, in its newest shape', (name, kind) => {
    const { examples, open } = files.get(name)!;
    const newest = examples.filter((example) => shapeOf(example) === kind.shape);
    expect(newest, 'the newest shape has an example').not.toEqual([]);
    const known = structureOf(newest, open);
    for (const example of examples) {
      const written = rewritten(kind, example);
      expect(shapeOf(written)).toBe(kind.shape);
      expect(known, HOW).toEqual(expect.arrayContaining(structureOf([written], open)));
      if (newest.includes(example)) expect(written, HOW).toEqual(example);
    }
  });

  test.each(named)('%s has examples of all its shapes, each as it was when it got its number', (name, kind) => {
    const { examples, open, hashes } = files.get(name)!;
    const found = Object.fromEntries(
      Array.from({ length: kind.shape }, (_, index) => index + 1).map((shape) => {
        return [shape, hashOf(structureOf(ofShape(examples, shape), open))];
      }),
    );
    expect(hashes, `a shape that is stored already does not change: ${HOW}`).toEqual(found);
  });

  test('is stored as its examples say, whatever operation is called', async () => {
    const cast = await createCast();
    const { program } = cast.world;
    const start = program.table.mark();
    const stored = new Set<Item>(program.table.items.values());
    for (const [index, [name, route]] of composedRoutes.entries()) {
      start.undo();
      await callWell(cast, name, route, { 'MS-RequestId': requestId(900_000 + index) });
      for (const { after } of start.changes()) if (after) stored.add(after);
    }
    const unwritten: string[] = [];
    for (const each of kinds) {
      const { kind, shape } = each;
      const items = [...stored].filter((item) => isOf(each, item) && shapeOf(item) !== undefined);
      const { examples, open } = files.get(kind)!;
      const newest = examples.filter((example) => shapeOf(example) === shape);
      const known = structureOf(newest, open);
      expect(
        structureOf(items, open).filter((path) => !known.includes(path)),
        `${kind}: ${HOW}`,
      ).toEqual([]);
      if (!newest.some(({ pk }) => isNumberedContext(pk))) continue;
      const always = alwaysThere(examples.map((example) => rewritten(each, example)));
      const whole = items.map(unpackedItem);
      const lacking = whole.flatMap((item) => always.filter((member) => !Object.hasOwn(item, member)));
      expect(lacking, `${kind}: ${HOW}; or keep an example without it`).toEqual([]);
      if (items.length === 0) unwritten.push(kind);
    }
    expect(unwritten.sort(), 'UNWRITTEN says why').toEqual(Object.keys(UNWRITTEN).sort());
    const unnumbered = [...stored].filter(isUnnumbered).map(({ pk, sk }) => `${pk} / ${sk}`);
    expect(unnumbered, 'give it a stored kind, or say in NO_KIND why it needs none').toEqual([]);
  });
});

describe('OPS-3: a kind with several shapes', () => {
  const key = { pk: 'a', sk: 'b' };
  const people = storedKind<{ readonly first: string; readonly last: string; readonly version: number }>({
    kind: 'person',
    shape: 3,
    upgrades: [
      ({ name, ...rest }) => ({ ...rest, fullName: name }),
      ({ fullName, ...rest }) => {
        const [first, last] = String(fullName).split(' ');
        return { ...rest, first, last };
      },
    ],
  });
  const ann = { first: 'Ann', last: 'Lee', version: 4 };

  test.each([
    ['without a number is of the first', { ...key, name: 'Ann Lee', version: 4 }],
    ['of the first', { ...key, kind: 'person', shape: 1, name: 'Ann Lee', version: 4 }],
    ['of the second', { ...key, kind: 'person', shape: 2, fullName: 'Ann Lee', version: 4 }],
    ['of the newest', people.toItem({ ...key, gsi1pk: 'x', gsi1sk: 'y', expiresAt: 1 }, ann)],
  ])('an item %s: it is read through all that follow', (_, item) => {
    expect(people.fromItem(item)).toEqual(ann);
  });

  test.each([
    ['of another kind', { ...key, kind: 'dog', shape: 1 }, 'not read as person'],
    ['of a shape from the future', { ...key, kind: 'person', shape: 4 }, 'known up to shape 3'],
    ['of a shape that never was', { ...key, kind: 'person', shape: 0 }, 'known up to shape 3'],
  ])('an item %s is not guessed at', (_, item, message) => {
    expect(() => people.fromItem(item)).toThrow(message);
  });

  test.each([
    ['an item that is spelled short', { ...key, s: 3 }],
    ['one of a shape that never was', { ...key, s: 0 }],
  ])('%s is not guessed at', (_, item) => {
    const short = compactKind<object>({
      kind: 'short',
      shape: 2,
      isAt: () => true,
      spell: () => ({}),
      read: () => ({}),
    });
    expect(() => short.fromItem(item)).toThrow('known up to shape 2');
  });

  test('an object beside the table is read likewise', () => {
    const list = storedFile<{ readonly names: readonly string[] }>({
      kind: 'list',
      shape: 2,
      upgrades: [({ name }) => ({ names: [name] })],
    });
    expect(list.fromText('{"name":"Ann"}')).toEqual({ names: ['Ann'] });
    expect(list.fromText(list.toText({ names: ['Ann', 'Lee'] }))).toEqual({ names: ['Ann', 'Lee'] });
    expect(() => list.fromText('{"kind":"dog","shape":1}')).toThrow('not read as list');
    expect(() => list.fromText('{"kind":"list","shape":3}')).toThrow('known up to shape 2');
  });

  test('keys are not the record’s', () => {
    expect(people.toItem(key, ann)).toEqual({ ...key, kind: 'person', shape: 3, ...ann });
  });
});
