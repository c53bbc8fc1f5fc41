import type { IncomingMessage } from 'node:http';
import { type BackendRequest, callBackend, readBody } from '../net/backend.ts';
import { sendJson } from '../net/server.ts';
import { authorise, type Call, type Caller, type DoorService, ServiceError } from './call.ts';
import type { Access } from './policy.ts';

export type Input = Readonly<Record<string, unknown>>;

/** A service with AWS's JSON protocol that the runtime answers itself. */
export type JsonOperations = {
  accesses(operation: string, input: Input): readonly Access[];
  call(operation: string, input: Input, caller: Caller): Promise<unknown> | unknown;
};

/** Serves `operations` behind the door. */
export function jsonService(operations: JsonOperations): DoorService {
  return async (call) => {
    await answering(call, async ({ operation, input }) => {
      authorise(call.caller, operations.accesses(operation, input));
      sendJson(call.response, 200, (await operations.call(operation, input, call.caller)) ?? {}, contentType(call));
    });
  };
}

/** Reads the operation and its input, runs `serve`, and turns a ServiceError into AWS's answer. */
export async function answering(
  call: Call,
  serve: (read: { operation: string; input: Input; body: Buffer }) => Promise<void>,
): Promise<void> {
  try {
    const operation = String(call.request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const body = await readBody(call.request);
    await serve({ operation, input: body.length > 0 ? (JSON.parse(body.toString()) as Input) : {}, body });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const body = { __type: `com.amazon.coral.service#${error.name}`, message: error.message, Message: error.message };
    sendJson(call.response, error.status, body, contentType(call));
  }
}

const contentType = ({ request }: Call) => request.headers['content-type'] ?? 'application/x-amz-json-1.0';

/** The headers of a call as an emulator may see them: in the runtime's name, and without a length that may change. */
export function backendHeaders(request: IncomingMessage, authorization: string): BackendRequest['headers'] {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  return { ...headers, authorization };
}

/** Passes a JSON call on to an emulator and gives its answer. */
export async function forwardJson(
  call: Call,
  { endpoint, authorization, body }: { endpoint: string; authorization: string; body: string | Buffer },
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const headers = { ...backendHeaders(call.request, authorization), 'content-length': String(Buffer.byteLength(body)) };
  const answer = await callBackend({ endpoint, method: 'POST', path: '/', headers, body });
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await readBody(answer) };
}
