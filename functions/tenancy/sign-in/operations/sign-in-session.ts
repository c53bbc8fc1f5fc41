import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { linkHash, sameToken } from '../../../../shared/identity/links.ts';
import { addSeconds, type Instant } from '../../../../shared/kernel/time.ts';
import type { Deps } from './dependencies.ts';

/**
 * What the browser carries between the pages, sealed: first the sign-in that is under way, then who signed in. Both live
 * a quarter of an hour and belong to one invitation. Each sign-in has a cookie of its own, found by its state, and each
 * invitation one for its session, so that tabs do not break each other's.
 */
const LIFETIME_SECONDS = 900;

const Pending = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  invitation: z.string(),
  until: z.string(),
});
const Session = z.object({
  id: z.string(),
  tenantId: z.string(),
  userId: z.string(),
  /** The user's count of sessions at the sign-in: raised since, this one has ended. */
  sessions: z.number(),
  invitation: z.string(),
  until: z.string(),
});
export type PendingSignIn = z.infer<typeof Pending>;
export type SignInSession = z.infer<typeof Session>;

const PREFIXES = { pending: 'csp-sign-in-', session: 'csp-session-' } as const;
type Kind = keyof typeof PREFIXES;

/** Cookies of one kind that a browser keeps: more than anybody has tabs, fewer than make a request too long. */
const COOKIES_MAX = 4;

/** State and token are rights: the name of a cookie tells neither. */
const nameOf = (kind: Kind, of: string): string => PREFIXES[kind] + linkHash(of).slice(0, 16);

export const lifetimeEnd = (at: Instant): Instant => addSeconds(at, LIFETIME_SECONDS);

/** Lax, because the issuer sends the browser back from another site; never readable by scripts. */
const cookie = (name: string, value: string, root: string, seconds: number): string =>
  [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(root.startsWith('https:') ? ['Secure'] : []),
  ].join('; ');

interface CookieCall {
  readonly cookies: readonly string[];
  readonly at: Instant;
  readonly root: string;
}
type Sealing = Pick<Deps, 'cookies'>;

interface Kept {
  readonly name: string;
  readonly value: string;
}

const cookiesOf = (kind: Kind, { cookies }: CookieCall): Kept[] =>
  cookies.flatMap((text) => {
    const [, name = '', value = ''] = /^\s*([^=]+)=(.*?)\s*$/.exec(text) ?? [];
    return name.startsWith(PREFIXES[kind]) ? [{ name, value }] : [];
  });

function opened<T extends { until: string }>(
  schema: z.ZodType<T>,
  value: string,
  { at }: CookieCall,
  { cookies }: Sealing,
): T | undefined {
  const content = schema.safeParse(cookies.open(value));
  return content.success && content.data.until > at ? content.data : undefined;
}

const ended = (name: string, root: string): string => cookie(name, '', root, 0);

/** The new cookie of a kind; those that are over, and the oldest of too many, end. */
function added<T extends { until: string }>(
  kind: Kind,
  { name, content, schema }: { name: string; content: T; schema: z.ZodType<T> },
  call: CookieCall,
  sealing: Sealing,
): string[] {
  const others = cookiesOf(kind, call)
    .filter((other) => other.name !== name)
    .map((other) => ({ ...other, until: opened(schema, other.value, call, sealing)?.until ?? '' }))
    .sort((a, b) => (a.until < b.until ? 1 : -1));
  const over = others.filter(({ until }, index) => until === '' || index >= COOKIES_MAX - 1);
  return [
    cookie(name, sealing.cookies.seal(content), call.root, LIFETIME_SECONDS),
    ...over.map((other) => ended(other.name, call.root)),
  ];
}

export const pendingCookies = (content: PendingSignIn, call: CookieCall, sealing: Sealing): string[] =>
  added('pending', { name: nameOf('pending', content.state), content, schema: Pending }, call, sealing);

export const sessionCookies = (content: SignInSession, call: CookieCall, sealing: Sealing): string[] =>
  added('session', { name: nameOf('session', content.invitation), content, schema: Session }, call, sealing);

/** Ends the sign-in of a state, whatever became of it: it is not taken twice. */
export const endedSignIn = (state: string, root: string): string => ended(nameOf('pending', state), root);

/** Ends the session of an invitation. */
export const endedSession = (invitation: string, root: string): string => ended(nameOf('session', invitation), root);

const found = (kind: Kind, of: string, call: CookieCall): string =>
  cookiesOf(kind, call).find(({ name }) => name === nameOf(kind, of))?.value ?? '';

/** The sign-in that this browser began with the state. */
export const readPending = (state: string, call: CookieCall, sealing: Sealing): PendingSignIn | undefined =>
  opened(Pending, found('pending', state, call), call, sealing);

/** Who is signed in for the invitation. */
export const readSession = (invitation: string, call: CookieCall, sealing: Sealing): SignInSession | undefined =>
  opened(Session, found('session', invitation, call), call, sealing);

/** A form's proof that it came from our page in this session: nobody who cannot read the cookie can make it. */
export const csrfToken = (session: SignInSession, { linkSecret }: Pick<Deps, 'linkSecret'>): string =>
  csrfTokenWith(linkSecret.current, session);
const csrfTokenWith = (secret: string, { id }: SignInSession): string =>
  createHmac('sha256', secret).update(`csrf\u0000${id}`).digest('base64url');
export const isCsrfToken = (given: string, session: SignInSession, { linkSecret }: Pick<Deps, 'linkSecret'>): boolean =>
  linkSecret.accepted.some((secret) => sameToken(given, csrfTokenWith(secret, session)));
