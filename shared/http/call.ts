import type * as z from 'zod';
import type { FileContent, Route, RouteTable } from '../contracts/routes.ts';
import type { Cause } from '../dynamo/outbox.ts';
import type { Write } from '../dynamo/table.ts';
import type { AccountRecord, AgreementPolicyRecord, RelationshipRecord } from '../identity/access.ts';
import type { Caller } from '../identity/caller.ts';
import type { Refusal, Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Limiter } from './limits.ts';
import type { Seeking } from './seek-request.ts';

/** The customer of the path, related to the caller, as the access records have it now. */
export interface RelatedCustomer {
  readonly customerId: string;
  readonly account: AccountRecord;
  readonly relationship: RelationshipRecord;
  readonly agreementPolicy: AgreementPolicyRecord;
  /**
   * Holds relationship, delegated administration and attestations as they were checked: put it in every transaction that
   * the call makes for the customer, so that of a write and a removal at once only one goes through. Where it no longer
   * holds, the dispatcher checks again and either refuses or begins the operation anew.
   */
  readonly unchanged: Write;
}

/** A body that is no JSON, decoded by the charset that it declares. */
export interface FileBody {
  readonly mediaType: string;
  readonly text: string;
}

/** Makes a POST happen once per request id (ORD-6). */
export interface Once {
  /**
   * An id derived from caller, request id, method, path and body: the same in every repeat of the same call, so that
   * conditional writes find what an interrupted first attempt has done.
   */
  id(label: string): string;
  /**
   * Writes that store the answer: put them in the transaction of the change. They fail when another attempt of the
   * same call got there first, so exactly one attempt commits. Empty when the caller sent no request id.
   */
  complete(reply: StoredReply): Write[];
}
export interface StoredReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallBase {
  readonly at: Instant;
  /** Root of the API as it is configured, without a slash at the end. */
  readonly root: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** Culture of `X-Locale`, canonical (`en-US` when absent). */
  readonly locale: string;
  /** `If-Match`, unquoted. */
  readonly ifMatch?: string;
  /** Token of a page, from the header or the query. */
  readonly continuationToken?: string;
  /** Of a sought list: what that token says, checked. */
  readonly seek?: Seeking;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly sourceIp: string;
  /** Counts what only the operation can tell; the limits of routes are the dispatcher's. */
  readonly limits: Limiter;
  readonly once: Once;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type RequestPart<R extends Route, K extends 'path' | 'query' | 'body'> = R['request'] extends infer Q
  ? Q extends Record<K, infer S>
    ? Parsed<S>
    : undefined
  : undefined;
type BodyOf<R extends Route> = R['request'] extends { bodyOptional: true }
  ? RequestPart<R, 'body'> | undefined
  : RequestPart<R, 'body'>;
type FileOf<R extends Route> = R['request'] extends { file: FileContent } ? FileBody | undefined : undefined;

/** What an operation gets, typed by its route. */
export interface Call<R extends Route = Route> extends CallBase {
  readonly caller: R['allow'] extends 'public' ? Caller | undefined : Caller;
  readonly cause: Cause;
  readonly customer: R['customer'] extends string ? RelatedCustomer : undefined;
  readonly path: RequestPart<R, 'path'>;
  readonly query: RequestPart<R, 'query'>;
  readonly body: BodyOf<R>;
  readonly file: FileOf<R>;
}

/** What an operation answers; `headers` and `cookies` as they go on the wire. */
interface ReplyBase {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}
export interface FileReply<S = number> extends ReplyBase {
  readonly status: S;
  readonly file: { readonly bytes: Uint8Array | string; readonly mediaType: string };
}
type BodyReply<S, T> = T extends z.ZodType
  ? ReplyBase & { readonly status: S; readonly body: z.input<T> }
  : T extends FileContent
    ? FileReply<S>
    : ReplyBase & { readonly status: S };

type RepliesOf<Shapes> = {
  [S in keyof Shapes]: BodyReply<S extends `${infer N extends number}` ? N : S, Shapes[S]>;
}[keyof Shapes];

/** What the route declares and nothing else: a status or a file that it does not name does not compile. */
export type Reply<R extends Route = Route> =
  | RepliesOf<R['response']>
  | (R extends { readonly files: infer Files } ? RepliesOf<Files> : never);

/** An operation: load, decide, save. Expected refusals are values; bugs throw. */
export type Operation<R extends Route, Deps> = (
  call: Call<R>,
  deps: Deps,
) => Promise<Result<Reply<R>, Refusal<R['refusals'][number]>>>;

/** One function per operation of the table, no more and no fewer. */
export type Operations<T extends RouteTable, Deps> = { readonly [Name in keyof T]: Operation<T[Name], Deps> };
