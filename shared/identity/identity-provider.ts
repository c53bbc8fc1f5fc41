import { invariant } from '../kernel/invariant.ts';
import { API_SCOPE } from './api-scope.ts';
import { type JsonService, jsonService, ServiceError } from './json-service.ts';

/** The narrow port to the OpenID issuer: users sign in there, applications get their tokens there. */
export interface IdentityProvider {
  /** Repeating it is harmless. The user cannot sign in before a password is set. */
  createUser(user: NewUser): Promise<void>;
  setPassword(userPrincipalName: string, password: string): Promise<void>;
  /** Ends what the user is signed in to, and its refresh tokens. Harmless for a user whom the issuer does not know. */
  signOut(userPrincipalName: string): Promise<void>;
  /** Also signs out. Harmless, as enabling is, for a user whom the issuer does not know. */
  disableUser(userPrincipalName: string): Promise<void>;
  enableUser(userPrincipalName: string): Promise<void>;
  /** Deletes this very user and no later one of the same name, so that repeating it late is harmless. */
  deleteUser(user: Pick<NewUser, 'userPrincipalName' | 'userId'>): Promise<void>;
  /** Answers the secret of a confidential client once. @throws RedirectRefusedError */
  createApplication(application: NewApplication): Promise<{ clientId: string; clientSecret?: string }>;
  /** Renames a confidential client and replaces its addresses; its secret stays. @throws RedirectRefusedError */
  changeApplication(clientId: string, application: Omit<NewApplication, 'confidential'>): Promise<void>;
  deleteApplication(clientId: string): Promise<void>;
  /** The issuer's own secret of a confidential client: for the token endpoint alone, which never hands it on. */
  applicationSecret(clientId: string): Promise<string | undefined>;
}
export interface NewUser {
  readonly userPrincipalName: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly displayName: string;
}
/** The issuer does not take an address to which a sign-in would return. */
export class RedirectRefusedError extends Error {
  override readonly name = 'RedirectRefusedError';
  readonly address: string;
  constructor(address: string, cause: unknown) {
    super(`the issuer does not take ${address}`, { cause });
    this.address = address;
  }
}

export interface NewApplication {
  readonly displayName: string;
  readonly redirectUris: readonly string[];
  /** Confidential clients have a secret and may use client credentials. */
  readonly confidential: boolean;
}

export { API_SCOPE };

export function cognitoIdentityProvider(
  userPoolId: string,
  cognito: JsonService = jsonService('cognito-idp', 'AWSCognitoIdentityProviderService'),
): IdentityProvider {
  const ofUser = (action: string, userPrincipalName: string, input: object = {}) =>
    cognito(action, { UserPoolId: userPoolId, Username: userPrincipalName, ...input });
  const ofKnown = async (action: string, userPrincipalName: string) => {
    try {
      return await ofUser(action, userPrincipalName);
    } catch (error) {
      if (error instanceof ServiceError && error.name === 'UserNotFoundException') return undefined;
      throw error;
    }
  };
  return {
    async createUser(user) {
      const UserAttributes = [
        { Name: 'name', Value: user.displayName },
        { Name: 'custom:tid', Value: user.tenantId },
        { Name: 'custom:oid', Value: user.userId },
      ];
      try {
        await ofUser('AdminCreateUser', user.userPrincipalName, { MessageAction: 'SUPPRESS', UserAttributes });
      } catch (error) {
        if (!(error instanceof ServiceError && error.name === 'UsernameExistsException')) throw error;
      }
    },
    async setPassword(userPrincipalName, password) {
      await ofUser('AdminSetUserPassword', userPrincipalName, { Password: password, Permanent: true });
    },
    async signOut(userPrincipalName) {
      await ofKnown('AdminUserGlobalSignOut', userPrincipalName);
    },
    async disableUser(userPrincipalName) {
      await ofKnown('AdminUserGlobalSignOut', userPrincipalName);
      await ofKnown('AdminDisableUser', userPrincipalName);
    },
    async enableUser(userPrincipalName) {
      await ofKnown('AdminEnableUser', userPrincipalName);
    },
    async deleteUser({ userPrincipalName, userId }) {
      const found = await ofKnown('AdminGetUser', userPrincipalName);
      const attributes = (found?.UserAttributes ?? []) as readonly { Name: string; Value: string }[];
      const attribute = (name: string) => attributes.find(({ Name }) => Name === name)?.Value;
      // By the issuer's own id of the user: a name may be somebody else's a moment later.
      const sub = attribute('custom:oid') === userId ? attribute('sub') : undefined;
      if (sub !== undefined) await ofKnown('AdminDeleteUser', sub);
    },
    createApplication: (application) => createApplication(cognito, userPoolId, application),
    async changeApplication(clientId, application) {
      const input = { UserPoolId: userPoolId, ClientId: clientId, ...clientInput(application) };
      await withAddresses(application.redirectUris, cognito('UpdateUserPoolClient', input));
    },
    async deleteApplication(clientId) {
      await cognito('DeleteUserPoolClient', { UserPoolId: userPoolId, ClientId: clientId });
    },
    async applicationSecret(clientId) {
      const answer = await cognito('DescribeUserPoolClient', { UserPoolId: userPoolId, ClientId: clientId });
      return (answer.UserPoolClient as PoolClient).ClientSecret;
    },
  };
}

