import { createHash } from 'node:crypto';
import type { Issuer } from '../../functions/tenancy/sign-in/operations/dependencies.ts';
import { SIGN_IN_CLIENT } from './api.ts';

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly accessToken: string;
}

/** An issuer of one client for the pages: it makes codes on demand and checks PKCE, as a real one would. */
export function pageIssuer(options: { origin?: string } = {}) {
  const codes = new Map<string, Code>();
  const { origin = 'https://issuer.example' } = options;
  const port: Issuer = {
    signInClientId: SIGN_IN_CLIENT,
    keys: async () => [{ kty: 'RSA', kid: 'one', n: 'AQAB', e: 'AQAB' }],
    async token(form) {
      const code = codes.get(form.code ?? '');
      codes.delete(form.code ?? '');
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      if (code?.challenge !== challenge || code.redirectUri !== form.redirect_uri)
        return { status: 400, body: { error: 'invalid_grant' } };
      return { status: 200, body: { access_token: code.accessToken, id_token: `id.${code.nonce}` } };
    },
    authorizeUrl: async (parameters) => `${origin}/authorize?${new URLSearchParams(parameters)}`,
    nonceOf: async (idToken) => idToken.slice(3),
  };
  return {
    port,
    /** A code for whoever holds this access token, as asked for by an authorize request. */
    codeFor(query: URLSearchParams, accessToken: string, nonce = query.get('nonce')!): string {
      const code = `code${codes.size + 1}-${query.get('state')}`;
      codes.set(code, {
        challenge: query.get('code_challenge')!,
        redirectUri: query.get('redirect_uri')!,
        nonce,
        accessToken,
      });
      return code;
    },
  };
}
