import { createHash } from 'node:crypto';
import type { TenancyDeps as Deps } from '../../functions/tenancy/lambda/context.ts';
import { tenancyContext } from '../../functions/tenancy/lambda/context.ts';
import { scryptPasswords } from '../../functions/tenancy/lambda/password-hash.ts';
import { bootstrapOperator } from '../../functions/tenancy/operator/operations/bootstrap-operator.ts';
import { applicationStore } from '../../functions/tenancy/people/store/application-store.ts';
import type { Issuer } from '../../functions/tenancy/sign-in/operations/dependencies.ts';
import { claimsFor } from '../../functions/tenancy/sign-in/operations/token-claims.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import type { LimitSettings } from '../../shared/contracts/limits.ts';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import type { GatewayEvent, GatewayReply } from '../../shared/http/gateway.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import type { IdentityProvider } from '../../shared/identity/identity-provider.ts';
import { type LinkSubject, linkToken } from '../../shared/identity/links.ts';
import { steadySecret } from '../../shared/identity/rotation.ts';
import { aesSeal } from '../../shared/identity/seal.ts';
import { seenNotes } from '../../shared/identity/seen.ts';
import type { TokenVerifier } from '../../shared/identity/token.ts';
import { type Instant, instant } from '../../shared/kernel/time.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { SIGN_IN_CLIENT, testCallers } from './api.ts';
import { memoryFiles } from './memory-ports.ts';
import { type MemoryTable, type MemoryTableHooks, memoryTable } from './memory-table.ts';

/** An issuer that keeps users and clients in memory, and says what it was asked to do. */
export interface MemoryIdentity extends IdentityProvider {
  readonly users: Map<
    string,
    { tenantId: string; userId: string; password?: string; isEnabled: boolean; signedOut: number }
  >;
  readonly clients: Map<string, { secret: string | undefined; redirectUris: readonly string[] }>;
  /** Set to make the next call fail, as a network would. */
  failNext?: boolean;
}

export function memoryIdentity(): MemoryIdentity {
  const users: MemoryIdentity['users'] = new Map();
  const clients: MemoryIdentity['clients'] = new Map();
  let made = 0;
  const provider: MemoryIdentity = {
    users,
    clients,
    async createUser({ userPrincipalName, tenantId, userId }) {
      stumble(provider);
      if (!users.has(userPrincipalName))
        users.set(userPrincipalName, { tenantId, userId, isEnabled: true, signedOut: 0 });
    },
    async setPassword(userPrincipalName, password) {
      stumble(provider);
      const user = users.get(userPrincipalName);
      if (!user) throw new Error(`the issuer has no user ${userPrincipalName}`);
      users.set(userPrincipalName, { ...user, password });
    },
    async signOut(name) {
      stumble(provider);
      const user = users.get(name);
      if (user) users.set(name, { ...user, signedOut: user.signedOut + 1 });
    },
    async deleteUser({ userPrincipalName, userId }) {
      stumble(provider);
      if (users.get(userPrincipalName)?.userId === userId) users.delete(userPrincipalName);
    },
    async disableUser(name) {
      await provider.signOut(name);
      users.set(name, { ...users.get(name)!, isEnabled: false });
    },
    enableUser: async (name) => void users.set(name, { ...users.get(name)!, isEnabled: true }),
    async createApplication({ redirectUris, confidential }) {
      made += 1;
      const clientId = `client${made}`;
      const secret = confidential ? `issuer-secret-${clientId}` : undefined;
      clients.set(clientId, { secret, redirectUris });
      return secret === undefined ? { clientId } : { clientId, clientSecret: secret };
    },
    async changeApplication(clientId, { redirectUris }) {
      stumble(provider);
      clients.set(clientId, { secret: clients.get(clientId)!.secret, redirectUris });
    },
    deleteApplication: async (clientId) => void clients.delete(clientId),
    applicationSecret: async (clientId) => clients.get(clientId)?.secret,
  };
  return provider;
}

function stumble(provider: MemoryIdentity): void {
  if (!provider.failNext) return;
  provider.failNext = false;
  throw new Error('the issuer did not answer');
}

