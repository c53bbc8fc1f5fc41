/**
 * The door: the one endpoint through which functions reach AWS's services. It knows the calling function by the access key
 * id and the service by the signature's scope, and every service behind it checks the function's own policy first.
 */
import type { LocalServer } from '../net/server.ts';
import { sendJson } from '../net/server.ts';
import type { Caller, DoorService } from './call.ts';

export function openDoor(
  server: LocalServer,
  { callers, services }: { callers: ReadonlyMap<string, Caller>; services: Readonly<Record<string, DoorService>> },
): void {
  server.handle(async (request, response) => {
    const url = new URL(request.url ?? '/', server.address);
    const credential = readCredential(request.headers.authorization, url);
    const caller = callers.get(credential.keyId);
    if (!caller) {
      sendJson(response, 403, {
        __type: 'UnrecognizedClientException',
        message: `no function has the access key id ${credential.keyId}`,
      });
      return;
    }
    const service = services[credential.service];
    if (!service) {
      process.stderr.write(
        `unknown service: ${caller.name} calls ${credential.service} ${request.method} ${url.pathname}\n`,
      );
      sendJson(response, 400, {
        __type: 'UnknownServiceException',
        message: `the local runtime does not know the service ${credential.service}`,
      });
      return;
    }
    await service({ caller, request, response, url });
  });
}

/** `Credential=<key id>/<day>/<region>/<service>/aws4_request`, from the header or, for a presigned link, the query. */
function readCredential(authorization: string | undefined, url: URL): { keyId: string; service: string } {
  const written =
    /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? url.searchParams.get('X-Amz-Credential') ?? '';
  const [keyId = '', , , service = ''] = written.split('/');
  return { keyId, service };
}
