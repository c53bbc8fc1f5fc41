import { ServiceError } from '../door/call.ts';
import type { JsonOperations } from '../door/json-service.ts';
import type { Invoker } from '../functions/invoker.ts';
import type { LocalServer } from '../net/server.ts';
import type { Deployment } from '../template/deployment.ts';
import { clientOf, createCognito } from './cognito.ts';
import { guardedClient } from './guarded-client.ts';
import { openPoolStore } from './pool-store.ts';
import { createTokenTrigger } from './token-trigger.ts';

/**
 * The deployment's user pool: its administration as functions call it, and its issuer with the sign-in page.
 * A deployment without a pool has neither.
 */
export async function startIdentity(
  deployment: Deployment,
  { server, invoker, file, now }: { server: LocalServer; invoker: Invoker; file: string | undefined; now: () => Date },
): Promise<JsonOperations> {
  const [pool, another] = deployment.ofType('AWS::Cognito::UserPool');
  if (another) throw new Error(`the local runtime serves one user pool, and the template has ${another.logicalId} too`);
  if (!pool) return withoutPool(server);
  const store = openPoolStore(file);
  for (const { ref, properties, logicalId } of deployment.ofType('AWS::Cognito::UserPoolClient')) {
    const secret =
      properties.GenerateSecret === true ? { clientSecret: `local-secret-${ref.replace(/^client/, '')}` } : {};
    store.state.clients[ref] = {
      ...clientOf(guardedClient(properties, logicalId)),
      ...secret,
      clientId: ref,
      createdAt: 0,
      modifiedAt: 0,
    };
  }
  // Loaded only here: it takes as long as the rest of the runtime together.
  const { serveIssuer } = await import('./issuer.ts');
  const issuer = serveIssuer({ server, deployment, store, trigger: createTokenTrigger(pool, invoker), now });
  return createCognito({ store, pool, signOut: issuer.forget });
}

function withoutPool(server: LocalServer): JsonOperations {
  server.handle((_request, response) => {
    response.writeHead(404).end();
  });
  return {
    accesses: () => [],
    call: () => {
      throw new ServiceError('ResourceNotFoundException', 'the template has no user pool');
    },
  };
}