const encode = (claims: object): string => `token.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;

/** Believes every token that {@link tokenOf} or the world's issuer made; a person's is of a first sign-in unless it says so. */
export const readableTokens: TokenVerifier = {
  async verify(token) {
    if (!token.startsWith('token.')) return undefined;
    const claims = JSON.parse(Buffer.from(token.slice(6), 'base64url').toString('utf8')) as Record<string, string>;
    if (claims.tid === undefined || claims.appid === undefined) return undefined;
    return {
      tenantId: claims.tid,
      applicationId: claims.appid,
      ...(claims.oid !== undefined && { userId: claims.oid, sessions: Number(claims.ses ?? 0) }),
      ...(claims.authTime !== undefined && { signedInSeconds: Number(claims.authTime) }),
      hasMfa: claims.mfa !== 'no',
    };
  },
};
export const tokenOf = (user: {
  tenantId: string;
  userId?: string;
  appId?: string;
  mfa?: 'no';
  sessions?: number;
  /** In seconds. */
  signedInAt?: number;
}): string =>
  encode({
    tid: user.tenantId,
    oid: user.userId,
    appid: user.appId ?? SIGN_IN_CLIENT,
    mfa: user.mfa,
    ses: user.sessions?.toString(),
    authTime: user.signedInAt,
  });

function memoryIssuer(identity: MemoryIdentity, table: Table): Issuer {
  const deps = { clients: applicationStore(table), records: accessRecords(table) };
  return {
    signInClientId: SIGN_IN_CLIENT,
    keys: async () => [{ kty: 'RSA', kid: 'one', n: 'AQAB', e: 'AQAB' }],
    async token(form) {
      const client = identity.clients.get(form.client_id ?? '');
      if (!client || client.secret !== form.client_secret) return { status: 400, body: { error: 'invalid_client' } };
      const claims = await claimsFor(
        {
          triggerSource: 'TokenGeneration_ClientCredentials',
          callerContext: { clientId: form.client_id! },
          request: {},
          response: {},
        },
        deps,
      );
      if (!claims) return { status: 400, body: { error: 'invalid_grant' } };
      return { status: 200, body: { access_token: encode(claims), token_type: 'Bearer', expires_in: 3600 } };
    },
    authorizeUrl: async (parameters) => `https://issuer.example/authorize?${new URLSearchParams(parameters)}`,
    nonceOf: async () => undefined,
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: GatewayReply['headers'];
  readonly cookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely in tests
  readonly json: any;
}
export interface Ask {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly sourceIp?: string;
}

export const LINK_SECRET = 'link secret of the tests';
export const ROOT = 'https://api.example.org';

export type World = Awaited<ReturnType<typeof tenancyWorld>>;

/** Tenancy whole, in one process: its real operations on the in-memory table, behind the real dispatcher. */
export async function tenancyWorld(
  options: {
    at?: string;
    hooks?: MemoryTableHooks;
    issuer?: (identity: MemoryIdentity, table: Table) => Issuer;
    tokens?: TokenVerifier;
    mfaRequired?: boolean;
    boundApplications?: boolean;
    limits?: LimitSettings;
    /** Requests are noted, as they are on a running program. */
    notes?: boolean;
  } = {},
) {
  const table = memoryTable(options.hooks);
  const identity = memoryIdentity();
  const observability = silentObservability();
  const records = accessRecords(table);
  const clock = { now: instant(options.at ?? '2026-11-02T09:00:00Z') };
  let made = 0;
  const tokens = options.tokens ?? readableTokens;
  const mfaRequired = options.mfaRequired ?? true;
  const deps: Deps = {
    table,
    records,
    files: memoryFiles(),
    log: observability.log,
    count: observability.count,
    erasureGraceDays: 90,
    identity,
    issuer: (options.issuer ?? memoryIssuer)(identity, table),
    tokens,
    chance: {
      password: () => `Fresh-Password-${++made}`,
      secret: () => createHash('sha256').update(`secret ${++made}`).digest('base64url'),
    },
    passwords: scryptPasswords(2),
    cookies: aesSeal(steadySecret('session secret of the tests'), 'cookie'),
    linkSecret: steadySecret(LINK_SECRET),
    settings: {
      customerDomainSuffixes: ['onprogram.example', 'onmicrosoft.com'],
      mfaRequired,
      programName: 'Example Program',
    },
  };
  const parts = {
    table,
    root: ROOT,
    seal: aesSeal(steadySecret('session secret of the tests'), 'stored answer'),
    records,
    callers: testCallers(records, options),
    tokens,
    mfaRequired,
    checkAnswers: true,
    ...(options.limits && { limits: options.limits }),
    ...(options.notes && { seen: seenNotes(table, observability.log.warn as never) }),
    observability,
  };
  const dispatch = dispatcher(tenancyContext.routes, tenancyContext.operations, deps, parts);
  const operatorTenant = '0f000000-0000-4000-8000-000000000001';
  const programClients = [SIGN_IN_CLIENT];
  const bootstrap = { at: clock.now, newTenantId: operatorTenant, domain: 'onprogram.example', programClients };
  const operator = await bootstrapOperator(bootstrap, deps);
  const operatorToken = tokenOf({ tenantId: operator.tenantId, appId: operator.clientId });

  const ask = async (method: string, path: string, given: Ask = {}): Promise<Answer> =>
    toAnswer(await dispatch(gatewayEvent(method, path, given, clock.now)));

  /** Another function of the same context: it remembers nothing of what this one saw. */
  const anotherFunction = () => dispatcher(tenancyContext.routes, tenancyContext.operations, deps, parts);
  return {
    table,
    identity,
    deps,
    parts,
    dispatch,
    anotherFunction,
    clock,
    operator,
    operatorToken,
    ask,
    said: observability.said,
  };
}

