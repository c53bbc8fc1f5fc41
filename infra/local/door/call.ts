import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, RolePolicy } from './policy.ts';

/** A function that calls, known by its access key id. */
export type Caller = { readonly name: string; readonly policy: RolePolicy };

/** A call to AWS that has come to the door. */
export type Call = {
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

/** One AWS service behind the door. It must `authorise` before it does anything. */
export type DoorService = (call: Call) => Promise<void>;

/** An error as an AWS service answers it. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = type;
    this.status = status;
  }
}

/**
 * Checks that the caller's policy allows every access.
 *
 * @throws ServiceError AccessDeniedException, as AWS does, after a line on standard error that says what was missing.
 */
export function authorise(caller: Caller, accesses: readonly Access[]): void {
  for (const access of accesses) {
    const decision = caller.policy.decide(access);
    if (decision.allowed) continue;
    const context = Object.entries(access.context ?? {}).map(([key, values]) => ` ${key}=[${values.join(', ')}]`);
    const { action, resource } = access;
    process.stderr.write(`denied: ${caller.name} ${action} on ${resource}${context.join('')}: ${decision.reason}\n`);
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${caller.name} is not authorized to perform: ${action} on resource: ${resource} because ${decision.reason}`,
    );
  }
}
