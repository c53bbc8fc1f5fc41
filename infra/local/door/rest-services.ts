import type { Usage } from '../control/usage.ts';
import { readBody } from '../net/backend.ts';
import { sendJson } from '../net/server.ts';
import { account, region } from '../template/deployment.ts';
import { authorise, type Call, type DoorService, ServiceError } from './call.ts';
import type { Access } from './policy.ts';

type Invoke = (
  name: string,
  event: unknown,
  how: 'wait' | 'queue',
) => Promise<{ payload: unknown; failed?: { type: string; message: string } }>;

/** Lambda's Invoke behind the door. */
export function lambdaService(invoke: Invoke): DoorService {
  return (call) =>
    answeringRest(call, async (body) => {
      const [, named] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(call.url.pathname) ?? [];
      if (!named)
        throw new ServiceError(
          'UnknownOperationException',
          `the local runtime does not know ${call.url.pathname} of Lambda`,
          404,
        );
      const name = decodeURIComponent(named).replace(/^arn:.*:function:/, '');
      authorise(call.caller, [
        { action: 'lambda:InvokeFunction', resource: `arn:aws:lambda:${region}:${account}:function:${name}` },
      ]);
      const event = body.length > 0 ? JSON.parse(body.toString()) : {};
      if (call.request.headers['x-amz-invocation-type'] === 'Event') {
        await invoke(name, event, 'queue');
        call.response.writeHead(202).end();
        return;
      }
      const { payload, failed } = await invoke(name, event, 'wait');
      if (failed) call.response.setHeader('x-amz-function-error', 'Unhandled');
      sendJson(
        call.response,
        200,
        failed ? { errorType: failed.type, errorMessage: failed.message } : (payload ?? null),
      );
    });
}

type Mail = {
  FromEmailAddress?: string;
  FromEmailAddressIdentityArn?: string;
  ConfigurationSetName?: string;
  Content?: { Raw?: unknown };
};

/** SES's SendEmail behind the door; `send` hands the request to the mailbox. */
export function sesService(options: {
  identities: readonly string[];
  usage: Usage;
  send: (body: Buffer) => Promise<unknown>;
}): DoorService {
  return (call) =>
    answeringRest(call, async (body) => {
      if (call.url.pathname !== '/v2/email/outbound-emails' || call.request.method !== 'POST') {
        throw new ServiceError('NotFoundException', `the local runtime does not know ${call.url.pathname} of SES`, 404);
      }
      const mail = JSON.parse(body.toString()) as Mail;
      authorise(call.caller, sesAccesses(mail, options.identities));
      options.usage.count({ service: 'ses', fn: call.caller.name, action: 'SendEmail', units: { messages: 1 } });
      sendJson(call.response, 200, await options.send(body));
    });
}

function sesAccesses(mail: Mail, identities: readonly string[]): Access[] {
  const action = mail.Content?.Raw ? 'ses:SendRawEmail' : 'ses:SendEmail';
  const address = (/<([^>]+)>/.exec(mail.FromEmailAddress ?? '')?.[1] ?? mail.FromEmailAddress ?? '').toLowerCase();
  const domain = address.replace(/^.*@/, '');
  // As SES: the identity of the address itself, else that of its domain or of a domain above it.
  const identity = identities
    .filter((name) => address === name || domain === name || domain.endsWith(`.${name}`))
    .sort((left, right) => right.length - left.length)[0];
  if (!identity) throw new ServiceError('MessageRejected', `Email address is not verified: ${address}`);
  const context = { 'ses:FromAddress': [address] };
  const accesses = [{ action, resource: `arn:aws:ses:${region}:${account}:identity/${identity}`, context }];
  if (!mail.ConfigurationSetName) return accesses;
  return [
    ...accesses,
    { action, resource: `arn:aws:ses:${region}:${account}:configuration-set/${mail.ConfigurationSetName}`, context },
  ];
}

async function answeringRest({ request, response }: Call, serve: (body: Buffer) => Promise<void>): Promise<void> {
  try {
    await serve(await readBody(request));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    response.setHeader('x-amzn-errortype', error.name);
    sendJson(response, error.name === 'AccessDeniedException' ? 403 : error.status, { message: error.message });
  }
}