export function gatewayEvent(method: string, path: string, given: Ask, at: Instant): GatewayEvent {
  const [rawPath = '', rawQueryString = ''] = path.split(/\?(.*)/s);
  const body = given.form ? new URLSearchParams(given.form).toString() : JSON.stringify(given.body);
  return {
    rawPath,
    rawQueryString,
    headers: {
      host: 'api.example.org',
      'content-type': given.form ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(given.token !== undefined && { authorization: `Bearer ${given.token}` }),
      ...given.headers,
    },
    cookies: given.cookies ?? [],
    ...(body !== undefined && { body }),
    requestContext: {
      timeEpoch: Date.parse(at),
      http: { method, path: rawPath, sourceIp: given.sourceIp ?? '192.0.2.1' },
    },
  };
}

function toAnswer({ statusCode, headers, cookies = [], body = '', isBase64Encoded }: GatewayReply): Answer {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const isJson = headers['content-type']?.startsWith('application/json') && text !== '';
  return { status: statusCode, headers, cookies, text, json: isJson ? JSON.parse(text) : undefined };
}

/** Every event that the table holds, in the order of storing. */
export const eventsIn = (table: MemoryTable): EventRecord[] => [...table.items.values()].flatMap(eventsOf);
export const eventsOfType = (table: MemoryTable, type: string): EventRecord[] =>
  eventsIn(table).filter((event) => event.type === type);

/** The token of a link, as the mail writer derives it. */
export const tokenOfLink = (subject: LinkSubject): string => linkToken(LINK_SECRET, subject);

// --- people and companies --------------------------------------------------------------------------------------------

export interface EnrolledPartner {
  readonly partnerId: string;
  /** Token of the global admin. */
  readonly admin: string;
  /** Token of a user with every agent role, and nothing on the own tenant. */
  readonly agent: string;
  readonly adminId: string;
  readonly agentId: string;
}

export const OWN_PASSWORD = 'My-0wn-choice-9';

/** Somebody replaces the password that another person set, on the page for it. */
export const chooseOwnPassword = (
  world: Pick<World, 'ask'>,
  given: { userName: string; current: string; password?: string; repeat?: string },
): Promise<Answer> => {
  const { password = OWN_PASSWORD, repeat = password } = given;
  return world.ask('POST', '/password', { form: { ...given, password, repeat } });
};

/** A person signs in at the issuer, which makes a token with what tenancy's trigger says, or none. */
export async function signedIn(world: World, userName: string, password: string): Promise<string | undefined> {
  const known = world.identity.users.get(userName);
  if (!known?.isEnabled || known.password === undefined || known.password !== password) return undefined;
  return tokenMadeFor(world, userName, 'TokenGeneration_HostedAuth');
}

/** What the issuer makes of a refresh token of a user that it did not end. */
export const refreshed = (world: World, userName: string): Promise<string | undefined> =>
  tokenMadeFor(world, userName, 'TokenGeneration_RefreshTokens');

async function tokenMadeFor({ table, identity }: World, userName: string, triggerSource: string) {
  const { tenantId, userId } = identity.users.get(userName)!;
  const claims = await claimsFor(
    {
      triggerSource,
      userName,
      callerContext: { clientId: SIGN_IN_CLIENT },
      request: { userAttributes: { 'custom:tid': tenantId, 'custom:oid': userId } },
      response: {},
    },
    { clients: applicationStore(table), records: accessRecords(table) },
  );
  return claims && encode(claims);
}

let companies = 0;

