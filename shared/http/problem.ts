import { type GeneralRefusal, generalRefusals, type RefusalTable } from '../contracts/refusals.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Refusal } from '../kernel/result.ts';
import type { GatewayReply } from './gateway.ts';

const DESCRIPTION_LENGTH_MAX = 1024;

/** Raised inside the dispatcher to end a request with the contract's error. Operations return refusals instead. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;
  /** Given where the contract has an answer of another shape than its errors. */
  readonly reply: GatewayReply | undefined;
  constructor(refusal: Refusal, reply?: GatewayReply) {
    super(refusal.name);
    this.refusal = refusal;
    this.reply = reply;
  }
}

export const refusing = (name: GeneralRefusal, details: Omit<Refusal, 'name'> = {}): RefusalError =>
  new RefusalError({ name, ...details });

/** `order_not_found` → `OrderNotFound`. */
const errorName = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The error answer: both documented shapes at once (conventions 11). `refusals` says what each name answers. */
export function problemReply(refusal: Refusal, refusals: RefusalTable = generalRefusals): GatewayReply {
  const definition = refusals[refusal.name];
  invariant(definition, `${refusal.name} is among the refusals that can be answered here`);
  const description = (refusal.description ?? allowed(refusal) ?? definition.description).slice(
    0,
    DESCRIPTION_LENGTH_MAX,
  );
  if (definition.status === 429) return throttledReply(description, refusal.retryAfterSeconds ?? 1);
  const isRetryable = definition.isRetryable === true || definition.status >= 500;
  return {
    statusCode: definition.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(definition.status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(isRetryable && { 'retry-after': String(refusal.retryAfterSeconds ?? 1) }),
      ...(refusal.allow?.length && { allow: refusal.allow.join(', ') }),
    },
    body: JSON.stringify({
      code: definition.code,
      description,
      data: refusal.data ?? [],
      source: 'PartnerFD',
      message: description,
      errorName: errorName(refusal.name),
      isRetryable,
      parameters: refusal.field === undefined ? {} : { field: refusal.field },
    }),
  };
}

/** A path that takes other methods is told apart by `Allow` alone: published clients repeat a 405 for ever. */
const allowed = ({ allow = [] }: Refusal): string | undefined =>
  allow.length > 0 ? `Nothing is found here with this method: the path takes ${allow.join(', ')}.` : undefined;

/** Answer to whoever does too much: the shape of a gateway, with exactly these members (conventions 12). */
const throttledReply = (message: string, retryAfterSeconds: number): GatewayReply => ({
  statusCode: 429,
  headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': String(retryAfterSeconds) },
  body: JSON.stringify({ statusCode: 429, message }),
});

/** Ends the call of a user's token without a second factor, with an empty body (conventions 2.4). */
export const mfaMissing = (): RefusalError =>
  new RefusalError(
    { name: 'unauthenticated' },
    {
      statusCode: 401,
      headers: {
        'www-authenticate':
          'Bearer error="invalid_token", error_description="MFA required: sign in with a second factor"',
      },
    },
  );
