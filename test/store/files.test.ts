import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FilesError, s3Files } from '../../shared/messaging/files.ts';
import { keyPath, signedHeaders, signedLink } from '../../shared/messaging/s3-signature.ts';

/** The example account of AWS's own documentation of signatures. */
const scope = {
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  at: new Date('2013-05-24T00:00:00Z'),
};
const NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('BIL-3: documents are reached with signatures that S3 takes', () => {
  it.each`
    because                       | method   | key                 | headers                                                                                   | payload                                                               | signature
    ${'GET of the documentation'} | ${'GET'} | ${'test.txt'}       | ${{ range: 'bytes=0-9' }}                                                                 | ${NOTHING}                                                            | ${'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'}
    ${'PUT of the documentation'} | ${'PUT'} | ${'test$file.text'} | ${{ date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' }} | ${'44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'} | ${'98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd'}
  `('$because', ({ method, key, headers, payload, signature }) => {
    const url = new URL(`https://examplebucket.s3.amazonaws.com/${keyPath(key)}`);
    const { authorization } = signedHeaders(scope, { method, url, headers, payload });
    expect(authorization).toContain(`Signature=${signature}`);
  });

  it('link of the documentation', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    expect(signedLink(scope, { url, seconds: 86_400 })).toMatch(
      /&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404$/,
    );
  });

  it('a session’s token is signed and sent', () => {
    const session = { ...scope, credentials: { ...scope.credentials, sessionToken: 'token' } };
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    expect(signedHeaders(session, { method: 'GET', url, headers: {} })).toMatchObject({
      'x-amz-security-token': 'token',
      authorization: expect.stringContaining('x-amz-security-token'),
    });
    expect(signedLink(session, { url, seconds: 60 })).toContain('X-Amz-Security-Token=token');
  });
});

describe('documents are put, read and measured', () => {
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
    return { asked, files: s3Files('documents', { region: 'eu-west-1', credentials: scope.credentials, endpoint }) };
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
