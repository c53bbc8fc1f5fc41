import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../infra/local/door/call.ts';
import { s3Service } from '../../infra/local/door/s3.ts';
import { secretOf } from '../../infra/local/functions/secret.ts';
import { s3Files } from '../../shared/messaging/files.ts';

const servers: Server[] = [];
const listening = async (server: Server): Promise<string> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterAll(() => servers.forEach((server) => void server.close()));

let link: (bytes: number, contentType: string) => Promise<string>;
beforeAll(async () => {
  // The emulator takes everything: what is refused, the door refuses.
  const endpoint = await listening(
    createServer((request, response) => void request.resume().on('end', () => response.end())),
  );
  const caller: Caller = {
    name: 'App-Api',
    policy: { decide: () => ({ allowed: true }) } as unknown as Caller['policy'],
  };
  const usage = { count: () => {} } as unknown as Parameters<typeof s3Service>[0]['usage'];
  const service = s3Service({ endpoint, usage, now: () => new Date(), locked: new Set() });
  const door = await listening(
    createServer((request, response) => {
      const url = new URL(request.url!, `http://${request.headers.host}`);
      void service({ caller, request, response, url });
    }),
  );
  const credentials = { accessKeyId: 'App-Api', secretAccessKey: secretOf('App-Api') };
  const files = s3Files('documents', { region: 'us-east-1', credentials, endpoint: door });
  link = (bytes, contentType) => files.uploadLink('commerce/imports/a b.csv', { bytes, contentType, seconds: 60 });
});

test.each`
  body        | type                              | change         | status | because
  ${'12345'}  | ${'text/csv'}                     | ${''}          | ${200} | ${'it is what the link was made for'}
  ${'123456'} | ${'text/csv'}                     | ${''}          | ${403} | ${'it is longer'}
  ${'1234'}   | ${'text/csv'}                     | ${''}          | ${403} | ${'it is shorter'}
  ${'12345'}  | ${'text/csv; charset=iso-8859-1'} | ${''}          | ${403} | ${'it is of another type'}
  ${'12345'}  | ${'text/csv'}                     | ${'a%20c.csv'} | ${403} | ${'it is for another place'}
`('ORD-8: a link for five bytes of CSV answers $status, because $because', async ({ body, type, change, status }) => {
  const made = await link(5, 'text/csv');
  const followed = change ? made.replace('a%20b.csv', change) : made;
  const answer = await fetch(followed, { method: 'PUT', headers: { 'content-type': type }, body });
  expect([answer.status, (await answer.text()).includes('SignatureDoesNotMatch')]).toEqual([status, status === 403]);
});
