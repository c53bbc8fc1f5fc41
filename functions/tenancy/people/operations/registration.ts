import { RedirectRefusedError } from '../../../../shared/identity/identity-provider.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Application } from '../domain/application.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';

type Registered = Pick<Application, 'tenantId' | 'redirectUris' | 'boundUserId'>;

/**
 * An application that is bound is bound to an active user of its tenant, and signs nobody in: the issuer gives a client
 * tokens for people or for itself, not both (conventions 2.3).
 */
export async function checkBinding(
  { tenantId, boundUserId, redirectUris }: Registered,
  { table }: Pick<Deps, 'table'>,
): Promise<Result<true, Refusal<'user_not_found' | 'invalid_property'>>> {
  if (boundUserId === undefined) return ok(true);
  const user = await userStore(table).load({ tenantId, userId: boundUserId });
  if (user?.state !== 'active') return refuse('user_not_found', { field: 'boundUserId' });
  if (redirectUris.length === 0) return ok(true);
  return refuse('invalid_property', {
    field: 'redirectUris',
    description: 'An application bound to a user signs nobody in: leave out its redirectUris.',
  });
}

/** The issuer has the last word on where it sends people: what it does not take is the caller's to mend. */
export async function asTheIssuerTakes<T>(
  redirectUris: readonly string[],
  tell: () => Promise<T>,
): Promise<Result<T, Refusal<'invalid_property'>>> {
  try {
    return ok(await tell());
  } catch (error) {
    if (!(error instanceof RedirectRefusedError)) throw error;
    const field = `redirectUris[${redirectUris.indexOf(error.address)}]`;
    return refuse('invalid_property', { field, description: `${field}: is an address that the issuer does not take` });
  }
}
