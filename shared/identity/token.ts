import { JwtVerifier } from 'aws-jwt-verify';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { ask } from './ask.ts';

/** What a verified token says; `aud` and `amr` are mapped here, because not every issuer can set them. */
export interface TokenClaims {
  readonly tenantId: string;
  readonly applicationId: string;
  /** Absent for app-only tokens. */
  readonly userId?: string;
  /** The user's count of sessions when the token was made ({@link CallerRecord}); absent when nobody signed in. */
  readonly sessions?: number;
  /** When the user signed in, in seconds, where the issuer says so: a refreshed token says the same. */
  readonly signedInSeconds?: number;
  readonly hasMfa: boolean;
}

export interface TokenVerifier {
  /** Claims of a valid token; undefined for every token that is not. */
  verify(token: string): Promise<TokenClaims | undefined>;
}

export interface IssuerSettings {
  readonly issuer: string;
  /** True when the issuer's pool enforces a second factor, so that every user's sign-in had one. */
  readonly mfaEnforced: boolean;
  /** `cognito`: keys below the issuer; `discovery`: as the issuer's configuration document says. */
  readonly jwksUri?: string;
}

/** aws-jwt-verify refuses plain http; a local issuer has nothing else, so the keys are asked for without its help. */
export const fetcher: Fetcher = {
  fetch: async (uri) => {
    const { status, text } = await ask(uri);
    if (status !== 200) throw new Error(`the issuer answered ${status} for its keys`);
    return new TextEncoder().encode(text).buffer;
  },
};

/** Verifies access tokens of one issuer: signature, issuer, expiry and use. */
export function tokenVerifier({ issuer, mfaEnforced, jwksUri }: IssuerSettings): TokenVerifier {
  const verifier = JwtVerifier.create(
    { issuer, audience: null, jwksUri: jwksUri ?? `${issuer}/.well-known/jwks.json` },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  const verified = new Map<string, Verified>();
  return {
    async verify(token) {
      const known = verified.get(token);
      if (known) return known.expiresAtMs > Date.now() ? known.claims : undefined;
      try {
        const payload = (await verifier.verify(token)) as Record<string, unknown>;
        const claims = claimsOf(payload, mfaEnforced);
        const expiresAtMs = endOf(payload, Date.now());
        if (!claims || expiresAtMs === undefined) return undefined;
        remember(verified, token, { claims, expiresAtMs });
        return claims;
      } catch {
        return undefined;
      }
    },
  };
}

/** Seconds that the clocks of issuer and platform may differ. */
const SKEW_SECONDS = 60;

/** When the token ends; undefined for one that never does, or was made in the future. The library looks at `nbf`. */
function endOf({ exp, iat }: Record<string, unknown>, nowMs: number): number | undefined {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  if (iat !== undefined && !(typeof iat === 'number' && iat <= nowMs / 1000 + SKEW_SECONDS)) return undefined;
  return exp * 1000;
}

interface Verified {
  readonly claims: TokenClaims;
  readonly expiresAtMs: number;
}

/** Tokens whose signature is known to be good: a client sends the same one for an hour. The oldest go first. */
const VERIFIED_MAX = 1000;

function remember(verified: Map<string, Verified>, token: string, entry: Verified): void {
  if (verified.size >= VERIFIED_MAX) verified.delete(verified.keys().next().value!);
  verified.set(token, entry);
}

function claimsOf(payload: Record<string, unknown>, mfaEnforced: boolean): TokenClaims | undefined {
  const text = (claim: string): string | undefined =>
    typeof payload[claim] === 'string' ? (payload[claim] as string) : undefined;
  if (payload.token_use !== undefined && payload.token_use !== 'access') return undefined;
  const tenantId = text('tid');
  const applicationId = text('appid') ?? text('client_id');
  if (tenantId === undefined || applicationId === undefined) return undefined;
  const userId = text('oid');
  const sessions = text('ses');
  const amr = Array.isArray(payload.amr) ? payload.amr : undefined;
  return {
    tenantId: tenantId.toLowerCase(),
    applicationId,
    ...(userId === undefined ? {} : { userId: userId.toLowerCase() }),
    ...(sessions === undefined ? {} : { sessions: Number(sessions) }),
    ...(typeof payload.auth_time === 'number' && { signedInSeconds: payload.auth_time }),
    hasMfa: amr ? amr.includes('mfa') : mfaEnforced,
  };
}
