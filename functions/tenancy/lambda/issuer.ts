import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { epochMs } from '../../../shared/kernel/time.ts';
import type { Issuer, SigningKey } from '../sign-in/operations/dependencies.ts';

interface Discovery {
  readonly token_endpoint: string;
  readonly authorization_endpoint: string;
  readonly jwks_uri: string;
}

/** An OpenID issuer, found by its configuration document, which is read once. */
export function discoveredIssuer({ issuer, signInClientId }: { issuer: string; signInClientId: string }): Issuer {
  let found: Promise<Discovery> | undefined;
  const discover = (): Promise<Discovery> => {
    found ??= readDiscovery(issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  let keys: { readonly at: number; readonly read: Promise<readonly SigningKey[]> } | undefined;
  return {
    signInClientId,
    keys(at) {
      const now = epochMs(at);
      if (keys && now - keys.at < KEYS_KEPT_MS) return keys.read;
      const read = discover().then(({ jwks_uri }) => readKeys(jwks_uri));
      keys = { at: now, read };
      read.catch(() => {
        keys = undefined;
      });
      return read;
    },
    async token(form) {
      const { token_endpoint } = await discover();
      const answer = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams(form) });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    async authorizeUrl(parameters) {
      const url = new URL((await discover()).authorization_endpoint);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    async nonceOf(idToken, clientId) {
      const verifier = idTokenVerifier(issuer, (await discover()).jwks_uri, clientId);
      try {
        const { nonce } = await verifier.verify(idToken);
        return typeof nonce === 'string' ? nonce : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Whoever asks for keys costs the issuer nothing for so long. */
const KEYS_KEPT_MS = 300_000;

async function readKeys(uri: string): Promise<readonly SigningKey[]> {
  const answer = await fetch(uri);
  invariant(answer.ok, `the issuer has keys at ${uri}`);
  return ((await answer.json()) as { keys: SigningKey[] }).keys;
}

async function readDiscovery(issuer: string): Promise<Discovery> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  invariant(answer.ok, `the issuer ${issuer} has a configuration document`);
  return (await answer.json()) as Discovery;
}

/** The verifier refuses plain http for keys; a local issuer has nothing else, so they are fetched by the platform's own. */
const jwksCache = new SimpleJwksCache({ fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() } });

const idTokenVerifier = (issuer: string, jwksUri: string, audience: string) =>
  JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
