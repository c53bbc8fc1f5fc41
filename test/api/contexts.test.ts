import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, test } from 'vitest';
import { linkHash } from '../../shared/identity/links.ts';
import { composedRoutes } from '../support/contexts.ts';
import { rightsInClear } from '../support/rights-in-clear.ts';
import { ROOTED } from './every/hosts-and-rights.ts';
import { type Member, membersOf } from './every/null-members.ts';
import { checked, takesTexts } from './every/texts.ts';

/** The suites of `every/` run in a file for each context; here, that they run for all, and what they rest on. */
const contexts = new Set(composedRoutes.map(([name]) => name.split(' ')[0]!));

it.each([...contexts])('ROL-4, SUB-7, API-1: the operations of %s are tried by every suite', (context) => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, context, `${name}.test.ts`), 'utf8');
  expect(read('bad-input')).toContain(`badInput('${context}', stage());`);
  expect(read('every-operation')).toContain(`everyOperation('${context}');`);
});

test('API-1: the members that are set to null are many', () => {
  const bodies = composedRoutes.flatMap(([, { request }]) =>
    request?.body && !request.bodyIgnored ? [request.body] : [],
  );
  const kinds = bodies.flatMap((body) => [...membersOf(body)].map(({ kind }) => kind));
  const count = (kind: Member['kind']) => kinds.filter((each) => each === kind).length;
  expect([count('needed') > 60, count('held') > 30, count('free') > 100]).toEqual([true, true, true]);
});

test('API-1: the texts of people that are sent are many', () => {
  const fields = composedRoutes.flatMap(([, route]) => (takesTexts(route) ? checked(route) : []));
  expect(fields.length).toBeGreaterThan(100);
});

test('API-1: operations that show the root are operations', () => {
  const known = new Set(composedRoutes.map(([name]) => name.split(' ')[1]));
  expect(ROOTED.filter((operationId) => !known.has(operationId))).toEqual([]);
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
