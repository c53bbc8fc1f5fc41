import { Agent, type IncomingMessage, request } from 'node:http';

/** Connections to the emulators stay open: the door is on every hot path. */
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export type BackendRequest = {
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: string | Buffer | IncomingMessage;
};

/**
 * Sends a request to an emulator and gives its answer as soon as the headers are there. A kept connection may end just
 * when it is used again; then the request goes out once more on a new one.
 */
export async function callBackend(wanted: BackendRequest): Promise<IncomingMessage> {
  try {
    return await send(wanted);
  } catch (error) {
    const isStale = error instanceof StaleConnectionError && !isStream(wanted.body);
    if (!isStale) throw error;
    return send(wanted);
  }
}

const isStream = (body: BackendRequest['body']): body is IncomingMessage => typeof body === 'object' && 'pipe' in body;

class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError';
}

function send({ endpoint, method, path, headers, body }: BackendRequest): Promise<IncomingMessage> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((answered, failed) => {
    const outgoing = request({ agent, hostname, port, method, path, headers: { ...headers } }, answered);
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const ended = error.code === 'ECONNRESET' && outgoing.reusedSocket;
      failed(ended ? new StaleConnectionError(error.message, { cause: error }) : error);
    });
    if (isStream(body)) {
      body.once('error', (error) => outgoing.destroy(error));
      body.pipe(outgoing);
    } else {
      outgoing.end(body);
    }
  });
}

/** Reads a whole body. @throws BodyTooLargeError beyond `lengthMax` bytes, without reading on. */
export async function readBody(message: IncomingMessage, lengthMax = Number.POSITIVE_INFINITY): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > lengthMax) throw new BodyTooLargeError();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > lengthMax) throw new BodyTooLargeError();
    chunks.push(chunk as Buffer);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

/** A body is longer than its receiver takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** Calls an AWS JSON operation of an emulator in the runtime's own name. @throws Error with the service's own message. */
export async function callJson<Answer>(
  endpoint: string,
  target: string,
  input: unknown,
  version = '1.0',
): Promise<Answer> {
  const answer = await callBackend({
    endpoint,
    method: 'POST',
    path: '/',
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': target,
      authorization: runtimeAuthorization,
    },
    body: JSON.stringify(input),
  });
  const text = (await readBody(answer)).toString();
  if (answer.statusCode !== 200) throw new Error(`${target}: ${answer.statusCode} ${text}`);
  return (text ? JSON.parse(text) : {}) as Answer;
}

/** The emulators demand the header but verify nothing in it. */
export const runtimeAuthorization =
  'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
