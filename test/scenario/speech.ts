import type { TokenClaims } from '../../shared/identity/token.ts';
import type { World } from '../support/world.ts';

/** Calls to a world in memory as they are written elsewhere: `POST /v1/customers`, with a body where there is one. */
export const speaking = (world: World) => {
  const asked = (as: TokenClaims, call: string, body?: object) => {
    const [method, path] = call.split(' ') as ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string];
    return { method, path, as, ...(body && { body }) };
  };
  return {
    /** The body of an answer. @throws Error when the call is refused. */
    say: async (as: TokenClaims, call: string, body?: object) => (await world.send(asked(as, call, body))).body,
    /** Status and code of an answer. */
    async refused(as: TokenClaims, call: string, body?: object): Promise<[number, number | undefined]> {
      const { status, body: answer } = await world.program.request(asked(as, call, body));
      return [status, answer?.code];
    },
  };
};
