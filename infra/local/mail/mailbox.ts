/** The mailbox: what the functions sent, taken from aws-ses-v2-local, dated by the runtime's clock and kept if wished. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { ServiceError } from '../door/call.ts';
import { callBackend, readBody } from '../net/backend.ts';
import type { KeptList } from '../state/state.ts';

export type Mail = {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly content: string }[];
};

export type Mailbox = {
  /** Newest first; with `to` only mails to that address. Attachments are listed without their content. */
  list(to?: string): readonly unknown[];
  find(id: string): Mail | undefined;
  all(): readonly Mail[];
  /** Takes a request of SES's SendEmail. @throws ServiceError if SES would refuse it. */
  send(body: Buffer): Promise<unknown>;
  stop(): Promise<void>;
};

type ReceivedMail = {
  messageId: string;
  from: string;
  destination: { to: string[]; cc: string[]; bcc: string[] };
  subject: string;
  body: { html?: string; text?: string };
  attachments: { content: string; contentType: string; filename?: string }[];
};
type Receiver = { server: Server; take(): ReceivedMail[] };

/** The mails received, those that are kept from an earlier run included. */
export function openMailbox({ now, kept }: { now: () => Date; kept: KeptList<Mail> }): Mailbox {
  const mails = kept.all().map(({ entry }) => entry);
  let receiver: Promise<Receiver> | undefined;
  return {
    list: (to) =>
      mails
        .filter((mail) => to === undefined || mail.to.some((address) => plainAddress(address) === to.toLowerCase()))
        .map(({ attachments, ...mail }) => ({
          ...mail,
          attachments: attachments.map(({ name, contentType }) => ({ name, contentType })),
        }))
        .reverse(),
    find: (id) => mails.find((mail) => mail.id === id),
    all: () => [...mails].reverse(),
    async send(body) {
      receiver ??= startReceiver();
      const { server, take } = await receiver;
      const answer = await post(server, body);
      for (const received of take()) {
        const mail = toMail(received, now());
        kept.add(mail);
        mails.push(mail);
      }
      return answer;
    },
    async stop() {
      const server = (await receiver)?.server;
      if (server) await new Promise((closed) => server.close(closed));
    },
  };
}

const plainAddress = (address: string) => (/<([^>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();

function toMail({ from, destination, subject, body, attachments }: ReceivedMail, at: Date): Mail {
  return {
    id: randomUUID(),
    at: at.toISOString(),
    from,
    to: [...destination.to, ...destination.cc, ...destination.bcc],
    subject,
    text: body.text ?? '',
    html: body.html ?? '',
    attachments: attachments.map(({ filename = 'attachment', contentType, content }) => ({
      name: filename,
      contentType,
      content,
    })),
  };
}

/** The receiver keeps its mails for the whole process; they are taken out at once, so that two runtimes do not mix. */
async function startReceiver(): Promise<Receiver> {
  const require = createRequire(import.meta.url);
  const { default: start } = require('aws-ses-v2-local') as {
    default: (config: { host: string; port: number }) => Promise<Server>;
  };
  const store = require('aws-ses-v2-local/dist/store.js') as { getStoreReadonly(): { emails: ReceivedMail[] } };
  const server = await start({ host: '127.0.0.1', port: 0 });
  return { server, take: () => store.getStoreReadonly().emails.splice(0) };
}

async function post(server: Server, body: Buffer): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const answer = await callBackend({
    endpoint: `http://127.0.0.1:${port}`,
    method: 'POST',
    path: '/v2/email/outbound-emails',
    headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' },
    body,
  });
  const text = (await readBody(answer)).toString();
  if (answer.statusCode === 200) return JSON.parse(text);
  const { type = 'BadRequestException', message = text, detail = '' } = JSON.parse(text) as Record<string, string>;
  throw new ServiceError(type, `${message} ${detail}`.trim());
}
