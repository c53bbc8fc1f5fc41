import { accessRecords } from '../../../shared/identity/access.ts';
import { applicationStore } from '../people/store/application-store.ts';
import { claimsFor, type PreTokenEvent } from '../sign-in/operations/token-claims.ts';
import { table } from './environment.ts';

const deps = { clients: applicationStore(table), records: accessRecords(table) };

/** Entry of the issuer's trigger before a token is made (version 3). @throws Error: then the issuer makes no token. */
export const handler = async (event: PreTokenEvent): Promise<object> => {
  const claimsToAddOrOverride = await claimsFor(event, deps);
  if (!claimsToAddOrOverride) throw new Error(`the client ${event.callerContext.clientId} may have no such token`);
  const generation = { claimsToAddOrOverride };
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: { idTokenGeneration: generation, accessTokenGeneration: generation },
    },
  };
};