export const aNomination = (over: Record<string, unknown> = {}) => {
  companies += 1;
  return {
    companyName: `Fabrikam ${companies}`,
    domain: `fabrikam${companies}.example`,
    country: 'US',
    primaryAdmin: { displayName: 'Nina Norden', email: 'nina@fabrikam.example' },
    programRole: 'directPartner',
    ...over,
  };
};

const expectStatus = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
};

/** A partner nominated and approved; its global admin has not signed yet. */
export async function approvedPartner(world: World, over: Record<string, unknown> = {}) {
  const { operatorToken: token } = world;
  const nominated = await world.ask('POST', '/v1/operator/partners', { token, body: aNomination(over) });
  const partnerId: string = expectStatus(nominated, 201).json.id;
  const path = `/v1/operator/partners/${partnerId}`;
  expectStatus(await world.ask('PATCH', path, { token, body: { status: 'approved' } }), 200);
  const user = eventsOfType(world.table, 'PartnerUserChanged').find(({ tenantId }) => tenantId === partnerId);
  const adminId = user!.detail.userId as string;
  return { partnerId, adminId, admin: tokenOf({ tenantId: partnerId, userId: adminId }) };
}

/** A partner that signed, with an agent of all roles. */
export async function activePartner(world: World, over: Record<string, unknown> = {}): Promise<EnrolledPartner> {
  const { partnerId, adminId, admin: token } = await approvedPartner(world, over);
  const body = { version: '1', signedBy: { firstName: 'Nina', lastName: 'Norden', email: 'nina@fabrikam.example' } };
  expectStatus(await world.ask('POST', '/v1/partner/programagreement/signature', { token, body }), 201);
  const agentId = await partnerUser(world, { token, partnerId, roles: ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] });
  return { partnerId, adminId, admin: token, agentId, agent: tokenOf({ tenantId: partnerId, userId: agentId }) };
}

export async function partnerUser(
  world: World,
  { token, partnerId, roles }: { token: string; partnerId: string; roles: readonly string[] },
): Promise<string> {
  const account = await world.deps.records.account(partnerId);
  companies += 1;
  const body = {
    userPrincipalName: `agent${companies}@${account!.domain}`,
    displayName: 'Arne Agent',
    agentRoles: roles,
  };
  return expectStatus(await world.ask('POST', '/v1/partner/users', { token, body }), 201).json.id;
}

export const aCustomer = (over: { domain?: string; companyName?: string; country?: string } = {}) => {
  companies += 1;
  const {
    domain = `contoso${companies}.onprogram.example`,
    companyName = `Contoso ${companies}`,
    country = 'US',
  } = over;
  const place =
    country === 'US' ? { state: 'WA', city: 'Redmond', postalCode: '98052' } : { city: 'Berlin', postalCode: '10115' };
  return {
    companyProfile: { domain },
    billingProfile: {
      firstName: 'Clara',
      lastName: 'Client',
      email: 'clara@contoso.example',
      culture: 'EN-US',
      language: 'en',
      companyName,
      defaultAddress: { country, ...place, addressLine1: 'One Main Street', phoneNumber: '4255550101' },
    },
  };
};

/** A customer created by a partner. */
export async function createdCustomer(
  world: World,
  partner: EnrolledPartner,
  over: Parameters<typeof aCustomer>[0] = {},
) {
  const answer = await world.ask('POST', '/v1/customers', { token: partner.agent, body: aCustomer(over) });
  const customerId: string = expectStatus(answer, 201).json.id;
  const item = [...world.table.items.values()].find(({ pk }) => pk === `TENANCY#${customerId}#CUSTOMER`);
  const userId = item!.adminUserId as string;
  return { customerId, userId, admin: tokenOf({ tenantId: customerId, userId }) };
}

/** A customer tenant of another channel, without a partner. */
export async function otherCustomer(world: World, over: Record<string, unknown> = {}) {
  companies += 1;
  const domain = (over.domain as string | undefined) ?? `northwind${companies}.onprogram.example`;
  const body = {
    companyName: `Northwind ${companies}`,
    domain,
    country: 'US',
    channels: ['direct'],
    adminUser: { userPrincipalName: `maria@${domain}`, displayName: 'Maria Mayer', email: 'maria@northwind.example' },
    ...over,
  };
  const { json } = expectStatus(
    await world.ask('POST', '/v1/operator/customers', { token: world.operatorToken, body }),
    201,
  );
  const customerId: string = json.id;
  const userId: string = json.adminUser.id;
  return { customerId, userId, admin: tokenOf({ tenantId: customerId, userId }), userName: `maria@${domain}` };
}
