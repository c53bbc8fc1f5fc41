/** The operations of Cognito's administration that functions call, on the local pool. */
import { ServiceError } from '../door/call.ts';
import type { Input, JsonOperations } from '../door/json-service.ts';
import { account, type Resource, region } from '../template/deployment.ts';
import { guardedClient } from './guarded-client.ts';
import {
  type Client,
  newClientId,
  newClientSecret,
  newUser,
  type PoolStore,
  setPassword,
  type User,
} from './pool-store.ts';

type Attribute = { Name: string; Value?: string };
type Context = {
  store: PoolStore;
  pool: Resource;
  /** Real seconds: Cognito's own dates are not the program's. */
  now: number;
  signOut: (sub: string) => Promise<void>;
};
type Operation = (input: Input, context: Context) => unknown;

/** `signOut` ends a user's sessions and refresh tokens. */
export function createCognito(options: {
  store: PoolStore;
  pool: Resource;
  signOut: (sub: string) => Promise<void>;
}): JsonOperations {
  return {
    accesses: (operation, input) => [
      {
        action: `cognito-idp:${operation}`,
        resource: `arn:aws:cognito-idp:${region}:${account}:userpool/${input.UserPoolId}`,
      },
    ],
    call(operation, input) {
      const run = operations[operation];
      if (!run)
        throw new ServiceError('UnknownOperationException', `the local runtime does not know ${operation} of Cognito`);
      if (input.UserPoolId !== options.pool.ref)
        throw new ServiceError('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`);
      return run(input, { ...options, now: Date.now() / 1000 });
    },
  };
}

const operations: Readonly<Record<string, Operation>> = {
  AdminCreateUser(input, { store, pool, now }) {
    const username = String(input.Username);
    if (store.user(username)) throw new ServiceError('UsernameExistsException', 'User account already exists');
    const user = newUser(username, now);
    user.attributes = toRecord(input.UserAttributes);
    if (input.TemporaryPassword !== undefined) setPassword(user, allowed(String(input.TemporaryPassword), pool));
    store.state.users[username.toLowerCase()] = user;
    store.save();
    return { User: { ...describeUser(user), Attributes: attributesOf(user) } };
  },
  AdminGetUser(input, { store }) {
    const user = existing(input, store);
    return { ...describeUser(user), UserAttributes: attributesOf(user) };
  },
  AdminSetUserPassword(input, context) {
    return change(input, context, (user) => {
      setPassword(user, allowed(String(input.Password), context.pool));
      user.status = input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    });
  },
  AdminUpdateUserAttributes(input, context) {
    return change(input, context, (user) => void Object.assign(user.attributes, toRecord(input.UserAttributes)));
  },
  AdminDeleteUserAttributes(input, context) {
    return change(input, context, (user) => {
      for (const name of input.UserAttributeNames as string[]) delete user.attributes[name];
    });
  },
  async AdminDisableUser(input, context) {
    change(input, context, (user) => {
      user.enabled = false;
    });
    await context.signOut(existing(input, context.store).sub);
  },
  AdminEnableUser(input, context) {
    return change(input, context, (user) => {
      user.enabled = true;
    });
  },
  async AdminUserGlobalSignOut(input, { store, signOut }) {
    await signOut(existing(input, store).sub);
  },
  async AdminDeleteUser(input, { store, signOut }) {
    const { username, sub } = existing(input, store);
    delete store.state.users[username.toLowerCase()];
    store.save();
    await signOut(sub);
  },
  ListUsers(input, { store }) {
    const [, name = '', operator, value = ''] =
      /^"?([\w:]+)"?\s*(\^?=)\s*"(.*)"$/.exec(String(input.Filter ?? '')) ?? [];
    const matches = (user: User) => {
      if (!operator) return true;
      const actual = describedAttribute(user, name).toLowerCase();
      return operator === '=' ? actual === value.toLowerCase() : actual.startsWith(value.toLowerCase());
    };
    const users = Object.values(store.state.users)
      .filter(matches)
      .slice(0, Number(input.Limit ?? 60));
    return { Users: users.map((user) => ({ ...describeUser(user), Attributes: attributesOf(user) })) };
  },
  CreateUserPoolClient(input, { store, pool, now }) {
    const client: Client = {
      ...clientOf(guardedClient(input, 'the client')),
      clientId: newClientId(),
      ...(input.GenerateSecret === true ? { clientSecret: newClientSecret() } : {}),
      createdAt: now,
      modifiedAt: now,
    };
    store.state.clients[client.clientId] = client;
    store.save();
    return { UserPoolClient: describeClient(client, pool) };
  },
  UpdateUserPoolClient(input, { store, pool, now }) {
    const client = existingClient(input, store);
    // As Cognito: what an update leaves out returns to its default; the secret stays.
    Object.assign(client, clientOf(guardedClient({ ClientName: client.clientName, ...input }, 'the client')), {
      modifiedAt: now,
    });
    store.save();
    return { UserPoolClient: describeClient(client, pool) };
  },
  DescribeUserPoolClient: (input, { store, pool }) => ({
    UserPoolClient: describeClient(existingClient(input, store), pool),
  }),
  DeleteUserPoolClient(input, { store }) {
    delete store.state.clients[existingClient(input, store).clientId];
    store.save();
  },
};

function existing(input: Input, store: PoolStore): User {
  const name = String(input.Username);
  const user = store.user(name) ?? store.userBySub(name);
  if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.');
  return user;
}

function existingClient(input: Input, store: PoolStore): Client {
  const client = store.state.clients[String(input.ClientId)];
  if (!client)
    throw new ServiceError('ResourceNotFoundException', `User pool client ${input.ClientId} does not exist.`);
  return client;
}

function change(input: Input, { store, now }: Context, apply: (user: User) => void): void {
  const user = existing(input, store);
  apply(user);
  user.modifiedAt = now;
  store.save();
}

type PasswordPolicy = {
  MinimumLength?: number;
  RequireLowercase?: boolean;
  RequireUppercase?: boolean;
  RequireNumbers?: boolean;
  RequireSymbols?: boolean;
};

/** The pool's password policy. @throws ServiceError InvalidPasswordException saying what is missing. */
function allowed(password: string, pool: Resource): string {
  const policies = pool.properties.Policies as { PasswordPolicy?: PasswordPolicy } | undefined;
  const policy = policies?.PasswordPolicy ?? {};
  const shortcomings: [boolean, string][] = [
    [password.length < (policy.MinimumLength ?? 8), 'Password not long enough'],
    [policy.RequireLowercase === true && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [policy.RequireUppercase === true && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [policy.RequireNumbers === true && !/\d/.test(password), 'Password must have numeric characters'],
    [policy.RequireSymbols === true && !/[^A-Za-z0-9]/.test(password), 'Password must have symbol characters'],
  ];
  const found = shortcomings.find(([lacking]) => lacking);
  if (found) throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${found[1]}`);
  return password;
}

const toRecord = (attributes: unknown) =>
  Object.fromEntries(((attributes ?? []) as Attribute[]).map(({ Name, Value = '' }) => [Name, Value]));

const attributesOf = ({ sub, attributes }: User): Attribute[] =>
  Object.entries({ ...attributes, sub }).map(([Name, Value]) => ({ Name, Value }));

const describedAttribute = (user: User, name: string) =>
  name === 'username' ? user.username : name === 'sub' ? user.sub : (user.attributes[name] ?? '');

function describeUser({ username, enabled, status, createdAt, modifiedAt }: User) {
  return {
    Username: username,
    Enabled: enabled,
    UserStatus: status,
    UserCreateDate: createdAt,
    UserLastModifiedDate: modifiedAt,
  };
}

/** The parts of a client that matter here, from Cognito's input or a template's properties, which have the same names. */
export function clientOf(input: Input): Omit<Client, 'clientId' | 'clientSecret' | 'createdAt' | 'modifiedAt'> {
  const {
    ClientName,
    CallbackURLs = [],
    LogoutURLs = [],
    AllowedOAuthFlows = [],
    AllowedOAuthScopes = [],
    ...settings
  } = input;
  const { UserPoolId: _pool, ClientId: _client, GenerateSecret: _generate, ...kept } = settings;
  return {
    clientName: String(ClientName ?? ''),
    callbackUrls: CallbackURLs as string[],
    logoutUrls: LogoutURLs as string[],
    flows: AllowedOAuthFlows as string[],
    scopes: AllowedOAuthScopes as string[],
    settings: kept,
  };
}

function describeClient(client: Client, pool: Resource) {
  return {
    ...client.settings,
    UserPoolId: pool.ref,
    ClientId: client.clientId,
    ClientName: client.clientName,
    ...(client.clientSecret ? { ClientSecret: client.clientSecret } : {}),
    CallbackURLs: client.callbackUrls,
    LogoutURLs: client.logoutUrls,
    AllowedOAuthFlows: client.flows,
    AllowedOAuthScopes: client.scopes,
    CreationDate: client.createdAt,
    LastModifiedDate: client.modifiedAt,
  };
}
