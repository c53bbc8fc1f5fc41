import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countUsage } from '../../infra/local/control/usage.ts';
import { rolePolicy } from '../../infra/local/door/policy.ts';
import { lockedBuckets, s3Service } from '../../infra/local/door/s3.ts';
import { type Storage, startStorage } from '../../infra/local/events/storage.ts';
import type { Deployment } from '../../infra/local/template/deployment.ts';
import { type Files, FilesError, s3Files, UPLOAD_PART_BYTES } from '../../shared/messaging/files.ts';

/** The product's own client against the door and the emulator behind it. */
const deployment = {
  ofType: (type: string) =>
    type === 'AWS::S3::Bucket'
      ? [
          { name: 'issued', properties: { ObjectLockEnabled: true } },
          { name: 'documents', properties: {} },
        ]
      : [],
} as unknown as Deployment;
const caller = {
  name: 'billing-worker',
  policy: rolePolicy([{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }]),
};
const about = { contentType: 'application/pdf' };

describe('BIL-2: what is issued is written once and stays', () => {
  let storage: Storage;
  let server: Server;
  const dataDir = mkdtempSync(join(tmpdir(), 'issued-'));
  const files = (bucket: string): Files =>
    s3Files(bucket, {
      region: 'us-east-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });

  beforeAll(async () => {
    storage = await startStorage({ dataDir });
    storage.createResources(deployment);
    const now = () => new Date();
    const service = s3Service({
      endpoint: storage.endpoint,
      usage: countUsage(now),
      now,
      locked: lockedBuckets(deployment),
    });
    server = createServer((request, response) => {
      void service({ caller, request, response, url: new URL(request.url!, 'http://127.0.0.1') });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server?.close();
    await storage?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const read = async (bucket: string, key: string) => Buffer.from((await files(bucket).get(key))!).toString();

  test('BIL-11: the same bytes again are fine, other bytes fail and change nothing', async () => {
    const issued = files('issued');
    await issued.putOnce('billing/p/1.pdf', Buffer.from('one'), about);
    await issued.putOnce('billing/p/1.pdf', Buffer.from('one'), about);
    await expect(issued.putOnce('billing/p/1.pdf', Buffer.from('two'), about)).rejects.toThrow(FilesError);
    expect(await read('issued', 'billing/p/1.pdf')).toBe('one');
  });

  test('BIL-11: of many writers at once one wins, and those with the same bytes know no difference', async () => {
    const texts = Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? 'same' : `other ${n}`));
    const outcomes = await Promise.allSettled(
      texts.map((text) => files('issued').putOnce('billing/p/race', Buffer.from(text), about)),
    );
    const winner = await read('issued', 'billing/p/race');
    expect(outcomes.map(({ status }) => status)).toEqual(
      texts.map((text) => (text === winner ? 'fulfilled' : 'rejected')),
    );
  });

  test('BIL-2: without the condition nothing is taken, and nothing is removed', async () => {
    await expect(files('issued').put('billing/p/2.pdf', Buffer.from('x'), about)).rejects.toThrow('403');
    await files('issued').putOnce('billing/p/3.pdf', Buffer.from('kept'), about);
    const { port } = server.address() as AddressInfo;
    const removal = await fetch(`http://127.0.0.1:${port}/issued/billing/p/3.pdf`, { method: 'DELETE' });
    expect(removal.status).toBe(403);
    expect(await read('issued', 'billing/p/3.pdf')).toBe('kept');
  });

  const raw = (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/issued/${path}`, init);

  test('BIL-3: a large file is written in parts, once; parts alone are nothing, and short ones are refused', async () => {
    const issued = files('issued');
    const [half, tail] = [Buffer.alloc(UPLOAD_PART_BYTES, 'x'), Buffer.from('tail')];
    const pieces = (end: Buffer) =>
      async function* () {
        yield* [half.subarray(0, 5), half.subarray(5), end];
      };
    await issued.putStreamOnce('billing/p/large.gz', pieces(tail), about);
    expect(await issued.size('billing/p/large.gz')).toBe(UPLOAD_PART_BYTES + tail.length);
    await issued.putStreamOnce('billing/p/large.gz', pieces(tail), about);
    await expect(issued.putStreamOnce('billing/p/large.gz', pieces(Buffer.from('more')), about)).rejects.toThrow(
      FilesError,
    );
    expect(Buffer.from((await issued.range('billing/p/large.gz', UPLOAD_PART_BYTES, 9))!).toString()).toBe('tail');
    const begun = await (await raw('billing/p/cut.gz?uploads=', { method: 'POST' })).text();
    const id = /<UploadId>([^<]+)</.exec(begun)![1]!;
    const checksum = { 'x-amz-checksum-sha256': createHash('sha256').update('short').digest('base64') };
    const part = (number: number, headers: Record<string, string>) =>
      raw(`billing/p/cut.gz?partNumber=${number}&uploadId=${id}`, { method: 'PUT', body: 'short', headers });
    expect((await part(1, {})).status, 'object lock asks for a checksum').toBe(400);
    const etags = await Promise.all([1, 2].map(async (number) => (await part(number, checksum)).headers.get('etag')));
    expect(await issued.size('billing/p/cut.gz')).toBeUndefined();
    const body = etags.map((etag, n) => `<Part><PartNumber>${n + 1}</PartNumber><ETag>${etag}</ETag></Part>`).join('');
    const complete = (headers: Record<string, string>) =>
      raw(`billing/p/cut.gz?uploadId=${id}`, {
        method: 'POST',
        body: `<CompleteMultipartUpload>${body}</CompleteMultipartUpload>`,
        headers: { 'content-type': 'application/xml', ...headers },
      });
    expect((await complete({})).status, 'without the condition').toBe(403);
    expect(await (await complete({ 'if-none-match': '*' })).text(), 'parts of five bytes').toContain('EntityTooSmall');
  });

  test('BIL-3: other buckets are written over as before', async () => {
    await files('documents').put('billing/p/part', Buffer.from('1'), about);
    await files('documents').put('billing/p/part', Buffer.from('2'), about);
    expect(await read('documents', 'billing/p/part')).toBe('2');
  });
});