interface PoolClient {
  readonly ClientId: string;
  readonly ClientSecret?: string;
}

/** Cognito takes few characters in the name of a client; it is only a label there. */
const clientName = (displayName: string): string =>
  displayName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w\s+=,.@-]/gu, '_')
    .slice(0, 128);

/**
 * What a client is made with besides its grants, as the template makes the pages' own: nobody signs in to the pool's API
 * with it, unknown names are answered like wrong passwords, and nobody writes what tenancy wrote. Cognito's defaults differ.
 */
const GUARDED = {
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  ReadAttributes: ['name'],
  WriteAttributes: ['name'],
  AccessTokenValidity: 60,
  IdTokenValidity: 60,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
} as const;

/** Cognito allows one kind of grant beside another only for people: an application is for one or the other. */
function clientInput({ displayName, redirectUris }: Omit<NewApplication, 'confidential'>) {
  const forPeople = redirectUris.length > 0;
  return {
    ClientName: clientName(displayName),
    ...GUARDED,
    AllowedOAuthFlows: [forPeople ? 'code' : 'client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: forPeople ? ['openid', 'profile', API_SCOPE] : [API_SCOPE],
    ...(forPeople && { CallbackURLs: redirectUris, SupportedIdentityProviders: ['COGNITO'] }),
  };
}

async function createApplication(
  cognito: JsonService,
  userPoolId: string,
  { confidential, ...application }: NewApplication,
): Promise<{ clientId: string; clientSecret?: string }> {
  const input = { UserPoolId: userPoolId, GenerateSecret: confidential, ...clientInput(application) };
  const answer = await withAddresses(application.redirectUris, cognito('CreateUserPoolClient', input));
  const client = answer.UserPoolClient as PoolClient | undefined;
  invariant(client?.ClientId, 'the issuer names the new client');
  return {
    clientId: client.ClientId,
    ...(client.ClientSecret === undefined ? {} : { clientSecret: client.ClientSecret }),
  };
}

const withAddresses = <T>(redirectUris: readonly string[], answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw redirectRefused(error, redirectUris) ?? error;
  });

/** Cognito names the address that it does not take; whatever else it refuses is a fault of ours. */
function redirectRefused(error: unknown, redirectUris: readonly string[]): RedirectRefusedError | undefined {
  if (!(error instanceof ServiceError && error.name === 'InvalidParameterException')) return undefined;
  const address = [...redirectUris]
    .sort((left, right) => right.length - left.length)
    .find((uri) => error.message.includes(uri));
  return address === undefined ? undefined : new RedirectRefusedError(address, error);
}
