import type * as z from 'zod';
import type { LimitName } from './limits.ts';
import { type GeneralRefusal, generalRefusals, type RefusalTable } from './refusals.ts';

/** Roles in the directory of a customer (tenancy contract 7); `GlobalAdmin` is its company administrator. */
export type DirectoryRole =
  | 'GlobalAdmin'
  | 'BillingAdministrator'
  | 'HelpdeskAdministrator'
  | 'ServiceSupportAdministrator'
  | 'UserAdministrator';

/** Roles as requirements ROL-1 and the contract name them. A caller may hold several. */
export type Role = 'AdminAgent' | 'HelpdeskAgent' | 'SalesAgent' | 'Customer' | 'Operator' | DirectoryRole;

/** Kinds of partner account (PRG-1). */
export type ProgramRole = 'directPartner' | 'indirectProvider' | 'indirectReseller' | 'advisor';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/** A body that is no JSON: its media type, and what it is. */
export interface FileContent {
  readonly mediaType: string;
  readonly description: string;
}

/**
 * One operation. Gateway routes, authorisation, validation, OpenAPI, the reference page and the generated tests are
 * derived from it. `allow` has no default: an operation without it does not compile (ROL-4). `Own` are the names of the
 * refusals that it may declare besides the general ones: any other does not compile.
 */
export interface Route<Own extends string = string> {
  readonly method: Method;
  /** Lower-camel parameters in braces; a parameter is one segment, or an argument of one: `sheets(Market='{market}')`. */
  readonly path: `/${string}`;
  /** Further paths that answer the same (aliases of the contract). */
  readonly aliases?: readonly `/${string}`[];
  readonly summary: string;
  /** Longer text for the reference page. */
  readonly description?: string;
  /** Who may call. Open access must be spelt `'public'`. */
  readonly allow: readonly [Role, ...Role[]] | 'public';
  /** What others get (default `role_lacks_right`). */
  readonly roleRefusal?: GeneralRefusal | Own;
  /**
   * Roles of the own directory of which a customer's user needs one besides; others get `customer_global_admin_required`. Of a
   * partner's people none is asked.
   * What each of them may do to whom is the operation's to say.
   */
  readonly directory?: readonly [DirectoryRole, ...DirectoryRole[]];
  /** `app`: an app-only token will do; `user`: a user must be in the token (conventions 2.3). */
  readonly token?: 'app' | 'user';
  /** Kinds of partner account that may call; others get `accountRefusal` (default `access_denied`). */
  readonly accounts?: readonly ProgramRole[];
  readonly accountRefusal?: GeneralRefusal | Own;
  /** New business (create or invite a customer, order, add seats): needs an active account (conventions 3, step 3). */
  readonly newBusiness?: boolean;
  /** The signature of the program agreement itself, and nothing else, is written before it is signed. */
  readonly beforeAgreement?: boolean;
  /** The path's `customerId` must be related to the caller: as reseller only, or as reseller or advisor. */
  readonly customer?: 'reseller' | 'any';
  /** People of a customer may ask it too, of their own tenant alone: `Customer` is in `allow` besides roles of partners (CUS-3). */
  readonly ownTenant?: true;
  /** Needs delegated admin privileges on that customer (DAP-2). */
  readonly delegatedAdmin?: boolean;
  /**
   * What of the route is limited (`limits.ts`). `each` names the list of the body whose entries count one by one. The
   * dispatcher counts; wrong secrets are counted by the operation, which alone knows that one was wrong.
   */
  readonly limit?: { readonly of: Exclude<LimitName, 'registrationsKept'>; readonly each?: string };
  /**
   * A POST (or a PATCH that sets this) repeated with the same MS-RequestId replays the stored answer (ORD-6).
   * `false` for a POST that changes nothing.
   */
  readonly replay?: boolean;
  /**
   * The answer holds a password, a secret or a link that is a right: what is stored for repeats is sealed. A test finds
   * those who forget it.
   */
  readonly sealed?: true;
  /** What a repeat answers while the first call is still running. Default `request_in_progress`. */
  readonly inProgress?: GeneralRefusal | Own;
  readonly request?: {
    readonly path?: z.ZodObject;
    /** Keys are matched case-insensitively and unknown ones ignored. Values arrive as text. */
    readonly query?: z.ZodObject;
    /** JSON body; member names are matched case-insensitively by the dispatcher. */
    readonly body?: z.ZodType;
    /** A body that is not JSON (or as well as JSON); handed on as text or bytes. */
    readonly file?: FileContent;
    /** The body is optional: absent, empty or JSON null is handed on as undefined. */
    readonly bodyOptional?: boolean;
    /** Ignore whatever body comes (some SDKs send a filler). */
    readonly bodyIgnored?: boolean;
  };
  /** Success answers by status. `null`: no body. */
  readonly response: Readonly<Record<number, z.ZodType | FileContent | null>>;
  /** Files that are answered in place of JSON to those who ask for them, by status. */
  readonly files?: Readonly<Record<number, FileContent>>;
  /** Besides those that any endpoint may answer. */
  readonly refusals: readonly (GeneralRefusal | Own)[];
  /** Requirement ids, for the reference page and the index of proofs. */
  readonly requirements?: readonly string[];
}

/**
 * Paths of the contract with a fixed word where another path has an id, served or not. The word is never read as that id
 * (conventions 1): what is asked for at such a path is not a customer called `usagerecords`.
 */
export const reservedPaths: readonly `/${string}`[] = [
  '/v1/customers/relationshiprequests',
  '/v1/customers/delegatedadminrequests',
  '/v1/customers/usagerecords',
  '/v1/customers/all/validations',
  '/v1/customers/{customerId}/subscriptions/usagerecords',
  '/v1/customers/{customerId}/bills/preview',
  '/v1/servicerequests/supporttopics',
  '/v1/operator/servicerequests/responsereport',
  '/v1/productupgrades/eligibility',
  '/v1/relationships/requests',
  '/v1/imports/templates',
  '/v1/invoices/estimates',
  '/v1/invoices/summaries',
  '/v1/invoices/summary',
  '/v1/invoices/unbilled',
];

export type RouteTable<Own extends string = string> = Readonly<Record<string, Route<Own>>>;
export type ContextName = 'tenancy' | 'commerce' | 'billing' | 'support' | 'notifications';

export interface ContextRoutes<T extends RouteTable = RouteTable> {
  readonly context: ContextName;
  readonly routes: T;
  /** What each refusal answers: the context's own and the general ones. */
  readonly refusals: RefusalTable;
}

/**
 * The only list of a context's operations. The key is the operationId; renaming one breaks clients' generated code. A refusal
 * that a route declares and neither `own` nor the general ones have does not compile.
 */
export const routeTable = <
  const T extends RouteTable<keyof Own & string>,
  Own extends RefusalTable = Record<never, never>,
>(
  context: ContextName,
  routes: T,
  own: Own = {} as Own,
): ContextRoutes<T> => ({ context, routes, refusals: { ...generalRefusals, ...own } });
