import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { ask, askForJson } from '../../../shared/identity/ask.ts';
import { fetcher } from '../../../shared/identity/token.ts';
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
      const { status, text } = await ask(token_endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      });
      return { status, body: JSON.parse(text) as Record<string, unknown> };
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

const readKeys = async (uri: string): Promise<readonly SigningKey[]> =>
  ((await askForJson(uri)) as { keys: SigningKey[] }).keys;

const readDiscovery = async (issuer: string): Promise<Discovery> =>
  (await askForJson(`${issuer}/.well-known/openid-configuration`)) as Discovery;

const jwksCache = new SimpleJwksCache({ fetcher });

const idTokenVerifier = (issuer: string, jwksUri: string, audience: string) =>
  JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
