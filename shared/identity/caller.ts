import type { Actor } from '../contracts/events.ts';
import type { ProgramRole, Role } from '../contracts/routes.ts';
import { given } from '../kernel/given.ts';
import { epochMs, type Instant } from '../kernel/time.ts';
import type { AccessRecords, AccountRecord, CallerRecord, PartnerAccount } from './access.ts';
import { type ConsentRecords, isConsented } from './consent.ts';
import type { TokenClaims } from './token.ts';

/** Who calls. Tenant and roles come from the token and the access records, never from path, body or header. */
export interface Caller {
  readonly tenantId: string;
  readonly principalId: string;
  /** `app` when no user is behind the call; an application bound to a user counts as `user`. */
  readonly tokenKind: 'app' | 'user';
  /** The user behind the call. */
  readonly userId?: string;
  readonly userPrincipalName?: string;
  readonly applicationId?: string;
  readonly roles: ReadonlySet<Role>;
  readonly account: CallerAccount;
  readonly hasMfa: boolean;
}

/** An account with what its region's record says. */
export type CallerAccount = AccountRecord & {
  readonly partner?: PartnerAccount & Required<Pick<PartnerAccount, 'regionCountries'>>;
};

export const programRoleOf = (caller: Caller): ProgramRole | undefined => caller.account.partner?.programRole;

export const actorOf = (caller: Caller): Actor => ({
  tenantId: caller.tenantId,
  principalId: caller.userId ?? caller.principalId,
  kind: caller.tokenKind === 'user' ? 'user' : 'application',
  ...given({ applicationId: caller.applicationId, isOperator: caller.account.isOperator }),
});

/** Milliseconds that a caller's roles may be remembered: a role taken away ends within a minute. */
const CALLER_KEPT_MS = 60_000;

export interface CallerLoader {
  /** Undefined when nobody in the program is behind the token. */
  load(claims: TokenClaims, nowMs: number): Promise<Caller | undefined>;
  /** The account of a tenant as it is now; its region's countries may be a minute old. */
  account(tenantId: string, nowMs: number): Promise<CallerAccount | undefined>;
}

export interface CallerOptions {
  /** Applications may act as the user that they are bound to. */
  readonly boundApplications: boolean;
  /** Clients that the template makes: people of every tenant come through them. */
  readonly programClients: ReadonlySet<string>;
}

/**
 * A partner that may not do everything yet is read at every call: what its signature or its approval opens, it opens at
 * once. Only a full account is kept, where nothing but taking away can happen.
 */
const mayBeKept = ({ account }: Caller): boolean =>
  account.partner === undefined ||
  (account.partner.status === 'active' && account.partner.agreementSignedOn !== undefined);

/** Loads callers from the access records and keeps them for a minute. */
export function callerLoader(records: AccessRecords, options: CallerOptions): CallerLoader {
  const kept = new Map<string, { caller: Caller; untilMs: number }>();
  const accounts = accountLoader(records);
  return {
    account: accounts,
    async load(claims, nowMs) {
      const { tenantId, userId, applicationId, sessions, signedInSeconds, hasMfa } = claims;
      const key = [tenantId, userId, applicationId, sessions, signedInSeconds, hasMfa].join('#');
      const known = kept.get(key);
      if (known && known.untilMs > nowMs && known.untilMs <= nowMs + CALLER_KEPT_MS) return known.caller;
      const caller = await loadCaller(
        { ...records, account: (tenantId) => accounts(tenantId, nowMs) },
        claims,
        options,
      );
      if (caller && mayBeKept(caller)) kept.set(key, { caller, untilMs: nowMs + CALLER_KEPT_MS });
      else kept.delete(key);
      return caller;
    },
  };
}

/**
 * Accounts with the countries of their region. These are kept for a minute like callers, so that what a caller may do where
 * follows a change of its region within two.
 */
function accountLoader(records: AccessRecords): CallerLoader['account'] {
  const regions = new Map<string, { countries: readonly string[] | undefined; untilMs: number }>();
  return async (tenantId, nowMs) => {
    const account = await records.account(tenantId);
    if (!account?.partner) return account as CallerAccount | undefined;
    const { partner } = account;
    let region = regions.get(partner.region);
    if (!region || region.untilMs <= nowMs || region.untilMs > nowMs + CALLER_KEPT_MS) {
      const { countries } = (await records.region(partner.region)) ?? {};
      region = { countries, untilMs: nowMs + CALLER_KEPT_MS };
      regions.set(partner.region, region);
    }
    return { ...account, partner: { ...partner, regionCountries: region.countries ?? partner.regionCountries ?? [] } };
  };
}

/** Finds who once began something, as the access records have it now. */
export type ActingCaller = (actor: Actor, at: Instant) => Promise<Caller | undefined>;

