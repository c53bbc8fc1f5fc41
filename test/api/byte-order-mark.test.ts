import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { accountStore } from '../../functions/billing/accounts/store/account-store.ts';
import { storeDocuments } from '../../functions/billing/invoices/operations/documents/store-documents.ts';
import { invoiceStore } from '../../functions/billing/invoices/store/invoice-store.ts';
import { deflateText } from '../../shared/messaging/deflated.ts';
import { composedRoutes } from '../support/contexts.ts';
import { type ListsWorld, listsWorld } from '../support/lists.ts';
import { memoryFiles } from '../support/memory-ports.ts';
import { exampleReceipt, exampleStatement } from '../support/seller.ts';

/** Files that a person opens begin with a byte-order mark, and those of programs do not. */
let lists: ListsWorld;
beforeAll(async () => {
  lists = await listsWorld();
});
const bytesOf = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await lists.world.program.request({ path, as: lists.partner.adminAgent, headers });
  return { ...answer, bytes: Buffer.from(answer.text, answer.headers['content-encoding'] ? 'latin1' : 'utf8') };
};
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const CSV = { accept: 'text/csv' };

const FILES: readonly [string, (made: ListsWorld) => string][] = [
  ...['license', 'usage', 'usagedaily', 'onetime', 'dailyrated'].map(
    (type) => [type, ({ invoiceId }: ListsWorld) => `/v1/invoices/${invoiceId}/reconciliationfiles/${type}`] as const,
  ),
  ['price list', () => '/v1/pricelists/202601'],
] as never;

test.each(FILES)('BIL-3: the file %s has a mark when it is asked for, and none else', async (_, path) => {
  const plain = await bytesOf(path(lists), CSV);
  expect(plain.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(plain.bytes.subarray(0, 3)).not.toEqual(MARK);
  for (const query of ['?bom=true', '?BOM=True']) {
    const { bytes } = await bytesOf(path(lists) + query, CSV);
    expect(bytes).toEqual(Buffer.concat([MARK, plain.bytes]));
  }
  expect((await bytesOf(`${path(lists)}?bom=false`, CSV)).bytes).toEqual(plain.bytes);
  expect(await bytesOf(`${path(lists)}?bom=yes`, CSV)).toMatchObject({ status: 400, body: { code: 800002 } });
});

test('BIL-3: a file that goes out compressed or by a link has its mark too', async () => {
  const { program } = lists.world;
  const { partnerId } = lists.partner;
  const path = `/v1/invoices/${lists.invoiceId}/reconciliationfiles/license`;
  const record = (await invoiceStore(program.table).byNumber(partnerId, lists.invoiceId))!;
  const account = (await accountStore(program.table).load(partnerId))!;
  const part = deflateText('a,line,of,the,file\r\n'.repeat(250_000));
  const files = memoryFiles();
  await files.put('part', part.bytes, { contentType: 'x' });
  const parts = [{ ...part, range: 0, lineCount: 1, fileKey: 'part', explanationsKey: 'none' }] as never;
  const stored = await storeDocuments(
    { invoice: record, account, parts },
    { files, issued: program.files, statementOf: exampleStatement, receiptOf: exampleReceipt },
  );
  const item = [...program.table.items.values()].find(
    ({ invoiceId, pk }) => invoiceId === record.invoiceId && pk.endsWith('#INVOICES'),
  )!;
  await program.table.write([{ put: { ...item, ...stored } }]);
  const unpacked = async (query: string) => {
    const { bytes, headers } = await bytesOf(path + query, { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBe('gzip');
    return gunzipSync(bytes);
  };
  const plain = await unpacked('');
  expect((await unpacked('?bom=true')).equals(Buffer.concat([MARK, plain]))).toBe(true);
  for (const [query, mark] of [
    ['', Buffer.alloc(0)],
    ['?bom=true', MARK],
  ] as const) {
    const { status, headers } = await bytesOf(path + query);
    expect(status).toBe(302);
    expect(gunzipSync(program.files.follow(headers.location!)!).equals(Buffer.concat([mark, plain]))).toBe(true);
  }
  await program.table.write([{ put: item }]);
});

test('BIL-3: every download of CSV takes bom', () => {
  const downloads = composedRoutes.filter(
    ([, { response, summary }]) =>
      summary.includes('text/csv') ||
      Object.values(response).some(
        (shape) => shape && !(shape instanceof z.ZodType) && shape.mediaType.startsWith('text/csv'),
      ),
  );
  expect(downloads.length).toBeGreaterThan(1);
  for (const [name, { request }] of downloads)
    expect([name, Object.keys(request?.query?.shape ?? {})]).toEqual([name, expect.arrayContaining(['bom'])]);
});
