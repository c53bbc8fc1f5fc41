import { createHash, timingSafeEqual } from 'node:crypto';
import { jsonService } from '../../shared/identity/json-service.ts';

/** What the gateway asks about a request before it calls anything else, as far as we read it (payload format 2.0). */
interface AuthorizerEvent {
  readonly identitySource?: readonly (string | undefined)[] | null;
}

/** Reads one stage of the secret; undefined when there is none. */
export type ReadStage = (stage: 'AWSCURRENT' | 'AWSPREVIOUS') => Promise<string | undefined>;

/** Seconds after which the secret is read anew; the gateway keeps an answer for as long. */
const REREAD_MS = 300_000;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets in what comes through the front, which alone knows the secret that it adds to every request. While the secret is
 * replaced the one before is taken, too.
 */
export function originAuthorizer(read: ReadStage, now: () => number) {
  let known: { readonly digests: readonly Buffer[]; readonly readAt: number } | undefined;
  const digests = async (): Promise<readonly Buffer[]> => {
    if (known && now() - known.readAt < REREAD_MS) return known.digests;
    const stages = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS')]);
    known = { digests: stages.flatMap((secret) => (secret ? [digest(secret)] : [])), readAt: now() };
    return known.digests;
  };
  return async ({ identitySource }: AuthorizerEvent): Promise<{ isAuthorized: boolean }> => {
    const [shown] = identitySource ?? [];
    if (!shown) return { isAuthorized: false };
    const given = digest(shown);
    return { isAuthorized: (await digests()).some((secret) => timingSafeEqual(secret, given)) };
  };
}

const secretStage =
  (secretId: string): ReadStage =>
  async (stage) => {
    const ask = jsonService('secretsmanager', 'secretsmanager');
    try {
      return (await ask('GetSecretValue', { SecretId: secretId, VersionStage: stage })).SecretString as string;
    } catch (error) {
      // A secret that was never replaced has no stage before.
      if (stage === 'AWSPREVIOUS' && (error as Error).name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };

let ready: ReturnType<typeof originAuthorizer> | undefined;

/** Entry of the authorizer that the gateway has while a front stands before it. */
export const handler = (event: AuthorizerEvent): Promise<{ isAuthorized: boolean }> => {
  ready ??= originAuthorizer(secretStage(process.env.ORIGIN_SECRET ?? ''), Date.now);
  return ready(event);
};