/**
 * Who acts in work that a call began and that goes on behind it: account and roles count as they are when it goes on, so
 * that a right taken away in between ends it. Undefined where the person or the application may not call any more.
 */
export function actingCaller(records: AccessRecords): ActingCaller {
  const accounts = accountLoader(records);
  return async ({ tenantId, principalId, kind, applicationId }, at) => {
    if (principalId === undefined || (kind !== 'user' && kind !== 'application')) return undefined;
    const [account, principal, application] = await Promise.all([
      accounts(tenantId, epochMs(at)),
      records.caller(tenantId, principalId),
      applicationId === undefined ? undefined : records.caller(tenantId, applicationId),
    ]);
    if (!account || !principal?.isActive || principal.kind !== kind || application?.isActive === false)
      return undefined;
    const claims = { tenantId, applicationId: applicationId ?? principalId, hasMfa: true };
    return kind === 'user' ? userCaller(account, principal, claims) : applicationCaller(account, principal, claims);
  };
}

type Records = Omit<ConsentRecords, 'account'> & {
  account(tenantId: string): Promise<CallerAccount | undefined>;
};

/**
 * The user's record decides for a user, the application's for an application. The application is looked at in both
 * cases: it has to be one of the user's own tenant, the program's or one that the tenant consented to, and not deleted; bound to a user, it acts as that
 * user only where the deployment allows it. A person's token made before a change of password, role or state is refused.
 */
async function loadCaller(records: Records, claims: TokenClaims, options: CallerOptions): Promise<Caller | undefined> {
  const [account, user, application] = await Promise.all([
    records.account(claims.tenantId),
    claims.userId === undefined ? undefined : records.caller(claims.tenantId, claims.userId),
    records.caller(claims.tenantId, claims.applicationId),
  ]);
  if (!account || !(await mayCarry(application, claims, { records, options }))) return undefined;
  const boundUserId = application?.boundUserId;
  if (boundUserId !== undefined) {
    if (!options.boundApplications || (claims.userId ?? boundUserId) !== boundUserId) return undefined;
    const bound = user ?? (await records.caller(claims.tenantId, boundUserId));
    return bound?.isActive ? userCaller(account, bound, { ...claims, hasMfa: true }) : undefined;
  }
  const principal = claims.userId === undefined ? application : user;
  if (!principal?.isActive) return undefined;
  if (principal.kind === 'user' && hasEnded(principal, claims)) return undefined;
  return principal.kind === 'user'
    ? userCaller(account, principal, claims)
    : applicationCaller(account, principal, claims);
}

/**
 * An application without a record in the tenant is another tenant's: a person's token through it opens nothing, unless the
 * tenant consented to the application. Nobody calls for the tenant through it without a person.
 */
async function mayCarry(
  application: CallerRecord | undefined,
  { tenantId, userId, applicationId }: TokenClaims,
  { records, options }: { records: ConsentRecords; options: CallerOptions },
): Promise<boolean> {
  if (application) return application.kind === 'application' && application.isActive;
  if (userId === undefined) return false;
  return options.programClients.has(applicationId) || isConsented(records, { tenantId, applicationId });
}

/** Was the token made under an earlier count, or for a sign-in before the count was raised? Issuers tell whole seconds. */
const hasEnded = (user: CallerRecord, { sessions, signedInSeconds }: TokenClaims): boolean =>
  sessions !== (user.sessions ?? 0) ||
  (signedInSeconds !== undefined &&
    user.sessionsEndedAt !== undefined &&
    signedInSeconds < Math.floor(epochMs(user.sessionsEndedAt) / 1000));

type Carried = Pick<TokenClaims, 'tenantId' | 'applicationId' | 'hasMfa'>;

const userCaller = (account: CallerAccount, user: CallerRecord, claims: Carried): Caller => ({
  tenantId: claims.tenantId,
  principalId: user.principalId,
  tokenKind: 'user',
  userId: user.principalId,
  ...(user.userPrincipalName === undefined ? {} : { userPrincipalName: user.userPrincipalName }),
  applicationId: claims.applicationId,
  roles: new Set(user.roles),
  account,
  hasMfa: claims.hasMfa,
});

/** An app-only caller without explicit roles acts as admin agent of its partner tenant (conventions 2.3). */
const applicationCaller = (account: CallerAccount, app: CallerRecord, claims: Carried): Caller => ({
  tenantId: claims.tenantId,
  principalId: app.principalId,
  tokenKind: 'app',
  applicationId: claims.applicationId,
  roles: new Set<Role>(app.roles.length > 0 ? app.roles : account.partner ? ['AdminAgent'] : []),
  account,
  hasMfa: true,
});
