import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { OPERATOR, send } from '../../../support/billing-world.ts';
import { allSheets, aRecord, batchOf, foldAll, report, usageWorld } from '../../../support/usage/records.ts';

test('USG-3: quantities that a sum has no room for are refused, and keep no other from being counted', async () => {
  const world = await usageWorld();
  const huge = Array.from({ length: 20 }, (_, n) => aRecord({ recordId: `r-${n}`, quantity: '999999999999999999' }));
  const { status, body } = await report(world, [...huge, aRecord({ recordId: 'right' })]);
  expect(status).toBe(202);
  await foldAll(world);
  await report(world, [aRecord({ recordId: 'later' })], '2018-02-01T13:00:00.000Z');
  await foldAll(world);
  expect((await batchOf(world, body.id)).status).toBe('completed');
  expect(body.rejected.map(({ code }: { code: number }) => code)).toEqual(huge.map(() => 3000));
  expect((await allSheets(world)).flatMap(({ rows }) => rows.map(({ quantity }) => quantity))).toEqual(['3']);
});

test('USG-3: a small quantity that JSON writes with an exponent counts as it is', async () => {
  const world = await usageWorld();
  const { body } = await report(world, [aRecord({ quantity: 5e-7 })]);
  expect(body.rejected).toEqual([]);
  await foldAll(world);
  expect((await allSheets(world))[0]!.rows[0]!.quantity).toBe('0.0000005');
});

test('USG-3: no batch has an id that is longer than a key', async () => {
  const world = await usageWorld();
  const path = `/v1/operator/usagerecords/batches/${'a'.repeat(3000)}`;
  expect((await send(world, { path, as: OPERATOR })).status).toBe(404);
});

test.each([
  ['digits', (byte: number) => String.fromCharCode(0x30 + (byte % 75))],
  ['ideographs', (byte: number, at: number) => String.fromCharCode(0x4e00 + byte * 80 + at)],
])('USG-3: a thousand records that are wrong, with long ids of %s, are told of one by one', async (_of, spelt) => {
  const world = await usageWorld();
  const bytesOf = (n: number) => [...createHash('sha512').update(String(n)).digest()];
  const text = (n: number) => [...bytesOf(n), ...bytesOf(-n - 1)].slice(0, 100).map(spelt).join('');
  const records = Array.from({ length: 1000 }, (_, n) => aRecord({ recordId: text(n), quantity: 'x' }));
  const { status, body } = await report(world, records);
  expect(status).toBe(202);
  expect(body.rejected).toHaveLength(1000);
  expect(body.rejected[7]).toMatchObject({
    recordId: text(7),
    description: expect.stringMatching(/^records\[7\]: quantity (?!is no record)/),
  });
});

test('USG-3: an id that is too long is not taken', async () => {
  const world = await usageWorld();
  const { body } = await report(world, [
    aRecord({ recordId: 'a'.repeat(101) }),
    aRecord({ recordId: 'a'.repeat(100) }),
  ]);
  expect(body).toMatchObject({ accepted: 1, rejected: [{ code: 3000 }] });
});
