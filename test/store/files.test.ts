import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FilesError, s3Files, UPLOAD_PART_BYTES } from '../../shared/messaging/files.ts';

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };

describe('BIL-3: documents are put, read and measured', () => {
  let server: Server;
  afterEach(() => server?.close());

  /** A bucket that answers each request with the next of `answers`, and writes down what it was asked. */
  async function bucket(...answers: ((response: ServerResponse) => void)[]) {
    const asked: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[] = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        asked.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
        (answers[asked.length - 1] ?? answers.at(-1)!)(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { asked, files: s3Files('documents', { region: 'eu-west-1', credentials, endpoint }) };
  }
  const answer =
    (status: number, body = '', headers: Record<string, string> = {}) =>
    (response: ServerResponse): void => {
      response.writeHead(status, headers).end(body);
    };

  it('with type and name', async () => {
    const { asked, files } = await bucket(answer(200));
    await files.put('billing/a b/1.csv', Buffer.from('x,y'), { contentType: 'text/csv', fileName: 'lines.csv' });
    expect(asked).toMatchObject([
      {
        method: 'PUT',
        path: '/documents/billing/a%20b/1.csv',
        body: 'x,y',
        headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="lines.csv"' },
      },
    ]);
  });

  it('ORD-8: a part of one, as far as it goes', async () => {
    const { asked, files } = await bucket(answer(206, 'cde'), answer(416), answer(404));
    expect(Buffer.from((await files.range('commerce/imports/a.csv', 2, 3))!).toString()).toBe('cde');
    expect(asked[0]!.headers.range).toBe('bytes=2-4');
    expect(await files.range('commerce/imports/a.csv', 9, 3), 'behind its end').toEqual(new Uint8Array());
    expect(await files.range('commerce/imports/b.csv', 0, 3), 'it is not there').toBeUndefined();
  });

  it('ORD-8: copied within the bucket, and removed', async () => {
    const failed = '<?xml version="1.0"?><Error><Code>InternalError</Code></Error>';
    const { asked, files } = await bucket(
      answer(200, '<CopyObjectResult/>'),
      answer(404),
      answer(200, failed),
      answer(204),
    );
    expect(await files.copy('a/up load.csv', 'a/file.csv')).toBe(true);
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      path: '/documents/a/file.csv',
      headers: { 'x-amz-copy-source': '/documents/a/up%20load.csv' },
    });
    expect(await files.copy('a/none.csv', 'a/file.csv')).toBe(false);
    await expect(files.copy('a/b.csv', 'a/file.csv'), 'an error in an answer that is called good').rejects.toThrow(
      FilesError,
    );
    await files.remove('a/file.csv');
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/documents/a/file.csv' });
  });

  it('ORD-8: a link to upload is signed with length and type', async () => {
    const files = s3Files('documents', { region: 'eu-west-1', credentials });
    const link = async (bytes: number, contentType = 'text/csv') =>
      new URL(await files.uploadLink('a/up.csv', { bytes, contentType, seconds: 3600 })).searchParams;
    const query = await link(10);
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(query.get('X-Amz-Expires')).toBe('3600');
    const signatures = [await link(11), await link(10, 'text/plain')].map((other) => other.get('X-Amz-Signature'));
    expect(signatures).not.toContain(query.get('X-Amz-Signature'));
  });

  describe('CUS-6: what comes piece by piece', () => {
    async function* pieces(...sizes: number[]) {
      for (const size of sizes) yield new Uint8Array(size).fill(97);
    }
    const about = { contentType: 'application/zip' };

    it('is put at once when it is small', async () => {
      const { asked, files } = await bucket(answer(200));
      await files.putStream('exports/a.zip', pieces(3, 4), about);
      expect(asked).toMatchObject([{ method: 'PUT', path: '/documents/exports/a.zip', body: 'aaaaaaa' }]);
    });

    it('is put at once when it is nothing', async () => {
      const { asked, files } = await bucket(answer(200));
      await files.putStream('a', pieces(), about);
      expect(asked).toMatchObject([{ method: 'PUT', body: '' }]);
    });

    it('is uploaded in parts of eight megabytes, and appears with the last word', async () => {
      const begun = answer(200, '<Result><UploadId>up/1</UploadId></Result>');
      const { asked, files } = await bucket(
        begun,
        answer(200, '', { etag: '"one"' }),
        answer(200, '', { etag: '"two"' }),
        answer(200, '<Complete/>'),
      );
      await files.putStream('a b', pieces(UPLOAD_PART_BYTES - 1, 5, 6), about);
      expect(asked.map(({ method, path, body }) => [method, path, body.length])).toEqual([
        ['POST', '/documents/a%20b?uploads=', 0],
        ['PUT', '/documents/a%20b?partNumber=1&uploadId=up%2F1', UPLOAD_PART_BYTES + 4],
        ['PUT', '/documents/a%20b?partNumber=2&uploadId=up%2F1', 6],
        ['POST', '/documents/a%20b?uploadId=up%2F1', expect.any(Number)],
      ]);
      expect(asked[3]!.body).toContain('<Part><PartNumber>2</PartNumber><ETag>"two"</ETag><ChecksumSHA256>');
      expect(asked[0]!.headers).toMatchObject({
        'content-type': 'application/zip',
        'x-amz-checksum-algorithm': 'SHA256',
      });
      const last = createHash('sha256').update('a'.repeat(6)).digest('base64');
      expect(asked[2]!.headers['x-amz-checksum-sha256']).toBe(last);
    });

    it('fails loudly when S3 tells of an error after all, or the pieces end with one', async () => {
      const begun = answer(200, '<UploadId>up</UploadId>');
      const { files } = await bucket(begun, answer(200), answer(200, '<Error><Code>InternalError</Code></Error>'));
      await expect(files.putStream('a', pieces(UPLOAD_PART_BYTES), about)).rejects.toThrow(FilesError);
    });
  });

  const once = { contentType: 'text/csv' };

  it('BIL-2: once, on condition that nothing is there, with the checksum that object lock asks for', async () => {
    const { asked, files } = await bucket(answer(200));
    await files.putOnce('k', Buffer.from('x,y'), once);
    expect(asked[0]).toMatchObject({ method: 'PUT', body: 'x,y' });
    expect(asked[0]!.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-checksum-sha256': createHash('sha256').update('x,y').digest('base64'),
    });
    expect(asked[0]!.headers.authorization).toContain('if-none-match');
  });

  it.each`
    answers                                                                                | because
    ${[answer(412), answer(200, 'x,y')]}                                                   | ${'the same bytes are there'}
    ${[answer(409), answer(200)]}                                                          | ${'somebody else was at it and gave up'}
    ${[answer(409), answer(412), answer(200, 'x,y')]}                                      | ${'somebody else wrote the same'}
    ${[(response: ServerResponse) => response.destroy(), answer(412), answer(200, 'x,y')]} | ${'the first answer was lost'}
  `('BIL-11: writing once is fine when $because', async ({ answers }) => {
    const { asked, files } = await bucket(...answers);
    await files.putOnce('k', Buffer.from('x,y'), once);
    expect(asked).toHaveLength(answers.length);
  });

  it.each`
    stored                | because
    ${answer(200, 'x,z')} | ${'it has other bytes'}
    ${answer(200, 'x,')}  | ${'it has fewer'}
    ${answer(404)}        | ${'it cannot be read'}
  `('BIL-11: writing once fails loudly when what is there cannot be ours: $because', async ({ stored }) => {
    const { asked, files } = await bucket(answer(412), stored);
    await expect(files.putOnce('k', Buffer.from('x,y'), once)).rejects.toThrow(FilesError);
    expect(asked.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  describe('BIL-3: what comes piece by piece is written for good', () => {
    async function* pieces(...sizes: number[]) {
      for (const size of sizes) yield new Uint8Array(size).fill(97);
    }
    const large = () => pieces(UPLOAD_PART_BYTES, 3);
    const [first, second] = ['a'.repeat(UPLOAD_PART_BYTES), 'aaa'];
    const upload = [answer(200, '<UploadId>up</UploadId>'), answer(200), answer(200)];

    it('on condition that nothing is there: of the request that makes it appear', async () => {
      const { asked, files } = await bucket(...upload, answer(200, '<Complete/>'));
      await files.putStreamOnce('k', large, once);
      expect(asked.map(({ method, headers }) => [method, headers['if-none-match']])).toEqual([
        ['POST', undefined],
        ['PUT', undefined],
        ['PUT', undefined],
        ['POST', '*'],
      ]);
    });

    it('what is small goes at once, on the same condition', async () => {
      const { asked, files } = await bucket(answer(200));
      await files.putStreamOnce('k', () => pieces(1, 2), once);
      expect(asked).toMatchObject([{ method: 'PUT', body: 'aaa', headers: { 'if-none-match': '*' } }]);
    });

    it.each`
      last                                     | because
      ${[answer(412)]}                         | ${'the same bytes are there'}
      ${[answer(404, 'NoSuchUpload')]}         | ${'its last request was carried out and the answer was lost'}
      ${[answer(409), ...upload, answer(412)]} | ${'somebody else was at it, and wrote the same'}
    `('is fine when $because, and is compared a part at a time', async ({ last }) => {
      const there = [answer(206, first), answer(206, second), answer(416)];
      const { asked, files } = await bucket(...upload, ...last, ...there);
      await files.putStreamOnce('k', large, once);
      expect(asked.slice(-3).map(({ headers }) => headers.range)).toEqual([
        `bytes=0-${UPLOAD_PART_BYTES - 1}`,
        `bytes=${UPLOAD_PART_BYTES}-${UPLOAD_PART_BYTES + 2}`,
        `bytes=${UPLOAD_PART_BYTES + 3}-${UPLOAD_PART_BYTES + 3}`,
      ]);
    });

    it.each`
      there                                                         | because
      ${[answer(206, first), answer(206, 'aab')]}                   | ${'other bytes'}
      ${[answer(206, first), answer(206, 'aa')]}                    | ${'fewer bytes'}
      ${[answer(206, first), answer(206, 'aaa'), answer(206, 'a')]} | ${'more bytes'}
      ${[answer(404)]}                                              | ${'nothing that could be read'}
    `('fails loudly when what is there has $because', async ({ there }) => {
      const { files } = await bucket(...upload, answer(412), ...there);
      await expect(files.putStreamOnce('k', large, once)).rejects.toThrow(FilesError);
    });
  });

  it('byte for byte', async () => {
    const { files } = await bucket(answer(200, 'x,y', { 'content-length': '3' }));
    expect(Buffer.from((await files.get('k'))!).toString()).toBe('x,y');
    expect(await files.size('k')).toBe(3);
  });

  it('what is not there is undefined', async () => {
    const { files } = await bucket(answer(404, '<Code>NoSuchKey</Code>'));
    expect(await files.get('k')).toBeUndefined();
    expect(await files.size('k')).toBeUndefined();
  });

  it.each`
    because                | first
    ${'a failure of S3'}   | ${answer(503)}
    ${'too many requests'} | ${answer(429)}
    ${'a lost connection'} | ${(response: ServerResponse) => response.destroy()}
  `('again after $because', async ({ first }) => {
    const { asked, files } = await bucket(first, answer(200, 'x'));
    expect(await files.get('k')).toBeDefined();
    expect(asked).toHaveLength(2);
  });

  it('not again after a refusal, which is told', async () => {
    const { asked, files } = await bucket(answer(403, 'AccessDenied'));
    await expect(files.get('k')).rejects.toThrow(FilesError);
    expect(asked).toHaveLength(1);
  });

  it('a link names the file it saves', async () => {
    const { files } = await bucket(answer(200));
    const url = new URL(await files.link('billing/1.pdf', { seconds: 60, fileName: 'invoice.pdf' }));
    expect(url.pathname).toBe('/documents/billing/1.pdf');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Expires': '60',
      'response-content-disposition': 'attachment; filename="invoice.pdf"',
    });
  });
});
