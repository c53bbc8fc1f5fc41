import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { sameToken } from '../../../shared/identity/links.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/time.ts';
import type { Deps } from './dependencies.ts';

/**
 * What the browser carries between the pages, sealed: first the sign-in that is under way, then who signed in. Both live
 * a quarter of an hour and belong to one invitation.
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

const NAMES = { pending: 'csp-sign-in', session: 'csp-session' } as const;
type Kind = keyof typeof NAMES;

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

export const pendingCookie = (content: PendingSignIn, root: string, { cookies }: Pick<Deps, 'cookies'>): string =>
  cookie(NAMES.pending, cookies.seal(content), root, LIFETIME_SECONDS);
export const sessionCookie = (content: SignInSession, root: string, { cookies }: Pick<Deps, 'cookies'>): string =>
  cookie(NAMES.session, cookies.seal(content), root, LIFETIME_SECONDS);
export const endedCookie = (kind: Kind, root: string): string => cookie(NAMES[kind], '', root, 0);

interface CookieCall {
  readonly cookies: readonly string[];
  readonly at: Instant;
}

function read<T extends { until: string }>(
  kind: Kind,
  schema: z.ZodType<T>,
  call: CookieCall,
  { cookies }: Pick<Deps, 'cookies'>,
): T | undefined {
  const prefix = `${NAMES[kind]}=`;
  const sealed = call.cookies.map((text) => text.trim()).find((text) => text.startsWith(prefix));
  const content = sealed === undefined ? undefined : schema.safeParse(cookies.open(sealed.slice(prefix.length)));
  return content?.success && content.data.until > call.at ? content.data : undefined;
}

export const readPending = (call: CookieCall, deps: Pick<Deps, 'cookies'>): PendingSignIn | undefined =>
  read('pending', Pending, call, deps);
export const readSession = (call: CookieCall, deps: Pick<Deps, 'cookies'>): SignInSession | undefined =>
  read('session', Session, call, deps);

/** A form's proof that it came from our page in this session: nobody who cannot read the cookie can make it. */
export const csrfToken = ({ id }: SignInSession, { linkSecret }: Pick<Deps, 'linkSecret'>): string =>
  createHmac('sha256', linkSecret).update(`csrf\u0000${id}`).digest('base64url');
export const isCsrfToken = (given: string, session: SignInSession, deps: Pick<Deps, 'linkSecret'>): boolean =>
  sameToken(given, csrfToken(session, deps));
