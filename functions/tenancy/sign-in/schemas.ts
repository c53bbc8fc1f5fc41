import * as z from 'zod';
import { codeText } from '../../../shared/contracts/text.ts';

export const PasswordChoiceQuery = z.object({
  userName: codeText(254).optional().describe('Name with which the user signs in.'),
});

export const TenantPath = z.object({
  tenant: z.string().min(1).max(253).describe('Tenant: its GUID or a domain of it.'),
});

export const TokenForm = { mediaType: 'application/x-www-form-urlencoded', description: 'grant_type and its fields' };

export const OAuthError = z.object({
  error: z.string().describe('Code of OAuth 2.0, such as `invalid_client`.'),
  error_description: z.string().describe('The reason in words.'),
});

/** v1: every value is a text. */
export const TokenAnswerV1 = z.object({
  token_type: z.string().describe('Always `Bearer`.'),
  scope: z.string().optional().describe('What the token is for.'),
  expires_in: z.string().describe('Seconds for which the token is valid.'),
  ext_expires_in: z.string().describe('The same as `expires_in`.'),
  expires_on: z.string().describe('When the token ends, in seconds since 1970.'),
  not_before: z.string().describe('When the token begins, in seconds since 1970.'),
  resource: z.string().describe('API for which the token is.'),
  access_token: z.string().describe('The token: send it as `Authorization: Bearer …`.'),
  refresh_token: z.string().optional().describe('Gets another token without signing in again.'),
  id_token: z.string().optional().describe('Who signed in.'),
});

export const TokenAnswerV2 = z.object({
  token_type: z.string().describe('Always `Bearer`.'),
  scope: z.string().describe('What the token is for.'),
  expires_in: z.number().int().describe('Seconds for which the token is valid.'),
  ext_expires_in: z.number().int().describe('The same as `expires_in`.'),
  access_token: z.string().describe('The token: send it as `Authorization: Bearer …`.'),
  refresh_token: z.string().optional().describe('Gets another token without signing in again.'),
  id_token: z.string().optional().describe('Who signed in.'),
});

/** `authorization_endpoint` is that of the authority which the library was configured with. */
export const InstanceQuery = z.object({
  authorization_endpoint: codeText(2000).describe('Address at which the authority begins a sign-in.'),
});

export const InstanceDiscovery = z.object({
  tenant_discovery_endpoint: z.string().describe('Address of the OpenID configuration of the authority.'),
  'api-version': z.string().describe('Version of this answer.'),
  metadata: z
    .array(
      z.object({
        preferred_network: z.string().describe('Host to ask.'),
        preferred_cache: z.string().describe('Host under which tokens are kept.'),
        aliases: z.array(z.string()).describe('Hosts that are one authority.'),
      }),
    )
    .describe('The hosts of the authority.'),
});

export const OpenidConfiguration = z.object({
  issuer: z.string().describe('Name of the authority for this tenant.'),
  authorization_endpoint: z.string().describe('Where a sign-in begins.'),
  token_endpoint: z.string().describe('Where tokens are got.'),
  jwks_uri: z.string().describe('Where the public keys of tokens are.'),
  response_types_supported: z.array(z.string()).describe('What a sign-in can answer.'),
  grant_types_supported: z.array(z.string()).describe('What tokens are given for.'),
  subject_types_supported: z.array(z.string()).describe('How people are named.'),
  id_token_signing_alg_values_supported: z.array(z.string()).describe('How tokens are signed.'),
  token_endpoint_auth_methods_supported: z.array(z.string()).describe('How a client shows its secret.'),
  code_challenge_methods_supported: z.array(z.string()).describe('How a code is bound to its client.'),
  scopes_supported: z.array(z.string()).describe('Scopes of a sign-in.'),
});

/** Members of a key are those of RFC 7517. */
export const SigningKeys = z.object({
  keys: z
    .array(
      z.looseObject({ kty: z.string().describe('Family of the key.'), kid: z.string().describe('Id of the key.') }),
    )
    .describe('The public keys.'),
});

export const StyleSheet = { mediaType: 'text/css; charset=utf-8', description: 'The stylesheet of all pages.' };

export const PageForm = { mediaType: 'application/x-www-form-urlencoded', description: 'The form of the page.' };

export const SignInQuery = z.object({ other: codeText(20).optional().describe('Asks to sign in as somebody else.') });

export const CallbackQuery = z.object({
  code: codeText(4000).optional().describe('Code of the sign-in.'),
  state: codeText(500).optional().describe('What the sign-in was started with.'),
  error: codeText(500).optional().describe('Why the sign-in failed.'),
});
